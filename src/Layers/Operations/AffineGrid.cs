using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Where each pixel of an output samples an image, from an affine transform for each item: (N, 6) becomes (N, rows, columns, 2), x before
/// y, for a <see cref="GridSample"/>. The transform is a 2x3 matrix row by row, as in PyTorch's affine_grid with align_corners false;
/// 1 0 0 0 1 0 leaves the image as it is, so a <see cref="Dense"/> before it starts with that as its bias. Half of a spatial transformer
/// (Jaderberg et al., 2015).
/// </summary>
public sealed class AffineGrid : Layer
{
    private readonly Size2D _size;

    /// <summary>Creates the layer.</summary>
    /// <param name="size">Rows and columns of the output, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public AffineGrid(Size2D size) => _size = Sizes.AtLeastOne(size, nameof(size));

    /// <summary>The transform that leaves an image as it is.</summary>
    public static IReadOnlyList<float> Identity { get; } = [1, 0, 0, 0, 1, 0];

    /// <inheritdoc/>
    public override string Kind => "affinegrid";

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0] == new Shape(1, 6)
        ? new Shape(1, _size.Height, _size.Width, 2)
        : throw new ShapeException($"takes a transform of 6 numbers, but gets {inputs[0]}; put new Dense(..., 6) before it.");

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new AffineGridForward(_size.Height, _size.Width), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (!context.NeedsInputGradient()) return;
        context.Emit(new AffineGridBackward(_size.Height, _size.Width), context.ReadOnlyOutputGradient, context.InputGradient());
    }
}
