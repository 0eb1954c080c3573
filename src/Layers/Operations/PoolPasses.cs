using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The ops that pooling layers emit, whatever their windows.</summary>
internal static class PoolPasses
{
    public static void Max(LayerContext context, Op forward) => context.Emit(forward, context.Input(), context.Output, Index(context));

    public static void MaxBackward(LayerContext context, Func<Op> backward)
    {
        if (context.NeedsInputGradient()) context.Emit(backward(), context.ReadOnlyOutputGradient, Index(context), context.InputGradient());
    }

    public static void Average(LayerContext context, Op forward) => context.Emit(forward, context.Input(), context.Output);

    public static void AverageBackward(LayerContext context, Func<Op> backward)
    {
        if (context.NeedsInputGradient()) context.Emit(backward(), context.ReadOnlyOutputGradient, context.InputGradient());
    }

    private static PlanTensor Index(LayerContext context) => context.Saved("index", context.OutputShape.ItemCount * sizeof(int));
}
