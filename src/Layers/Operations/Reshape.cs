namespace ConvGpu;

/// <summary>Gives each batch item another shape of as many elements; the memory stays as it is. PyTorch's <c>Unflatten</c> and <c>view</c>.</summary>
/// <param name="shape">The new channels, rows and columns, planes of a volume too; N is ignored.</param>
public sealed class Reshape(Shape shape) : Layer
{
    private readonly Shape _shape = shape with { N = 1 };

    /// <inheritdoc/>
    public override string Kind => "reshape";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0].ItemCount == _shape.ItemCount
        ? _shape
        : throw new ShapeException($"makes {_shape}, {_shape.ItemCount:N0} elements, of {inputs[0]}, which has {inputs[0].ItemCount:N0}.");

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

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
