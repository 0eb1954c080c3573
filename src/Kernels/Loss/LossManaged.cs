using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class SoftmaxCrossEntropyForwardManaged : ManagedImplementation<SoftmaxCrossEntropyForward>
{
    protected override Action<int> Bind(SoftmaxCrossEntropyForward op, in HostBinding binding)
    {
        var job = new SoftmaxCrossEntropyForwardJob(op.Classes);
        float* logits = binding.Float(0), losses = binding.Float(2), probabilities = binding.Float(3);
        var labels = binding.Int(1);
        return n => job.Run(n, logits, labels, losses, probabilities);
    }
}

internal sealed unsafe class SoftmaxCrossEntropyBackwardManaged : ManagedImplementation<SoftmaxCrossEntropyBackward>
{
    protected override Action<int> Bind(SoftmaxCrossEntropyBackward op, in HostBinding binding)
    {
        var job = new SoftmaxCrossEntropyBackwardJob(op.Classes);
        float* probabilities = binding.Float(0), gradient = binding.Float(2);
        var labels = binding.Int(1);
        return n => job.Run(n, probabilities, labels, gradient);
    }
}

internal sealed unsafe class NegativeLogLikelihoodForwardManaged : ManagedImplementation<NegativeLogLikelihoodForward>
{
    protected override Action<int> Bind(NegativeLogLikelihoodForward op, in HostBinding binding)
    {
        float* logs = binding.Float(0), losses = binding.Float(2);
        var labels = binding.Int(1);
        return n => LabelLosses.Pick(op.Classes, n, logs, labels, losses);
    }
}

internal sealed unsafe class NegativeLogLikelihoodBackwardManaged : ManagedImplementation<NegativeLogLikelihoodBackward>
{
    protected override Action<int> Bind(NegativeLogLikelihoodBackward op, in HostBinding binding)
    {
        var labels = binding.Int(0);
        var gradient = binding.Float(1);
        return n => LabelLosses.Spread(op.Classes, n, labels, gradient);
    }
}

internal sealed unsafe class BatchMeanManaged : ManagedImplementation<BatchMean>
{
    protected override Action<int> Bind(BatchMean op, in HostBinding binding)
    {
        float* losses = binding.Float(0), loss = binding.Float(1);
        return n => *loss = BatchReductions.Mean(n, losses);
    }
}

internal sealed unsafe class CountCorrectManaged : ManagedImplementation<CountCorrect>
{
    protected override Action<int> Bind(CountCorrect op, in HostBinding binding)
    {
        var scores = binding.Float(0);
        int* labels = binding.Int(1), correct = binding.Int(2);
        return n => *correct += BatchReductions.CountCorrect(op.Classes, n, scores, labels);
    }
}
