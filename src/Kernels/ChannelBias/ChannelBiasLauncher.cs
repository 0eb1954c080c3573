using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class ChannelBiasForwardLauncher : Launcher<ChannelBiasForward>
{
    protected override Action<int> Bind(ChannelBiasForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, FastDivide, FastDivide>(
            ChannelBiasKernels.Add);
        var stream = binding.Stream;
        var (x, b, y) = (binding.Float(0), binding.Float(1), binding.Float(2));
        FastDivide plane = new(op.Plane), channels = new(op.Channels);
        int count = op.Channels * op.Plane;
        return n => kernel(stream, n * count, x, b, y, plane, channels);
    }
}

internal sealed class ChannelBiasBackwardLauncher : Launcher<ChannelBiasBackward>
{
    protected override Action<int> Bind(ChannelBiasBackward op, in Binding binding) =>
        BindSums(binding, binding.Float(0), binding.Float(1), op.Channels, op.Plane);

    /// <summary>Sums of each channel over images and pixels.</summary>
    public static Action<int> BindSums(in Binding binding, ArrayView<float> gradient, ArrayView<float> sums, int channels, int plane)
    {
        int group = DeviceTraits.ReduceGroup(binding.Device, plane);
        // With the bound, an item takes no more registers than a group as large has.
        var kernel = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int, int>(
            ChannelBiasKernels.Sum, new KernelSpecialization(group, null));
        var stream = binding.Stream;
        var config = new KernelConfig(channels, group);
        return n => kernel(stream, config, gradient, sums, n, channels, plane);
    }
}
