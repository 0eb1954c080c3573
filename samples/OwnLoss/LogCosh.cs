using ConvGpu.Kernels;

namespace ConvGpu.Samples;

/// <summary>The mean of log(cosh(x - t)) over the elements of an item: squares near 0, lines far from it, smooth between.</summary>
public sealed class LogCosh : Loss
{
    public override TargetKind Target => TargetKind.Values;

    public override void Check(Shape output)
    {
        // Any output can be compared with values of its own shape.
    }

    public override void Forward(LossContext context) =>
        context.Emit(new LogCoshForward((int)context.Shape.ItemCount), context.Prediction, context.Target, context.Losses);

    public override void Backward(LossContext context) =>
        context.Emit(new LogCoshBackward((int)context.Shape.ItemCount), context.Prediction, context.Target, context.PredictionGradient);
}

/// <summary>losses = the means. Operands: x, t, losses (n).</summary>
public sealed record LogCoshForward(int Count) : KernelOp
{
    public override string Name => "log-cosh.forward";

    public override int OperandCount => 3;

    public override long Bytes(int n) => n * (2L * Count + 1) * sizeof(float);

    public override void Enqueue(ComputeDevice device, ReadOnlySpan<Operand> operands, int n) =>
        device.Launch(LogCoshKernels.Mean, n, operands[0].AsFloat(), operands[1].AsFloat(), operands[2].AsFloat(), Count);
}

/// <summary>dx = tanh(x - t) / (Count n), the gradient of the batch's mean. Operands: x, t, dx.</summary>
public sealed record LogCoshBackward(int Count) : KernelOp
{
    public override string Name => "log-cosh.backward";

    public override int OperandCount => 3;

    public override long Bytes(int n) => 3L * n * Count * sizeof(float);

    public override void Enqueue(ComputeDevice device, ReadOnlySpan<Operand> operands, int n) => device.Launch(
        LogCoshKernels.Slope, (long)n * Count, operands[0].AsFloat(), operands[1].AsFloat(), operands[2].AsFloat(), 1f / (n * Count));
}
