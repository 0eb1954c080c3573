using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Bilinear samples of an image at the places of a grid: an image (N, C, H, W) and a grid (N, rows, columns, 2) of x and y from -1 to 1
/// give (N, C, rows, columns). As PyTorch's grid_sample with zero padding and align_corners false. Both inputs get gradients. Half of a
/// spatial transformer (Jaderberg et al., 2015).
/// </summary>
public sealed class GridSample : Layer
{
    /// <inheritdoc/>
    public override string Kind => "gridsample";

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[1].W == 2
        ? new Shape(1, inputs[0].C, inputs[1].C, inputs[1].H)
        : throw new ShapeException($"takes an image and a grid of 1xROWSxCOLUMNSx2, but the grid is {inputs[1]}; make it with new AffineGrid(...).");

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new GridSampleForward(SizesOf(context)), context.Input(0), context.Input(1), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var (sizes, gradient) = (SizesOf(context), context.ReadOnlyOutputGradient);
        if (context.NeedsInputGradient(1))
            context.Emit(new GridSampleBackwardGrid(sizes), context.Input(0), context.Input(1), gradient, context.InputGradient(1));
        if (context.NeedsInputGradient(0))
            context.Emit(new GridSampleBackwardData(sizes), gradient, context.Input(1), context.InputGradient(0));
    }

    private static SampleSizes SizesOf(LayerContext context)
    {
        var (image, output) = (context.InputShape(0), context.OutputShape);
        return new(image.C, image.H, image.W, output.H, output.W);
    }
}
