using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class LocallyConnected2DForwardLauncher : Launcher<LocallyConnected2DForward>
{
    protected override Action<int> Bind(LocallyConnected2DForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, LocalShape, int, int>(LocallyConnected2DKernels.Forward);
        var shape = new LocalShape(op.Geometry);
        var (stream, x, weights, y) = (binding.Stream, binding.Float(0), binding.Float(1), binding.Float(binding.Last));
        var bias = op.Bias ? binding.Float(2) : y;
        int length = op.Geometry.OutCount, hasBias = op.Bias ? 1 : 0;
        return n => kernel(stream, LocalBlocks.Of(n) * length, x, weights, bias, y, shape, hasBias, n);
    }
}

internal sealed class LocallyConnected2DBackwardDataLauncher : Launcher<LocallyConnected2DBackwardData>
{
    protected override Action<int> Bind(LocallyConnected2DBackwardData op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, LocalShape, int>(LocallyConnected2DKernels.BackwardData);
        var shape = new LocalShape(op.Geometry);
        var (stream, dy, weights, dx) = (binding.Stream, binding.Float(0), binding.Float(1), binding.Float(2));
        int length = op.Geometry.InCount;
        return n => kernel(stream, LocalBlocks.Of(n) * length, dy, weights, dx, shape, n);
    }
}

internal sealed class LocallyConnected2DBackwardWeightsLauncher : Launcher<LocallyConnected2DBackwardWeights>
{
    protected override Action<int> Bind(LocallyConnected2DBackwardWeights op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, LocalShape, int>(LocallyConnected2DKernels.BackwardWeights);
        var shape = new LocalShape(op.Geometry);
        var (stream, x, dy, dw) = (binding.Stream, binding.Float(0), binding.Float(1), binding.Float(2));
        int length = op.Geometry.WeightCount, outputs = op.Geometry.OutCount;
        if (!op.Bias)
            return n => kernel(stream, length, x, dy, dw, shape, n);

        // A bias has one part an image: the images are what is added up.
        var add = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int>(ConvKernels.AddSplits);
        var db = binding.Float(3);
        return n =>
        {
            kernel(stream, length, x, dy, dw, shape, n);
            add(stream, outputs, dy, db, n, outputs);
        };
    }
}

internal static class LocalBlocks
{
    /// <summary>Blocks of images that items compute together.</summary>
    public static int Of(int n) => DeviceTraits.CeilDivide(n, LocallyConnected2DKernels.Images);
}
