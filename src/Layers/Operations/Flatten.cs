namespace ConvGpu;

/// <summary>Makes channels x rows x columns one axis; the memory stays as it is.</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => new(1, checked((int)inputs[0].ItemCount));

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
