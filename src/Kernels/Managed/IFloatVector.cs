using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGpu.Kernels.Managed;

/// <summary>A vector register of floats, for code that is written once for all widths.</summary>
internal unsafe interface IFloatVector<TSelf> where TSelf : struct, IFloatVector<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(float* source);

    void Store(float* target);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(float left, TSelf right);

    /// <summary>x y + z, rounded once where that is an instruction.</summary>
    static abstract TSelf MultiplyAdd(float x, TSelf y, TSelf z);

    /// <summary>max(x, 0), NaN where x is NaN.</summary>
    static abstract TSelf Rectify(TSelf x);
}

internal readonly unsafe struct FloatVector512(Vector512<float> value) : IFloatVector<FloatVector512>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 operator +(FloatVector512 left, FloatVector512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 operator -(FloatVector512 left, FloatVector512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 operator *(float left, FloatVector512 right) => new(left * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 MultiplyAdd(float x, FloatVector512 y, FloatVector512 z) =>
        new(Vector512.MultiplyAddEstimate(Vector512.Create(x), y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector512 Rectify(FloatVector512 x) => new(Vector512.Max(x._value, Vector512<float>.Zero));
}

internal readonly unsafe struct FloatVector256(Vector256<float> value) : IFloatVector<FloatVector256>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 operator +(FloatVector256 left, FloatVector256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 operator -(FloatVector256 left, FloatVector256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 operator *(float left, FloatVector256 right) => new(left * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 MultiplyAdd(float x, FloatVector256 y, FloatVector256 z) =>
        new(Vector256.MultiplyAddEstimate(Vector256.Create(x), y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector256 Rectify(FloatVector256 x) => new(Vector256.Max(x._value, Vector256<float>.Zero));
}

internal readonly unsafe struct FloatVector128(Vector128<float> value) : IFloatVector<FloatVector128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 operator +(FloatVector128 left, FloatVector128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 operator -(FloatVector128 left, FloatVector128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 operator *(float left, FloatVector128 right) => new(left * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 MultiplyAdd(float x, FloatVector128 y, FloatVector128 z) =>
        new(Vector128.MultiplyAddEstimate(Vector128.Create(x), y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector128 Rectify(FloatVector128 x) => new(Vector128.Max(x._value, Vector128<float>.Zero));
}
