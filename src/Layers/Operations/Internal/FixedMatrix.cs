using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// A matrix of given numbers times the channels of each place: (inputs, H, W) to (outputs, H, W). What resampling along an axis is, whose
/// weights are not learned.
/// </summary>
internal sealed class FixedMatrix : Layer
{
    private readonly int _inputs, _outputs;
    private readonly float[] _values;

    /// <param name="inputs">Columns of the matrix.</param>
    /// <param name="outputs">Rows of the matrix.</param>
    /// <param name="values">The numbers, row by row.</param>
    public FixedMatrix(int inputs, int outputs, float[] values) => (_inputs, _outputs, _values) = (inputs, outputs, values);

    public override string Kind => "matrix";

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0] is { D: 1 } input && input.C == _inputs
        ? input with { C = _outputs }
        : throw new ShapeException($"multiplies {_inputs} channels, but gets {inputs[0]}.");

    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

    public override void Forward(LayerContext context) =>
        context.Emit(new Conv2DForward(Geometry(context), false), context.Input(), context.Constant(_values), context.Output);

    public override void Backward(LayerContext context)
    {
        if (context.NeedsInputGradient())
            context.Emit(new Conv2DBackwardData(Geometry(context)), context.ReadOnlyOutputGradient, context.Constant(_values), context.InputGradient());
    }

    private Conv2DGeometry Geometry(LayerContext context) => new(_inputs, context.InputShape().H, context.InputShape().W, _outputs, Window2D.Square(1));
}
