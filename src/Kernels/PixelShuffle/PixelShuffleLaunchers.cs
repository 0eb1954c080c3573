using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class PixelShuffleForwardLauncher : Launcher<PixelShuffleForward>
{
    protected override Action<int> Bind(PixelShuffleForward op, in Binding binding) => Bind(binding, PixelShuffleKernels.Forward, op.Sizes);

    /// <summary>The first operand to the second, an item an element.</summary>
    public static Action<int> Bind(in Binding binding, Action<Index1D, ArrayView<float>, ArrayView<float>, ShuffleShape> method, ShuffleSizes sizes)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel(method);
        var (stream, source, target, shape, count) = (binding.Stream, binding.Float(0), binding.Float(1), new ShuffleShape(sizes), sizes.Count);
        return n => kernel(stream, n * count, source, target, shape);
    }
}

internal sealed class PixelShuffleBackwardLauncher : Launcher<PixelShuffleBackward>
{
    protected override Action<int> Bind(PixelShuffleBackward op, in Binding binding) =>
        PixelShuffleForwardLauncher.Bind(binding, PixelShuffleKernels.Backward, op.Sizes);
}
