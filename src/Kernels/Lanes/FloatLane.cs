using ILGPU;
using ILGPU.Algorithms;

namespace ConvGpu.Kernels;

/// <summary>One float, as kernels compute it.</summary>
internal readonly struct FloatLane(float value) : ILane<FloatLane>
{
    public readonly float Value = value;

    public static implicit operator FloatLane(float value) => new(value);

    public static FloatLane operator +(FloatLane left, FloatLane right) => new(left.Value + right.Value);

    public static FloatLane operator -(FloatLane left, FloatLane right) => new(left.Value - right.Value);

    public static FloatLane operator -(FloatLane value) => new(-value.Value);

    public static FloatLane operator *(FloatLane left, FloatLane right) => new(left.Value * right.Value);

    public static FloatLane operator /(FloatLane left, FloatLane right) => new(left.Value / right.Value);

    public static FloatLane Abs(FloatLane value) => new(IntrinsicMath.Abs(value.Value));

    public static FloatLane Exp(FloatLane value) => new(XMath.Exp(value.Value));

    public static FloatLane Log(FloatLane value) => new(XMath.Log(value.Value));

    public static FloatLane Tanh(FloatLane value) => new(XMath.Tanh(value.Value));

    public static FloatLane Sqrt(FloatLane value) => new(XMath.Sqrt(value.Value));

    public static FloatLane IfGreater(FloatLane left, FloatLane right, FloatLane then, FloatLane otherwise) =>
        new(left.Value > right.Value ? then.Value : otherwise.Value);
}
