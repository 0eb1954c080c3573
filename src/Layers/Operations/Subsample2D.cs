using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Keeps every so many rows and columns and drops the others: y[h, w] = x[start + h step, start + w step] per axis, counted from 0.
/// (N, C, H, W) gives (N, C, (H - start) / step, (W - start) / step), rounded up. The gradient of what was dropped is 0. Half of the rows
/// and half of the columns leave a quarter of the image.
/// </summary>
public sealed class Subsample2D : Layer
{
    private readonly Size2D _step;
    private readonly Size2D _start;

    /// <summary>Creates the layer.</summary>
    /// <param name="step">Rows and columns from one that is kept to the next, at least 1; 2 drops every other.</param>
    /// <param name="start">The first row and column that are kept, counted from 0; 0 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1 or the start negative.</exception>
    public Subsample2D(Size2D step, Size2D start = default)
    {
        _step = Sizes.AtLeastOne(step, nameof(step));
        ArgumentOutOfRangeException.ThrowIfNegative(start.Height);
        ArgumentOutOfRangeException.ThrowIfNegative(start.Width);
        _start = start;
    }

    /// <summary>
    /// Drops even columns and odd rows, counted from 1: rows 2, 4, ... and columns 1, 3, ... remain. (Counted from 0 it is
    /// <c>new Subsample2D(2, (0, 1))</c>.)
    /// </summary>
    public static Subsample2D OddColumnsOfEvenRows() => new(2, (1, 0));

    /// <inheritdoc/>
    public override string Kind => "subsample2d";

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Window(1, _step);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (_start.Height >= input.H || _start.Width >= input.W)
            throw new ShapeException($"starts at row {_start.Height} and column {_start.Width}, but gets {input}; start further up or left.");
        var geometry = Geometry(input);
        return new Shape(1, input.C, geometry.OutHeight, geometry.OutWidth);
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new Subsample2DForward(Geometry(context.InputShape())), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (context.NeedsInputGradient())
            context.Emit(new Subsample2DBackward(Geometry(context.InputShape())), context.ReadOnlyOutputGradient, context.InputGradient());
    }

    private Subsample2DGeometry Geometry(Shape input) =>
        new(input.C, input.H, input.W, _start.Height, _start.Width, _step.Height, _step.Width);
}
