using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Activations, an item an element.</summary>
internal static class ActivationKernels
{
    public static void Forward<TFunctor>(Index1D index, ArrayView<float> x, ArrayView<float> y, TFunctor functor)
        where TFunctor : unmanaged, IActivationFunctor =>
        y[index] = functor.Forward(new FloatLane(x[index])).Value;

    public static void Backward<TFunctor>(Index1D index, ArrayView<float> kept, ArrayView<float> dy, ArrayView<float> dx, TFunctor functor)
        where TFunctor : unmanaged, IActivationFunctor =>
        dx[index] = functor.Backward(new FloatLane(kept[index]), new FloatLane(dy[index])).Value;
}
