using System.Numerics;
using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels.Managed;

/// <summary>A vector of floats, as the managed code computes it.</summary>
internal readonly unsafe struct VectorLane(Vector<float> value) : ILane<VectorLane>
{
    public readonly Vector<float> Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Load(float* source) => new(Vector.Load(source));

    /// <summary>The first <paramref name="count"/> of a vector, zeros behind them; nothing beyond is read.</summary>
    public static VectorLane Load(float* source, int count)
    {
        var buffer = stackalloc float[Vector<float>.Count];
        new Span<float>(buffer, Vector<float>.Count).Clear();
        new Span<float>(source, count).CopyTo(new Span<float>(buffer, count));
        return new(Vector.Load(buffer));
    }

    /// <summary>A vector, or the first <paramref name="count"/> of one where that is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane LoadUpTo(float* source, int count) => count >= Vector<float>.Count ? Load(source) : Load(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => Value.Store(target);

    /// <summary>Stores the vector, or the first <paramref name="count"/> of it where that is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUpTo(float* target, int count)
    {
        if (count >= Vector<float>.Count) Store(target);
        else Store(target, count);
    }

    /// <summary>Stores the first <paramref name="count"/> of the vector.</summary>
    public void Store(float* target, int count)
    {
        for (var i = 0; i < count; i++) target[i] = Value[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator VectorLane(float value) => new(Vector.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator +(VectorLane left, VectorLane right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator -(VectorLane left, VectorLane right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator -(VectorLane value) => new(-value.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator *(VectorLane left, VectorLane right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator /(VectorLane left, VectorLane right) => new(left.Value / right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Abs(VectorLane value) => new(Vector.Abs(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Exp(VectorLane value) => new(VectorMath.Exp(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Log(VectorLane value) => new(VectorMath.Log(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Tanh(VectorLane value) => new(VectorMath.Tanh(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Sqrt(VectorLane value) => new(Vector.SquareRoot(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane IfGreater(VectorLane left, VectorLane right, VectorLane then, VectorLane otherwise) =>
        new(Vector.ConditionalSelect(Vector.GreaterThan(left.Value, right.Value), then.Value, otherwise.Value));
}
