using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Puts the channels of two or more inputs behind each other, as inception blocks do: inputs (N, Ci, H, W) with the same rows and columns
/// give (N, C1 + C2 + ..., H, W); volumes (N, Ci, D, H, W) with the same planes too.
/// </summary>
public sealed class Concat : Layer
{
    /// <inheritdoc/>
    public override string Kind => "concat";

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override bool TakesMoreInputs => true;

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var first = inputs[0];
        foreach (var other in inputs)
        {
            if ((other.D, other.H, other.W) != (first.D, first.H, first.W))
                throw new ShapeException($"joins the channels of {first} and {other}; make their planes, rows and columns equal by padding, stride or pooling.");
        }
        var channels = inputs.Sum(i => (long)i.C);
        return channels <= int.MaxValue
            ? first with { C = (int)channels }
            : throw new ShapeException($"joins {channels:N0} channels, more than {int.MaxValue:N0}; use fewer.");
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        var counts = Counts(context);
        context.Emit(new ConcatForward(counts), [.. Enumerable.Range(0, counts.Length).Select(context.Input), context.Output]);
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var (counts, length) = (Counts(context), (int)context.OutputShape.ItemCount);
        for (int i = 0, offset = 0; i < counts.Length; offset += counts[i++])
        {
            if (context.NeedsInputGradient(i))
                context.Emit(new ConcatBackward(counts[i], offset, length), context.ReadOnlyOutputGradient, context.InputGradient(i));
        }
    }

    private static int[] Counts(LayerContext context) =>
        [.. Enumerable.Range(0, context.InputCount).Select(i => (int)context.InputShape(i).ItemCount)];
}
