using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class GroupNormForwardManaged : ManagedImplementation<GroupNormForward>
{
    protected override Action<int> Bind(GroupNormForward op, in HostBinding binding)
    {
        var first = op.Affine ? 3 : 1;
        return new GroupNormForwardJob(op.Sizes, op.Epsilon)
        {
            X = binding.Float(0), Weights = op.Affine ? binding.Float(1) : null, Bias = op.Affine ? binding.Float(2) : null,
            Y = binding.Float(first), Mean = binding.Float(first + 1), Inverse = binding.Float(first + 2),
        }.Run;
    }
}

internal sealed unsafe class GroupNormBackwardDataManaged : ManagedImplementation<GroupNormBackwardData>
{
    protected override Action<int> Bind(GroupNormBackwardData op, in HostBinding binding)
    {
        var first = op.Affine ? 3 : 2;
        return new GroupNormDataGradientJob(op.Sizes)
        {
            X = binding.Float(0), Dy = binding.Float(1), Weights = op.Affine ? binding.Float(2) : null,
            Mean = binding.Float(first), Inverse = binding.Float(first + 1), Dx = binding.Float(first + 2),
        }.Run;
    }
}

internal sealed unsafe class GroupNormBackwardWeightsManaged : ManagedImplementation<GroupNormBackwardWeights>
{
    protected override Action<int> Bind(GroupNormBackwardWeights op, in HostBinding binding) =>
        new GroupNormWeightGradientJob(op.Sizes)
        {
            X = binding.Float(0), Dy = binding.Float(1), Mean = binding.Float(2), Inverse = binding.Float(3), Dw = binding.Float(4), Db = binding.Float(5),
        }.Run;
}
