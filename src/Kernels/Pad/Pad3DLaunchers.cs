using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class Pad3DForwardLauncher : Launcher<Pad3DForward>
{
    protected override Action<int> Bind(Pad3DForward op, in Binding binding) => Bind(binding, Pad3DKernels.Forward, op.Geometry, op.Geometry.OutCount);

    /// <summary>The first operand to the second, an item an element of the second.</summary>
    public static Action<int> Bind(
        in Binding binding, Action<Index1D, ArrayView<float>, ArrayView<float>, PaddedVolume> method, Pad3DGeometry geometry, int count)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel(method);
        var stream = binding.Stream;
        var (source, target) = (binding.Float(0), binding.Float(1));
        var volume = new PaddedVolume(geometry);
        return n => kernel(stream, n * count, source, target, volume);
    }
}

internal sealed class Pad3DBackwardLauncher : Launcher<Pad3DBackward>
{
    protected override Action<int> Bind(Pad3DBackward op, in Binding binding) =>
        Pad3DForwardLauncher.Bind(binding, Pad3DKernels.Backward, op.Geometry, op.Geometry.InCount);
}
