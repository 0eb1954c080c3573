namespace ConvGpu;

/// <summary>Makes channels x rows x columns one axis; the memory stays as it is.</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0].ItemCount <= int.MaxValue
        ? new Shape(1, (int)inputs[0].ItemCount)
        : throw new ShapeException($"makes one axis of {inputs[0]}, which has more than {int.MaxValue:N0} elements; use a smaller image.");

    /// <inheritdoc/>
    public override bool IsIdentity(bool training) => true;

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        // The output is the input's memory.
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context) => context.PassGradient();
}
