using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class DropoutForwardLauncher : Launcher<DropoutForward>
{
    protected override Action<int> Bind(DropoutForward op, in Binding binding) =>
        DropoutLauncher.Bind(binding, op.Count, op.Rate, op.Stream, op.Plane);
}

internal sealed class DropoutBackwardLauncher : Launcher<DropoutBackward>
{
    protected override Action<int> Bind(DropoutBackward op, in Binding binding) =>
        DropoutLauncher.Bind(binding, op.Count, op.Rate, op.Stream, op.Plane);
}

internal static class DropoutLauncher
{
    public static Action<int> Bind(in Binding binding, int count, float rate, int randomStream, int plane)
    {
        var (stream, x, y, state) = (binding.Stream, binding.Float(0), binding.Float(1), binding.Int(2));
        uint threshold = Philox.Threshold(rate);
        float scale = 1 / (1 - rate);
        if (plane > 1)
        {
            var planes = binding.Accelerator.LoadAutoGroupedKernel<
                Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, FastDivide, int, uint, float>(DropoutKernels.RunPlanes);
            var divide = new FastDivide(plane);
            return n => planes(stream, n * count, x, y, state, divide, randomStream, threshold, scale);
        }
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, int, int, uint, float>(
            DropoutKernels.Run);
        return n => kernel(stream, DeviceTraits.CeilDivide(n * count, 4), x, y, state, n * count, randomStream, threshold, scale);
    }
}
