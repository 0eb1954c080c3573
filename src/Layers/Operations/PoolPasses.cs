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

    /// <summary>Where the maxima of a pool stand, for another node that takes them.</summary>
    public static PlanTensor IndexOf(LayerContext context, Node pool) => context.SavedOf(pool, IndexName, context.ShapeOf(pool).ItemCount * sizeof(int));

    private const string IndexName = "index";

    private static PlanTensor Index(LayerContext context) => context.Saved(IndexName, context.OutputShape.ItemCount * sizeof(int));
}
