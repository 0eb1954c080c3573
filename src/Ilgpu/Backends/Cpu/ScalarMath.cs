using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// One value of every operation that IL has no instruction for. Generated code calls these by the name of the opcode and the types;
/// <see cref="LaneMath"/> runs over lanes with the same functions.
/// </summary>
internal static class ScalarMath
{
    private static readonly ConcurrentDictionary<string, MethodInfo> Found = new();

    public static MethodInfo Find(Opcode op, ScalarKind kind)
    {
        var element = VectorApi.Element(kind);
        bool narrow = kind is ScalarKind.I8 or ScalarKind.I16 && op is Opcode.LeadingZeros or Opcode.PopCount or Opcode.DivU or Opcode.RemU;
        return Look(op.ToString() + (narrow ? kind == ScalarKind.I8 ? "Narrow8" : "Narrow16" : ""), element);
    }

    public static MethodInfo FindConversion(Opcode op, ScalarKind from, ScalarKind to)
    {
        string name = op == Opcode.BitCast ? "BitCast" : $"{op}{(to is ScalarKind.I8 or ScalarKind.I16 or ScalarKind.I1 ? ScalarKind.I32 : to)}";
        return Look(name, VectorApi.Element(from));
    }

    private static MethodInfo Look(string name, Type element) => Found.GetOrAdd($"{name} {element.Name}", _ =>
        typeof(ScalarMath).GetMethods().FirstOrDefault(method => method.Name == name && method.GetParameters()[0].ParameterType == element)
            ?? throw new MissingMethodException($"The CPU backend has no {name} of {element.Name}."));

    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);
    public static double Fma(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    public static int DivS(int a, int b) => b == 0 ? 0 : b == -1 ? -a : a / b;
    public static long DivS(long a, long b) => b == 0 ? 0 : b == -1 ? -a : a / b;
    public static int DivU(int a, int b) => b == 0 ? 0 : (int)((uint)a / (uint)b);
    public static long DivU(long a, long b) => b == 0 ? 0 : (long)((ulong)a / (ulong)b);
    public static int DivUNarrow8(int a, int b) => DivU((byte)a, (byte)b);
    public static int DivUNarrow16(int a, int b) => DivU((ushort)a, (ushort)b);
    public static int RemS(int a, int b) => b is 0 or -1 ? 0 : a % b;
    public static long RemS(long a, long b) => b is 0 or -1 ? 0 : a % b;
    public static int RemU(int a, int b) => b == 0 ? 0 : (int)((uint)a % (uint)b);
    public static long RemU(long a, long b) => b == 0 ? 0 : (long)((ulong)a % (ulong)b);
    public static int RemUNarrow8(int a, int b) => RemU((byte)a, (byte)b);
    public static int RemUNarrow16(int a, int b) => RemU((ushort)a, (ushort)b);
    public static int MulHiS(int a, int b) => (int)((long)a * b >> 32);
    public static long MulHiS(long a, long b) => Math.BigMul(a, b, out _);
    public static int MulHiU(int a, int b) => (int)((ulong)(uint)a * (uint)b >> 32);
    public static long MulHiU(long a, long b) => (long)Math.BigMul((ulong)a, (ulong)b, out _);
    public static int MinS(int a, int b) => Math.Min(a, b);
    public static long MinS(long a, long b) => Math.Min(a, b);
    public static int MaxS(int a, int b) => Math.Max(a, b);
    public static long MaxS(long a, long b) => Math.Max(a, b);
    public static int MinU(int a, int b) => (int)Math.Min((uint)a, (uint)b);
    public static long MinU(long a, long b) => (long)Math.Min((ulong)a, (ulong)b);
    public static int MaxU(int a, int b) => (int)Math.Max((uint)a, (uint)b);
    public static long MaxU(long a, long b) => (long)Math.Max((ulong)a, (ulong)b);
    // Never inlined: .NET 10's JIT takes the minimum of +0 and a constant -0 for +0.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float FMin(float a, float b) => MathF.Min(a, b);
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double FMin(double a, double b) => Math.Min(a, b);
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float FMax(float a, float b) => MathF.Max(a, b);
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double FMax(double a, double b) => Math.Max(a, b);
    public static int Abs(int a) => a < 0 ? -a : a;
    public static long Abs(long a) => a < 0 ? -a : a;
    public static float Abs(float a) => MathF.Abs(a);
    public static double Abs(double a) => Math.Abs(a);
    public static float FRem(float a, float b) => a % b;
    public static double FRem(double a, double b) => a % b;
    public static int Shl(int a, int b) => a << b;
    public static long Shl(long a, long b) => a << (int)b;
    public static int ShrS(int a, int b) => a >> b;
    public static long ShrS(long a, long b) => a >> (int)b;
    public static int ShrU(int a, int b) => (int)((uint)a >> b);
    public static long ShrU(long a, long b) => (long)((ulong)a >> (int)b);
    public static int ShiftRightU8(int a, int count) => (byte)a >> count;
    public static int ShiftRightU16(int a, int count) => (ushort)a >> count;
    public static int PopCount(int a) => BitOperations.PopCount((uint)a);
    public static int PopCountNarrow8(int a) => BitOperations.PopCount((byte)a);
    public static int PopCountNarrow16(int a) => BitOperations.PopCount((ushort)a);
    public static long PopCount(long a) => BitOperations.PopCount((ulong)a);
    public static int LeadingZeros(int a) => BitOperations.LeadingZeroCount((uint)a);
    public static int LeadingZerosNarrow8(int a) => BitOperations.LeadingZeroCount((byte)a) - 24;
    public static int LeadingZerosNarrow16(int a) => BitOperations.LeadingZeroCount((ushort)a) - 16;
    public static long LeadingZeros(long a) => BitOperations.LeadingZeroCount((ulong)a);
    public static int TrailingZeros(int a) => BitOperations.TrailingZeroCount(a);
    public static long TrailingZeros(long a) => BitOperations.TrailingZeroCount(a);

    public static int BitCast(float a) => BitConverter.SingleToInt32Bits(a);
    public static float BitCast(int a) => BitConverter.Int32BitsToSingle(a);
    public static long BitCast(double a) => BitConverter.DoubleToInt64Bits(a);
    public static double BitCast(long a) => BitConverter.Int64BitsToDouble(a);
    public static float SToFF32(int a) => a;
    public static float SToFF32(long a) => a;
    public static float UToFF32(int a) => (uint)a;
    public static float UToFF32(long a) => (ulong)a;
    public static double UToFF64(int a) => (uint)a;
    public static double UToFF64(long a) => (ulong)a;
    public static int FToSI32(float a) => (int)a;
    public static int FToSI32(double a) => (int)a;
    public static long FToSI64(float a) => (long)a;
    public static long FToSI64(double a) => (long)a;
    public static int FToUI32(float a) => (int)(uint)a;
    public static int FToUI32(double a) => (int)(uint)a;
    public static long FToUI64(float a) => (long)(ulong)a;
    public static long FToUI64(double a) => (long)(ulong)a;

    public static float Sqrt(float a) => MathF.Sqrt(a);
    public static double Sqrt(double a) => Math.Sqrt(a);
    public static float Rsqrt(float a) => 1 / MathF.Sqrt(a);
    public static double Rsqrt(double a) => 1 / Math.Sqrt(a);
    public static float Rcp(float a) => 1 / a;
    public static double Rcp(double a) => 1 / a;
    public static float Floor(float a) => MathF.Floor(a);
    public static double Floor(double a) => Math.Floor(a);
    public static float Ceiling(float a) => MathF.Ceiling(a);
    public static double Ceiling(double a) => Math.Ceiling(a);
    public static float Truncate(float a) => MathF.Truncate(a);
    public static double Truncate(double a) => Math.Truncate(a);
    public static float RoundEven(float a) => MathF.Round(a);
    public static double RoundEven(double a) => Math.Round(a);
    public static float CopySign(float a, float b) => MathF.CopySign(a, b);
    public static double CopySign(double a, double b) => Math.CopySign(a, b);
    public static float Sin(float a) => MathF.Sin(a);
    public static double Sin(double a) => Math.Sin(a);
    public static float Cos(float a) => MathF.Cos(a);
    public static double Cos(double a) => Math.Cos(a);
    public static float Tan(float a) => MathF.Tan(a);
    public static double Tan(double a) => Math.Tan(a);
    public static float Asin(float a) => MathF.Asin(a);
    public static double Asin(double a) => Math.Asin(a);
    public static float Acos(float a) => MathF.Acos(a);
    public static double Acos(double a) => Math.Acos(a);
    public static float Atan(float a) => MathF.Atan(a);
    public static double Atan(double a) => Math.Atan(a);
    public static float Atan2(float a, float b) => MathF.Atan2(a, b);
    public static double Atan2(double a, double b) => Math.Atan2(a, b);
    public static float Sinh(float a) => MathF.Sinh(a);
    public static double Sinh(double a) => Math.Sinh(a);
    public static float Cosh(float a) => MathF.Cosh(a);
    public static double Cosh(double a) => Math.Cosh(a);
    public static float Tanh(float a) => MathF.Tanh(a);
    public static double Tanh(double a) => Math.Tanh(a);
    public static float Exp(float a) => MathF.Exp(a);
    public static double Exp(double a) => Math.Exp(a);
    public static float Exp2(float a) => (float)Math.Pow(2, a);
    public static double Exp2(double a) => Math.Pow(2, a);
    public static float Log(float a) => MathF.Log(a);
    public static double Log(double a) => Math.Log(a);
    public static float Log2(float a) => MathF.Log2(a);
    public static double Log2(double a) => Math.Log2(a);
    public static float Log10(float a) => MathF.Log10(a);
    public static double Log10(double a) => Math.Log10(a);
    public static float Pow(float a, float b) => MathF.Pow(a, b);
    public static double Pow(double a, double b) => Math.Pow(a, b);
    public static bool IsNaN(float a) => float.IsNaN(a);
    public static bool IsNaN(double a) => double.IsNaN(a);
    public static bool IsInfinity(float a) => float.IsInfinity(a);
    public static bool IsInfinity(double a) => double.IsInfinity(a);
    public static bool IsFinite(float a) => float.IsFinite(a);
    public static bool IsFinite(double a) => double.IsFinite(a);
}
