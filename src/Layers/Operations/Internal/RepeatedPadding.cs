using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Padding that repeats the planes, rows and columns of an image or a volume, as a layer of its own.</summary>
internal sealed class RepeatedPadding((int Before, int After) depth, (int Before, int After) height, (int Before, int After) width, PaddingMode mode) : Layer
{
    public override string Kind => "pad";

    public override bool TakesVolumes => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        foreach (var (size, sides) in (ReadOnlySpan<(int, (int, int))>)[(input.D, depth), (input.H, height), (input.W, width)])
        {
            if (Pad3DGeometry.Refusal(mode, size, sides) is { } reason) throw new ShapeException($"cannot pad {input}: {reason}.");
        }
        var geometry = Geometry(input);
        return Shape.Volume(1, input.C, geometry.OutDepth, geometry.OutHeight, geometry.OutWidth);
    }

    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

    public override void Forward(LayerContext context) => context.Emit(new Pad3DForward(Geometry(context.InputShape())), context.Input(), context.Output);

    public override void Backward(LayerContext context)
    {
        if (context.NeedsInputGradient())
            context.Emit(new Pad3DBackward(Geometry(context.InputShape())), context.ReadOnlyOutputGradient, context.InputGradient());
    }

    private Pad3DGeometry Geometry(Shape input) => new(input.C, input.D, input.H, input.W, depth, height, width, mode);
}
