using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>Where padding repeats the image, the gradient of the padded image is made in the workspace, then folded onto the image.</summary>
internal sealed class Conv2DBackwardDataLauncher : Launcher<Conv2DBackwardData>
{
    protected override long WorkspaceBytes(Conv2DBackwardData op, ComputeDevice device, int maxBatch) =>
        op.Geometry.PaddingMode == PaddingMode.Zero ? 0 : sizeof(float) * (long)maxBatch * op.Geometry.InChannels * PaddedPlane(op.Geometry);

    protected override Action<int> Bind(Conv2DBackwardData op, in Binding binding) =>
        op.Geometry.Window.StrideHeight == 1 && op.Geometry.Window.StrideWidth == 1 ? Bind<UnitStride>(op, binding) : Bind<AnyStride>(op, binding);

    private static Action<int> Bind<TStride>(Conv2DBackwardData op, in Binding binding) where TStride : struct, IStrideUndo
    {
        var geometry = op.Geometry;
        bool folds = geometry.PaddingMode != PaddingMode.Zero;
        int plane = PaddedPlane(geometry), channels = geometry.GroupInChannels;
        int products = geometry.GroupOutChannels * geometry.Window.KernelHeight * geometry.Window.KernelWidth;
        var weights = new WeightsByInputChannel(binding.Float(1), geometry);
        var dy = new GradientByPixels<TStride>(binding.Float(0), geometry);
        var dx = new StoreImages<NoEpilogue>(folds ? binding.Workspace : binding.Float(2), channels, geometry.Groups, plane, default);
        var size = new GemmSize(channels, binding.MaxBatch * plane, products, geometry.Groups);
        var gemm = new GemmLauncher<WeightsByInputChannel, GradientByPixels<TStride>, StoreImages<NoEpilogue>>(binding.Device, weights, dy, dx, size);
        if (!folds)
            return n => gemm.Run(dx, size with { N = n * plane });

        var fold = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, PaddingFold>(ConvKernels.FoldPadding);
        var sizes = new PaddingFold(geometry);
        var stream = binding.Stream;
        var (padded, result) = (binding.Workspace, binding.Float(2));
        return n =>
        {
            gemm.Run(dx, size with { N = n * plane });
            fold(stream, n * geometry.InCount, padded, result, sizes);
        };
    }

    private static int PaddedPlane(Conv2DGeometry geometry) => geometry.PaddingMode == PaddingMode.Zero
        ? geometry.InHeight * geometry.InWidth
        : PaddedAxis.Rows(geometry).PaddedSize * PaddedAxis.Columns(geometry).PaddedSize;
}
