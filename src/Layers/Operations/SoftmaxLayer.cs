using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>What <see cref="Softmax"/> and <see cref="LogSoftmax"/> share: an axis of (N, C, H, W), PyTorch's <c>dim</c>.</summary>
public abstract class SoftmaxLayer : Layer
{
    private readonly int _dim;
    private readonly bool _log;

    private protected SoftmaxLayer(int dim, bool log)
    {
        if (dim is not (1 or 2 or 3 or -1))
            throw new ArgumentOutOfRangeException(nameof(dim), dim, "The axis is 1 for channels, 2 for rows, 3 for columns or -1 for the last one.");
        (_dim, _log) = (dim, log);
    }

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Axis(inputs[0]) == 1 ? Footprint.Element : Footprint.Whole;

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        var (outer, length, inner) = Sizes(context.InputShape());
        context.Emit(new SoftmaxForward(outer, length, inner, _log), context.Input(), context.Output);
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (!context.NeedsInputGradient()) return;
        var (outer, length, inner) = Sizes(context.InputShape());
        context.Emit(
            new SoftmaxBackward(outer, length, inner, _log), context.Output, context.ReadOnlyOutputGradient, context.InputGradientOver());
    }

    // A flat tensor (N, C) has rows and columns of 1 here; its last axis is the channels.
    private int Axis(Shape input) => _dim > 0 ? _dim : input.H == 1 && input.W == 1 ? 1 : 3;

    private (int Outer, int Length, int Inner) Sizes(Shape input) => Axis(input) switch
    {
        1 => (1, input.C, input.H * input.W),
        2 => (input.C, input.H, input.W),
        _ => (input.C * input.H, input.W, 1),
    };
}
