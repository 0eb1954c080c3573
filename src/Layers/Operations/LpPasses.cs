using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Lp pooling as PyTorch composes it: powers, their averages, and the root of an average times the elements of a window.</summary>
internal sealed class LpPasses(float norm)
{
    private readonly ActivationFunction _power = ActivationFunction.Power(norm);

    public void Forward(LayerContext context, PoolGeometry geometry)
    {
        var powers = context.Saved("powers", geometry.InCount * (long)sizeof(float));
        context.Emit(new ActivationForward(geometry.InCount, _power), context.Input(), powers);
        context.Emit(new AvgPool2DForward(geometry), powers, context.Output);
        context.Emit(new ActivationForward(geometry.OutCount, Root(geometry)), context.Output, context.Output);
    }

    public void Backward(LayerContext context, PoolGeometry geometry)
    {
        if (!context.NeedsInputGradient()) return;
        var averages = context.Saved("averages", geometry.OutCount * (long)sizeof(float));
        var gradient = context.InputGradient();
        context.Emit(new ActivationBackward(geometry.OutCount, Root(geometry)), context.Output, context.ReadOnlyOutputGradient, averages);
        context.Emit(new AvgPool2DBackward(geometry), averages, gradient);
        context.Emit(new ActivationBackward(geometry.InCount, _power), context.Input(), gradient, gradient);
    }

    private ActivationFunction Root(PoolGeometry geometry) =>
        ActivationFunction.Root(norm, geometry.Window.KernelHeight * (float)geometry.Window.KernelWidth);
}
