using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class DropoutForwardLauncher : Launcher<DropoutForward>
{
    protected override Action<int> Bind(DropoutForward op, in Binding binding) => DropoutLauncher.Bind(binding, op.Count, op.Rate, op.Stream);
}

internal sealed class DropoutBackwardLauncher : Launcher<DropoutBackward>
{
    protected override Action<int> Bind(DropoutBackward op, in Binding binding) => DropoutLauncher.Bind(binding, op.Count, op.Rate, op.Stream);
}

internal static class DropoutLauncher
{
    public static Action<int> Bind(in Binding binding, int count, float rate, int randomStream)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, int, int, uint, float>(
            DropoutKernels.Run);
        var stream = binding.Stream;
        var (x, y, state) = (binding.Float(0), binding.Float(1), binding.Int(2));
        uint threshold = Philox.Threshold(rate);
        float scale = 1 / (1 - rate);
        return n => kernel(stream, DeviceTraits.CeilDivide(n * count, 4), x, y, state, n * count, randomStream, threshold, scale);
    }
}
