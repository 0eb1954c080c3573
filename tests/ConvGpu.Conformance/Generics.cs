using System.Numerics;
using ILGPU;

namespace ConvGpu.Conformance;

/// <summary>Functors, static abstract members, generic mathematics, interface constraints and typeof.</summary>
public static class Generics
{
    public interface IUnary<T>
    {
        T Apply(T value);
    }

    public readonly struct Square : IUnary<float>, IUnary<int>
    {
        public float Apply(float value) => value * value;

        public int Apply(int value) => value * value;
    }

    public struct AddConstant(float constant) : IUnary<float>
    {
        public float Constant = constant;

        float IUnary<float>.Apply(float value) => value + Constant;
    }

    public readonly struct Then<TFirst, TSecond>(TFirst first, TSecond second) : IUnary<float>
        where TFirst : struct, IUnary<float>
        where TSecond : struct, IUnary<float>
    {
        public float Apply(float value) => second.Apply(first.Apply(value));
    }

    public interface IConfiguration
    {
        static abstract int Tile { get; }

        static virtual int Twice => 2;

        static abstract float Combine(float a, float b);
    }

    public readonly struct Small : IConfiguration
    {
        public static int Tile => 4;

        public static float Combine(float a, float b) => a + b;
    }

    public readonly struct Large : IConfiguration
    {
        public static int Tile => 8;

        static int IConfiguration.Twice => 22;

        public static float Combine(float a, float b) => a * b;
    }

    [Conformance]
    public static void Functors(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        output[i * 2] = Map(x[i], new Square());
        output[i * 2 + 1] = Map(x[i], new Then<Square, AddConstant>(default, new AddConstant(3)));
    }

    private static float Map<TFunction>(float value, TFunction function) where TFunction : struct, IUnary<float> => function.Apply(value);

    [Conformance(typeof(Small))]
    [Conformance(typeof(Large))]
    public static void Configurations<TConfiguration>(Index1D i, ArrayView<float> x, ArrayView<float> output)
        where TConfiguration : struct, IConfiguration
    {
        var tile = LocalMemory.Allocate<float>(TConfiguration.Tile * 2);
        for (int k = 0; k < TConfiguration.Tile * 2; k++)
            tile[k] = k + x[i];
        float result = 1;
        for (int k = 0; k < TConfiguration.Tile; k++)
            result = TConfiguration.Combine(result, tile[k * 2 + 1]);
        output[i] = result + TConfiguration.Twice;
    }

    [Conformance(typeof(int))]
    [Conformance(typeof(uint))]
    [Conformance(typeof(long))]
    [Conformance(typeof(ulong))]
    [Conformance(typeof(short))]
    [Conformance(typeof(ushort))]
    [Conformance(typeof(byte))]
    [Conformance(typeof(sbyte))]
    [Conformance(typeof(float))]
    [Conformance(typeof(double))]
    public static void Numbers<T>(Index1D i, ArrayView<T> x, ArrayView<T> y, ArrayView<T> output) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        T a = x[i], b = y[i];
        int at = i * 8;
        output[at] = a + b * (T.One + T.One) - a;
        output[at + 1] = b != T.Zero && b + T.One != T.Zero ? a / b + a % b : T.MaxValue;
        output[at + 2] = T.Max(a, b);
        output[at + 3] = T.Min(a, b) + T.MinValue;
        output[at + 4] = a > b ? a : a <= b ? b : T.Zero;
        output[at + 5] = T.CreateTruncating(i.X) + T.CreateSaturating(100);
        output[at + 6]++;
        output[at + 6] -= b;
        output[at + 7] = T.IsNegative(a) ? T.One : a == b ? T.CreateChecked(2) : T.CreateTruncating(3);
    }

    [Conformance(typeof(int))]
    [Conformance(typeof(uint))]
    [Conformance(typeof(long))]
    [Conformance(typeof(ulong))]
    [Conformance(typeof(short))]
    [Conformance(typeof(byte))]
    public static void BinaryNumbers<T>(Index1D i, ArrayView<T> x, ArrayView<T> y, ArrayView<T> output) where T : unmanaged, IBinaryInteger<T>
    {
        T a = x[i], b = y[i];
        int at = i * 8;
        output[at] = a & b | ~a ^ b;
        output[at + 1] = a << 3;
        output[at + 2] = a >> 2;
        output[at + 3] = a >>> 1;
        output[at + 4] = T.PopCount(a);
        output[at + 5] = T.LeadingZeroCount(a) + T.TrailingZeroCount(b);
        output[at + 6] = T.RotateLeft(a, 3);
        output[at + 7] = T.IsPow2(a) ? T.One : T.IsOddInteger(b) ? T.Zero : T.CreateTruncating(0x123456789L);
    }

    [Conformance(typeof(float))]
    [Conformance(typeof(double))]
    public static void FloatingPoint<T>(Index1D i, ArrayView<T> x, ArrayView<T> y, ArrayView<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T a = x[i], b = y[i];
        int at = i * 8;
        output[at] = T.Sqrt(T.Abs(a));
        output[at + 1] = T.IsNaN(a) ? T.Zero : T.Floor(a);
        output[at + 2] = T.FusedMultiplyAdd(a, b, T.One);
        output[at + 3] = T.CopySign(a, b);
        output[at + 4] = T.MinNumber(a, b);
        output[at + 5] = T.Round(b) + T.CreateTruncating(2.5);
        output[at + 6] = -a + T.Epsilon * b;
        output[at + 7] = a.CompareTo(b) > 0 ? T.One : a.Equals(b) ? T.NegativeOne : T.Zero;
    }

    [Conformance(typeof(int), typeof(float))]
    [Conformance(typeof(float), typeof(int))]
    [Conformance(typeof(float), typeof(byte))]
    [Conformance(typeof(double), typeof(long))]
    [Conformance(typeof(long), typeof(short))]
    [Conformance(typeof(ulong), typeof(int))]
    [Conformance(typeof(sbyte), typeof(ulong))]
    [Conformance(typeof(uint), typeof(sbyte))]
    [Conformance(typeof(ulong), typeof(double))]
    [Conformance(typeof(double), typeof(float))]
    public static void Conversions<TFrom, TTo>(Index1D i, ArrayView<TFrom> x, ArrayView<TTo> output)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        output[i * 2] = TTo.CreateTruncating(x[i]);
        output[i * 2 + 1] = TTo.CreateSaturating(x[i]);
    }

    [Conformance(typeof(float))]
    [Conformance(typeof(int))]
    public static void TypeTests<T>(Index1D i, ArrayView<T> x, ArrayView<int> output) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            output[i] = (float)(object)x[i] > 0 ? 1 : 2;
        else if (typeof(T) == typeof(int))
            output[i] = (int)(object)x[i] > 0 ? 3 : 4;
    }

    public interface IShape
    {
        float Area { get; }

        float Twice() => Area * 2;
    }

    public struct Disc : IShape
    {
        public float Radius;

        public readonly float Area => Radius * Radius * 3;
    }

    [Conformance]
    public static void DefaultInterfaceMembers(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        var disc = new Disc { Radius = x[i] };
        output[i] = TwiceArea(ref disc);
    }

    private static float TwiceArea<TShape>(ref TShape shape) where TShape : struct, IShape => shape.Area + shape.Area;

    public struct Counter<T> where T : struct, INumber<T>
    {
        private T _value;

        public T Next() => _value += T.One;
    }

    [Conformance]
    public static void MutableGenericStructs(Index1D i, ArrayView<int> output)
    {
        var counter = default(Counter<int>);
        for (int k = 0; k < i; k++)
            counter.Next();
        output[i] = counter.Next();
    }
}
