using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class BatchNormForwardManaged : ManagedImplementation<BatchNormForward>
{
    protected override Action<int> Bind(BatchNormForward op, in HostBinding binding)
    {
        float* x = binding.Float(0), mean = binding.Float(5), inverse = binding.Float(6);
        var moments = new ChannelMomentsJob(op.Sizes, op.Momentum, op.Epsilon)
        {
            X = x, RunningMean = binding.Float(3), RunningVariance = binding.Float(4), Mean = mean, Inverse = inverse,
        };
        var normalize = new NormalizeJob(op.Sizes, op.Activation == Activation.ReLU, null)
        {
            X = x, Weights = binding.Float(1), Bias = binding.Float(2), Mean = mean, Spread = inverse, Y = binding.Float(7),
        };
        return n =>
        {
            moments.Run(n);
            normalize.Run(n);
        };
    }
}

internal sealed unsafe class BatchNormInferenceManaged : ManagedImplementation<BatchNormInference>
{
    protected override Action<int> Bind(BatchNormInference op, in HostBinding binding) =>
        new NormalizeJob(op.Sizes, op.Activation == Activation.ReLU, op.Epsilon)
        {
            X = binding.Float(0), Weights = binding.Float(1), Bias = binding.Float(2), Mean = binding.Float(3), Spread = binding.Float(4),
            Y = binding.Float(5),
        }.Run;
}

internal sealed unsafe class BatchNormBackwardWeightsManaged : ManagedImplementation<BatchNormBackwardWeights>
{
    protected override Action<int> Bind(BatchNormBackwardWeights op, in HostBinding binding) =>
        new NormalizeWeightGradientJob(op.Sizes)
        {
            X = binding.Float(0), Dy = binding.Float(1), Mean = binding.Float(2), Inverse = binding.Float(3), Dw = binding.Float(4), Db = binding.Float(5),
        }.Run;
}

internal sealed unsafe class BatchNormBackwardDataManaged : ManagedImplementation<BatchNormBackwardData>
{
    protected override Action<int> Bind(BatchNormBackwardData op, in HostBinding binding) =>
        new NormalizeDataGradientJob(op.Sizes)
        {
            X = binding.Float(0), Dy = binding.Float(1), Weights = binding.Float(2), Mean = binding.Float(3), Inverse = binding.Float(4),
            Dw = binding.Float(5), Db = binding.Float(6), Dx = binding.Float(7),
        }.Run;
}
