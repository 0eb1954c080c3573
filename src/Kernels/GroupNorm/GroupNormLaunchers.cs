using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class GroupNormForwardLauncher : Launcher<GroupNormForward>
{
    protected override Action<int> Bind(GroupNormForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, GroupShape, float, int>(
            GroupNormKernels.Forward);
        var (stream, shape, affine, first) = (binding.Stream, new GroupShape(op.Sizes), op.Affine ? 1 : 0, op.Affine ? 3 : 1);
        // Any view stands where there are no weights: it is not touched.
        var (x, w, b) = (binding.Float(0), binding.Float(op.Affine ? 1 : 0), binding.Float(op.Affine ? 2 : 0));
        var (y, mean, inverse) = (binding.Float(first), binding.Float(first + 1), binding.Float(first + 2));
        int groups = op.Sizes.Groups, group = DeviceTraits.ReduceGroup(binding.Device, op.Sizes.Length);
        return n => kernel(stream, new KernelConfig(n * groups, group), x, w, b, y, mean, inverse, shape, op.Epsilon, affine);
    }
}

internal sealed class GroupNormBackwardDataLauncher : Launcher<GroupNormBackwardData>
{
    protected override Action<int> Bind(GroupNormBackwardData op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, GroupShape, int>(
            GroupNormKernels.BackwardData);
        var (stream, shape, affine, first) = (binding.Stream, new GroupShape(op.Sizes), op.Affine ? 1 : 0, op.Affine ? 3 : 2);
        var (x, dy, w) = (binding.Float(0), binding.Float(1), binding.Float(op.Affine ? 2 : 0));
        var (mean, inverse, dx) = (binding.Float(first), binding.Float(first + 1), binding.Float(first + 2));
        int groups = op.Sizes.Groups, group = DeviceTraits.ReduceGroup(binding.Device, op.Sizes.Length);
        return n => kernel(stream, new KernelConfig(n * groups, group), x, dy, w, mean, inverse, dx, shape, affine);
    }
}

internal sealed class GroupNormBackwardWeightsLauncher : Launcher<GroupNormBackwardWeights>
{
    protected override long WorkspaceBytes(GroupNormBackwardWeights op, ComputeDevice device, int maxBatch) =>
        op.Sizes.Plane > 1 ? 0 : 2L * new RowShares(op.Sizes, maxBatch).Count * op.Sizes.Parameters * sizeof(float);

    protected override Action<int> Bind(GroupNormBackwardWeights op, in Binding binding)
    {
        var (stream, sizes, shape) = (binding.Stream, op.Sizes, new GroupShape(op.Sizes));
        var (x, dy, mean, inverse) = (binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3));
        var (dw, db, partial) = (binding.Float(4), binding.Float(5), binding.Workspace);
        if (sizes.Plane > 1)
        {
            var planes = binding.Accelerator.LoadKernel<
                ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, GroupShape, int>(
                GroupNormKernels.PlaneGradients);
            var config = new KernelConfig(sizes.Parameters, DeviceTraits.ReduceGroup(binding.Device, sizes.Plane * binding.MaxBatch));
            return n => planes(stream, config, x, dy, mean, inverse, dw, db, shape, new RowShares(sizes, n).Rows);
        }
        var rows = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, GroupShape, int, int, int>(
            GroupNormKernels.RowGradients);
        var add = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(
            GroupNormKernels.AddShares);
        return n =>
        {
            var shares = new RowShares(sizes, n);
            int sums = shares.Count * sizes.Parameters;
            rows(stream, sums, x, dy, mean, inverse, partial, shape, shares.Rows, shares.Length, sums);
            add(stream, sizes.Parameters, partial, dw, db, sizes.Parameters, sums);
        };
    }

    /// <summary>How the rows of weights in a batch are cut: from the sizes alone.</summary>
    private readonly struct RowShares(GroupSizes sizes, int n)
    {
        private const int Grain = 64, Most = 64;

        public int Rows { get; } = (int)((long)n * sizes.Count / ((long)sizes.Parameters * sizes.Plane));

        public int Count => Math.Min(DeviceTraits.CeilDivide(Rows, Grain), Most);

        public int Length => DeviceTraits.CeilDivide(Rows, Count);
    }
}
