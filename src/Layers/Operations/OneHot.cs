using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Zeros, and a one in the channel of the index: indices (N, L) become (N, classes, 1, L), channels first as 1-D convolutions take them; one
/// index an item becomes a vector (N, classes). It stands behind the graph's input, which then holds int32 indices
/// (<see cref="Network.SetIndices"/>) in the shape (N, 1, 1, L) or (N, L). Nothing is learned, and there is no gradient to pass on. PyTorch's
/// <c>one_hot</c>, but for its order of axes, (N, L, classes).
/// </summary>
public sealed class OneHot : Layer
{
    private readonly int _classes;

    /// <summary>Creates the layer.</summary>
    /// <param name="classes">How many indices there are, at least 1: they are from 0 to classes - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public OneHot(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        _classes = classes;
    }

    /// <inheritdoc/>
    public override string Kind => "onehot";

    /// <inheritdoc/>
    public override int? IndexLimit => _classes;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0] is { C: 1, H: 1 } or { H: 1, W: 1 }
        ? new Shape(1, _classes, 1, (int)inputs[0].ItemCount)
        : throw new ShapeException($"takes one row of indices, but gets {inputs[0]}; give the graph an input of 1x1x1xL.");

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new OneHotForward(_classes, context.OutputShape.W), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        // Indices have no gradient.
    }
}
