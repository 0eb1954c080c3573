using System.Numerics;
using System.Runtime.Intrinsics;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

internal struct Equal<T> : ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => a == b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, b);
}

/// <summary>Of floats: false where one is NaN.</summary>
internal struct NotEqual<T> : ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => a < b || a > b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b) | Vector256.GreaterThan(a, b);
}

internal struct LessThan<T> : ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => a < b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b);
}

internal struct LessOrEqual<T> : ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => a <= b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.LessThanOrEqual(a, b);
}

internal struct GreaterThan<T> : ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => a > b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThan(a, b);
}

internal struct GreaterOrEqual<T> : ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => a >= b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThanOrEqual(a, b);
}

internal struct AreNumbers<T> : ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => !T.IsNaN(a) && !T.IsNaN(b);

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, a) & Vector256.Equals(b, b);
}

internal struct IsNaN<T> : ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => T.IsNaN(a) || T.IsNaN(b);

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => ~AreNumbers<T>.Invoke(a, b);
}

/// <summary>equ, ltu and so on: true where one is NaN.</summary>
internal struct Unordered<TOperator, T> : ICompare<T>
    where TOperator : struct, ICompare<T>
    where T : unmanaged, INumber<T>
{
    public static bool Invoke(T a, T b) => IsNaN<T>.Invoke(a, b) || TOperator.Invoke(a, b);

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => IsNaN<T>.Invoke(a, b) | TOperator.Invoke(a, b);
}

internal struct FlushCompare<TOperator> : ICompare<float>
    where TOperator : struct, ICompare<float>
{
    private static Vector256<float> Flush(Vector256<float> value)
    {
        var sign = value & Vector256.Create(-0f);
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(value), Vector256.Create(1.17549435e-38f)), sign, value);
    }

    public static bool Invoke(float a, float b) => TOperator.Invoke(Subnormals.Flush(a), Subnormals.Flush(b));

    public static Vector256<float> Invoke(Vector256<float> a, Vector256<float> b) => TOperator.Invoke(Flush(a), Flush(b));
}

/// <summary>A comparison of one lane, for set and for 16-bit floats.</summary>
internal struct CompareHalf<TOperator, TF> : IBinary<bool, ushort, ushort>
    where TOperator : struct, ICompare<double>
    where TF : struct, IFloatType<ushort>
{
    public static bool Invoke(ushort a, ushort b) => TOperator.Invoke(TF.ToDouble(a), TF.ToDouble(b));
}

internal struct IsFinite<T> : IUnary<bool, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Invoke(T a) => T.IsFinite(a);
}

internal struct IsInfinite<T> : IUnary<bool, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Invoke(T a) => T.IsInfinity(a);
}

internal struct IsNumber<T> : IUnary<bool, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Invoke(T a) => !T.IsNaN(a);
}

internal struct IsNotNumber<T> : IUnary<bool, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Invoke(T a) => T.IsNaN(a);
}

internal struct IsNormal<T> : IUnary<bool, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Zero counts as normal.</summary>
    public static bool Invoke(T a) => T.IsNormal(a) || T.IsZero(a);
}

internal struct IsSubnormal<T> : IUnary<bool, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Invoke(T a) => T.IsSubnormal(a);
}
