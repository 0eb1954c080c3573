using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Operations of every type on vectors of lanes, against the same C# executed by .NET.</summary>
public sealed class OperationTests : IDisposable
{
    private const int Count = 1003;
    private readonly Context _context = Context.Create(builder => builder.DefaultCPU());
    private readonly CPUAccelerator _accelerator;

    public OperationTests() => _accelerator = _context.CreateCPUAccelerator(0);

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    private interface IOperation<T, TResult>
    {
        static abstract TResult Apply(T a, T b);
    }

    private static void Map<T, TResult, TOperation>(Index1D i, ArrayView<T> a, ArrayView<T> b, ArrayView<TResult> result)
        where T : unmanaged where TResult : unmanaged where TOperation : struct, IOperation<T, TResult> =>
        result[i] = TOperation.Apply(a[i], b[i]);

    private void Check<T, TResult, TOperation>(Func<Random, T> draw, T[] special, Func<TResult, TResult, bool>? same = null)
        where T : unmanaged where TResult : unmanaged where TOperation : struct, IOperation<T, TResult>
    {
        var random = new Random(7);
        T Next() => special.Length > 0 && random.Next(4) == 0 ? special[random.Next(special.Length)] : draw(random);
        var x = Enumerable.Range(0, Count).Select(_ => Next()).ToArray();
        var y = Enumerable.Range(0, Count).Select(_ => Next()).ToArray();
        using var a = _accelerator.Allocate1D(x);
        using var b = _accelerator.Allocate1D(y);
        using var r = _accelerator.Allocate1D<TResult>(Count);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<TResult>>(Map<T, TResult, TOperation>)(Count, a.View, b.View, r.View);
        var results = r.GetAsArray1D();
        for (int i = 0; i < Count; i++)
        {
            var expected = TOperation.Apply(x[i], y[i]);
            bool fine = same is null ? EqualityComparer<TResult>.Default.Equals(expected, results[i]) : same(expected, results[i]);
            Assert.True(fine, $"{typeof(TOperation).Name}({x[i]}, {y[i]}) is {expected}, computed {results[i]} (item {i})");
        }
    }

    private static readonly int[] Ints = [0, 1, -1, 2, 31, 32, 33, int.MinValue, int.MaxValue];
    private static readonly long[] Longs = [0, 1, -1, 63, 64, 65, int.MinValue, uint.MaxValue, long.MinValue, long.MaxValue];
    private static readonly float[] Floats = [0, -0f, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 3e9f, -3e9f, 2147483520f];
    private static readonly double[] Doubles = [0, -0d, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, 1e10, -1e10, 1e20];

    private static float AnyFloat(Random random) => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-6, 9));
    private static double AnyDouble(Random random) => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-9, 12));

    private readonly struct IntMix : IOperation<int, int>
    {
        public static int Apply(int a, int b) => (a + b) * 3 - (a & b) + (a | 5) - (a ^ b) + ~a - (-b) + (a << b) + (a >> b) + (a >>> b)
            + Math.Min(a, b) + Math.Max(a, b) + (a < b ? 1 : 2) + (a >= b ? 16 : 32) + (a == b ? 64 : 0) + ((uint)a < (uint)b ? 128 : 0) + (a << 3) + (a >>> 5);
    }

    private readonly struct IntDivide : IOperation<int, int>
    {
        // One divisor that the language forbids, and the quotient that it does not define, are left out.
        public static int Apply(int a, int b) => b == 0 || b == -1 ? 0 : a / b * 7 + a % b + a / 12 + (int)((uint)a / (uint)b) + (int)((uint)a % 10u);
    }

    private readonly struct LongMix : IOperation<long, long>
    {
        public static long Apply(long a, long b) => (a + b) * 3 - (a & b) + (a | 5) - (a ^ b) + ~a - (-b) + (a << (int)b) + (a >> (int)b) + (a >>> (int)b)
            + Math.Min(a, b) + Math.Max(a, b) + (a < b ? 1 : 2) + (a >= b ? 16 : 32) + (a == b ? 64 : 0) + ((ulong)a < (ulong)b ? 128 : 0) + (int)a + (uint)b;
    }

    private readonly struct LongDivide : IOperation<long, long>
    {
        public static long Apply(long a, long b) => b == 0 || b == -1 ? 0 : a / b + a % b * 3;
    }

    private readonly struct FloatMix : IOperation<float, float>
    {
        public static float Apply(float a, float b) => a > b ? (a + b) / b : a <= b ? -(a - b) * 3 : MathF.Abs(b);
    }

    private readonly struct FloatMinMax : IOperation<float, float>
    {
        public static float Apply(float a, float b) => a < 1 ? MathF.Min(a, b) : MathF.Max(a, b);
    }

    private readonly struct FloatCompare : IOperation<float, int>
    {
        public static int Apply(float a, float b) => (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a != b ? 32 : 0)
            + (!(a < b) ? 64 : 0) + (float.IsNaN(a) ? 128 : 0) + (float.IsInfinity(b) ? 256 : 0);
    }

    private readonly struct FloatRound : IOperation<float, float>
    {
        public static float Apply(float a, float b) => b < 0 ? MathF.Floor(a) : b < 1 ? MathF.Ceiling(a) : b < 5 ? MathF.Sqrt(MathF.Abs(a)) : MathF.Round(a);
    }

    private readonly struct DoubleMix : IOperation<double, double>
    {
        public static double Apply(double a, double b) => a > b ? (a + b) / b : a <= b ? -(a - b) * 3 : Math.Abs(b);
    }

    private readonly struct DoubleCompare : IOperation<double, int>
    {
        public static int Apply(double a, double b) => (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (!(a <= b) ? 32 : 0);
    }

    private readonly struct FloatToInt : IOperation<float, int>
    {
        public static int Apply(float a, float b) => (int)a + (int)(uint)b;
    }

    private readonly struct FloatToLong : IOperation<float, long>
    {
        public static long Apply(float a, float b) => (long)a ^ (long)(ulong)b;
    }

    private readonly struct DoubleToInt : IOperation<double, int>
    {
        public static int Apply(double a, double b) => (int)a + (int)(uint)b;
    }

    private readonly struct DoubleToLong : IOperation<double, long>
    {
        public static long Apply(double a, double b) => (long)a ^ (long)(ulong)b;
    }

    private readonly struct IntToFloat : IOperation<int, float>
    {
        public static float Apply(int a, int b) => a < 0 ? (float)a : (float)(uint)b;
    }

    private readonly struct LongToFloat : IOperation<long, float>
    {
        public static float Apply(long a, long b) => a < 0 ? (float)a : (float)(ulong)b;
    }

    private readonly struct LongToDouble : IOperation<long, double>
    {
        public static double Apply(long a, long b) => a < 0 ? (double)a : (double)(ulong)b;
    }

    private readonly struct IntToDouble : IOperation<int, double>
    {
        public static double Apply(int a, int b) => a < 0 ? (double)a : (double)(uint)b;
    }

    private readonly struct Bytes : IOperation<byte, byte>
    {
        public static byte Apply(byte a, byte b) => (byte)(a > b ? a - b : a * b + (a >> 3));
    }

    private readonly struct SBytes : IOperation<sbyte, int>
    {
        public static int Apply(sbyte a, sbyte b) => a > b ? (sbyte)(a - b) : (byte)(a * b) + (a >> 3);
    }

    private readonly struct Shorts : IOperation<short, short>
    {
        public static short Apply(short a, short b) => (short)(a < b ? a + b : a * b - (ushort)a);
    }

    private readonly struct Chars : IOperation<ushort, float>
    {
        public static float Apply(ushort a, ushort b) => a < b ? a : b * 0.5f;
    }

    private readonly struct ShortLoop : IOperation<int, int>
    {
        public static int Apply(int a, int b)
        {
            int sum = 0;
            for (int i = a & 15; i < 20; i++)
            {
                if (((i ^ b) & 3) == 0)
                    continue;
                if (((i + b) & 31) == 7)
                    break;
                for (int j = 0; j < (b & 3); j++)
                    sum += i * j + a;
                switch (i % 5)
                {
                    case 0: sum ^= a; break;
                    case 1: sum += b; break;
                    case 3: sum -= 17; break;
                    default: sum = sum * 3 + 1; break;
                }
            }
            return sum;
        }
    }

    [Fact] public void Int() => Check<int, int, IntMix>(random => random.Next(int.MinValue, int.MaxValue), Ints);
    [Fact] public void IntDivision() => Check<int, int, IntDivide>(random => random.Next(-5000, 5000), Ints);
    [Fact] public void Long() => Check<long, long, LongMix>(random => random.NextInt64(long.MinValue, long.MaxValue), Longs);
    [Fact] public void LongDivision() => Check<long, long, LongDivide>(random => random.NextInt64(-500000, 500000), Longs);
    [Fact] public void Float() => Check<float, float, FloatMix>(AnyFloat, Floats);
    [Fact] public void FloatMinimum() => Check<float, float, FloatMinMax>(AnyFloat, Floats);
    [Fact] public void FloatComparison() => Check<float, int, FloatCompare>(AnyFloat, Floats);
    [Fact] public void FloatRounding() => Check<float, float, FloatRound>(AnyFloat, Floats);
    [Fact] public void Double() => Check<double, double, DoubleMix>(AnyDouble, Doubles);
    [Fact] public void DoubleComparison() => Check<double, int, DoubleCompare>(AnyDouble, Doubles);
    [Fact] public void FloatToInt32() => Check<float, int, FloatToInt>(AnyFloat, Floats);
    [Fact] public void FloatToInt64() => Check<float, long, FloatToLong>(AnyFloat, Floats);
    [Fact] public void DoubleToInt32() => Check<double, int, DoubleToInt>(AnyDouble, Doubles);
    [Fact] public void DoubleToInt64() => Check<double, long, DoubleToLong>(AnyDouble, Doubles);
    [Fact] public void Int32ToFloat() => Check<int, float, IntToFloat>(random => random.Next(int.MinValue, int.MaxValue), Ints);
    [Fact] public void Int64ToFloat() => Check<long, float, LongToFloat>(random => random.NextInt64(long.MinValue, long.MaxValue), Longs);
    [Fact] public void Int64ToDouble() => Check<long, double, LongToDouble>(random => random.NextInt64(long.MinValue, long.MaxValue), Longs);
    [Fact] public void Int32ToDouble() => Check<int, double, IntToDouble>(random => random.Next(int.MinValue, int.MaxValue), Ints);
    [Fact] public void UInt8() => Check<byte, byte, Bytes>(random => (byte)random.Next(256), []);
    [Fact] public void Int8() => Check<sbyte, int, SBytes>(random => (sbyte)random.Next(-128, 128), []);
    [Fact] public void Int16() => Check<short, short, Shorts>(random => (short)random.Next(-32768, 32768), []);
    [Fact] public void UInt16() => Check<ushort, float, Chars>(random => (ushort)random.Next(65536), []);
    [Fact] public void LoopsAndSwitches() => Check<int, int, ShortLoop>(random => random.Next(-1000, 1000), []);
}
