using System.Numerics;
using System.Runtime.Intrinsics;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

/// <summary>A floating-point type of registers.</summary>
internal interface IFloatType<T>
{
    static abstract FloatFormat Format { get; }

    static abstract double ToDouble(T value);

    /// <summary>A double that the format holds exactly, or a NaN or infinity.</summary>
    static abstract T FromDouble(double value);
}

internal struct SingleType : IFloatType<float>
{
    public static FloatFormat Format => FloatFormat.Single;

    public static double ToDouble(float value) => value;

    public static float FromDouble(double value) => (float)value;
}

internal struct DoubleType : IFloatType<double>
{
    public static FloatFormat Format => FloatFormat.Double;

    public static double ToDouble(double value) => value;

    public static double FromDouble(double value) => value;
}

internal struct HalfType : IFloatType<ushort>
{
    public static FloatFormat Format => FloatFormat.Half;

    public static double ToDouble(ushort value) => (double)BitConverter.UInt16BitsToHalf(value);

    public static ushort FromDouble(double value) => double.IsNaN(value) ? (ushort)0x7FFF : BitConverter.HalfToUInt16Bits((Half)value);
}

internal struct BFloatType : IFloatType<ushort>
{
    public static FloatFormat Format => FloatFormat.BFloat16;

    public static double ToDouble(ushort value) => BFloat.ToSingle(value);

    public static ushort FromDouble(double value) => BFloat.FromDouble(value);
}

internal interface IRounding
{
    static abstract Rounding Value { get; }
}

internal struct ToNearest : IRounding
{
    public static Rounding Value => Rounding.Nearest;
}

internal struct ToZero : IRounding
{
    public static Rounding Value => Rounding.Zero;
}

internal struct Downwards : IRounding
{
    public static Rounding Value => Rounding.Down;
}

internal struct Upwards : IRounding
{
    public static Rounding Value => Rounding.Up;
}

internal struct ExactAdd<TF, TR, T> : IBinary<T, T, T>
    where TF : struct, IFloatType<T>
    where TR : struct, IRounding
{
    public static T Invoke(T a, T b) => TF.FromDouble(ExactArithmetic.Add(TF.ToDouble(a), TF.ToDouble(b), TF.Format, TR.Value));
}

internal struct ExactSubtract<TF, TR, T> : IBinary<T, T, T>
    where TF : struct, IFloatType<T>
    where TR : struct, IRounding
{
    public static T Invoke(T a, T b) => TF.FromDouble(ExactArithmetic.Add(TF.ToDouble(a), -TF.ToDouble(b), TF.Format, TR.Value));
}

internal struct ExactMultiply<TF, TR, T> : IBinary<T, T, T>
    where TF : struct, IFloatType<T>
    where TR : struct, IRounding
{
    public static T Invoke(T a, T b) => TF.FromDouble(ExactArithmetic.Multiply(TF.ToDouble(a), TF.ToDouble(b), TF.Format, TR.Value));
}

internal struct ExactFused<TF, TR, T> : ITernary<T, T, T, T>
    where TF : struct, IFloatType<T>
    where TR : struct, IRounding
{
    public static T Invoke(T a, T b, T c) =>
        TF.FromDouble(ExactArithmetic.FusedMultiplyAdd(TF.ToDouble(a), TF.ToDouble(b), TF.ToDouble(c), TF.Format, TR.Value));
}

internal struct ExactDivide<TF, TR, T> : IBinary<T, T, T>
    where TF : struct, IFloatType<T>
    where TR : struct, IRounding
{
    public static T Invoke(T a, T b) => TF.FromDouble(ExactArithmetic.Divide(TF.ToDouble(a), TF.ToDouble(b), TF.Format, TR.Value));
}

internal struct ExactReciprocal<TF, TR, T> : IUnary<T, T>
    where TF : struct, IFloatType<T>
    where TR : struct, IRounding
{
    public static T Invoke(T a) => TF.FromDouble(ExactArithmetic.Divide(1, TF.ToDouble(a), TF.Format, TR.Value));
}

internal struct ExactSquareRoot<TF, TR, T> : IUnary<T, T>
    where TF : struct, IFloatType<T>
    where TR : struct, IRounding
{
    public static T Invoke(T a) => TF.FromDouble(ExactArithmetic.SquareRoot(TF.ToDouble(a), TF.Format, TR.Value));
}

internal struct FusedSingle : IVectorTernary<float>
{
    public static float Invoke(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    public static Vector256<float> Invoke(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);
}

internal struct FusedDouble : IVectorTernary<double>
{
    public static double Invoke(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    public static Vector256<double> Invoke(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);
}

internal struct DivideFloat<T> : IVectorBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => a / b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a / b;
}

internal struct ReciprocalFloat<T> : IVectorUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Invoke(T a) => T.One / a;

    public static Vector256<T> Invoke(Vector256<T> a) => Vector256<T>.One / a;
}

internal struct SquareRootFloat<T> : IVectorUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Invoke(T a) => T.Sqrt(a);

    public static Vector256<T> Invoke(Vector256<T> a) => Vector256.Sqrt(a);
}

internal struct AbsoluteFloat<T> : IVectorUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Invoke(T a) => T.Abs(a);

    public static Vector256<T> Invoke(Vector256<T> a) => Vector256.Abs(a);
}

internal struct NegateFloat<T> : IVectorUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Invoke(T a) => -a;

    public static Vector256<T> Invoke(Vector256<T> a) => -a;
}

/// <summary>The other operand where one is NaN; -0 is less than +0.</summary>
internal struct MinimumFloat<T> : IBinary<T, T, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => T.MinNumber(a, b);
}

internal struct MaximumFloat<T> : IBinary<T, T, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => T.MaxNumber(a, b);
}

/// <summary>.NaN: the canonical NaN where an operand is NaN.</summary>
internal struct PropagateNaN<TOperator> : IBinary<float, float, float>
    where TOperator : struct, IBinary<float, float, float>
{
    public static float Invoke(float a, float b) =>
        float.IsNaN(a) || float.IsNaN(b) ? BitConverter.UInt32BitsToSingle(0x7FFFFFFF) : TOperator.Invoke(a, b);
}

/// <summary>.xorsign.abs: of the absolute values, with the sign of the product.</summary>
internal struct ExclusiveSign<TOperator> : IBinary<float, float, float>
    where TOperator : struct, IBinary<float, float, float>
{
    public static float Invoke(float a, float b)
    {
        var result = TOperator.Invoke(MathF.Abs(a), MathF.Abs(b));
        return float.IsNaN(result) ? result : float.CopySign(result, float.IsNegative(a) != float.IsNegative(b) ? -1f : 1f);
    }
}

internal struct CopySign<T> : IBinary<T, T, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The sign of a on the value of b.</summary>
    public static T Invoke(T a, T b) => T.CopySign(b, a);
}

internal static class Subnormals
{
    public static float Flush(float value) => float.IsSubnormal(value) ? float.CopySign(0, value) : value;

    public static float Saturate(float value) => float.IsNaN(value) ? 0 : value <= 0 ? 0 : value >= 1 ? 1 : value;
}

internal struct FlushUnary<TOperator> : IUnary<float, float>
    where TOperator : struct, IUnary<float, float>
{
    public static float Invoke(float a) => Subnormals.Flush(TOperator.Invoke(Subnormals.Flush(a)));
}

internal struct FlushBinary<TOperator> : IBinary<float, float, float>
    where TOperator : struct, IBinary<float, float, float>
{
    public static float Invoke(float a, float b) => Subnormals.Flush(TOperator.Invoke(Subnormals.Flush(a), Subnormals.Flush(b)));
}

internal struct FlushTernary<TOperator> : ITernary<float, float, float, float>
    where TOperator : struct, ITernary<float, float, float, float>
{
    public static float Invoke(float a, float b, float c) =>
        Subnormals.Flush(TOperator.Invoke(Subnormals.Flush(a), Subnormals.Flush(b), Subnormals.Flush(c)));
}

internal struct SaturateBinary<TOperator> : IBinary<float, float, float>
    where TOperator : struct, IBinary<float, float, float>
{
    public static float Invoke(float a, float b) => Subnormals.Saturate(TOperator.Invoke(a, b));
}

internal struct SaturateTernary<TOperator> : ITernary<float, float, float, float>
    where TOperator : struct, ITernary<float, float, float, float>
{
    public static float Invoke(float a, float b, float c) => Subnormals.Saturate(TOperator.Invoke(a, b, c));
}
