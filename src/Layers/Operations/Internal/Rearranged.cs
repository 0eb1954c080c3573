using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Elements of each item that change places: what transposing, slicing, padding, repeating and their like are made of.</summary>
internal sealed class Rearranged(RearrangeGeometry geometry, Shape output) : Layer
{
    public override string Kind => "rearrange";

    public override bool TakesVolumes => true;

    public RearrangeGeometry Geometry => geometry;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0].ItemCount == geometry.InCount && output.ItemCount == geometry.OutCount
        ? output with { N = 1 }
        : throw new ShapeException($"rearranges {geometry}, but gets {inputs[0]} to make {output}.");

    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

    public override bool IsIdentity(bool training) => geometry.IsIdentity;

    public override void Forward(LayerContext context) => context.Emit(new RearrangeForward(geometry), context.Input(), context.Output);

    public override void Backward(LayerContext context)
    {
        if (!context.NeedsInputGradient()) return;
        if (geometry.IsIdentity) context.PassGradient();
        else context.Emit(new RearrangeBackward(geometry), context.ReadOnlyOutputGradient, context.InputGradient());
    }
}
