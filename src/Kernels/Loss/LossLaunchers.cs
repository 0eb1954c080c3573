using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class SoftmaxCrossEntropyForwardLauncher : Launcher<SoftmaxCrossEntropyForward>
{
    protected override Action<int> Bind(SoftmaxCrossEntropyForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>, int>(
            LossKernels.SoftmaxCrossEntropyForward);
        var stream = binding.Stream;
        var (logits, labels, losses, probabilities) = (binding.Float(0), binding.Int(1), binding.Float(2), binding.Float(3));
        int group = DeviceTraits.ReduceGroup(binding.Device);
        return n => kernel(stream, new KernelConfig(n, group), logits, labels, losses, probabilities, op.Classes);
    }
}

internal sealed class SoftmaxCrossEntropyBackwardLauncher : Launcher<SoftmaxCrossEntropyBackward>
{
    protected override Action<int> Bind(SoftmaxCrossEntropyBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, FastDivide, float>(
            LossKernels.SoftmaxCrossEntropyBackward);
        var stream = binding.Stream;
        var (probabilities, labels, dlogits) = (binding.Float(0), binding.Int(1), binding.Float(2));
        var classes = new FastDivide(op.Classes);
        return n => kernel(stream, n * op.Classes, probabilities, labels, dlogits, classes, n);
    }
}

internal sealed class NegativeLogLikelihoodForwardLauncher : Launcher<NegativeLogLikelihoodForward>
{
    protected override Action<int> Bind(NegativeLogLikelihoodForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, int>(
            LossKernels.NegativeLogLikelihoodForward);
        var stream = binding.Stream;
        var (logs, labels, losses) = (binding.Float(0), binding.Int(1), binding.Float(2));
        return n => kernel(stream, n, logs, labels, losses, op.Classes);
    }
}

internal sealed class NegativeLogLikelihoodBackwardLauncher : Launcher<NegativeLogLikelihoodBackward>
{
    protected override Action<int> Bind(NegativeLogLikelihoodBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, ArrayView<float>, FastDivide, float>(
            LossKernels.NegativeLogLikelihoodBackward);
        var stream = binding.Stream;
        var (labels, dlogs) = (binding.Int(0), binding.Float(1));
        var classes = new FastDivide(op.Classes);
        return n => kernel(stream, n * op.Classes, labels, dlogs, classes, -1f / n);
    }
}

internal sealed class BatchMeanLauncher : Launcher<BatchMean>
{
    protected override Action<int> Bind(BatchMean op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int>(LossKernels.BatchMean);
        var stream = binding.Stream;
        var (losses, mean) = (binding.Float(0), binding.Float(1));
        int group = DeviceTraits.ReduceGroup(binding.Device);
        return n => kernel(stream, new KernelConfig(1, group), losses, mean, n);
    }
}

internal sealed class CountCorrectLauncher : Launcher<CountCorrect>
{
    protected override Action<int> Bind(CountCorrect op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<int>, ArrayView<int>, int, int>(LossKernels.CountCorrect);
        var stream = binding.Stream;
        var (scores, labels, correct) = (binding.Float(0), binding.Int(1), binding.Int(2));
        int group = DeviceTraits.ReduceGroup(binding.Device);
        return n => kernel(stream, new KernelConfig(1, group), scores, labels, correct, n, op.Classes);
    }
}
