using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>What an item is compared with, one text for kernels and managed code.</summary>
internal readonly struct TargetShares(TargetLikelihood op)
{
    public readonly int Classes = op.Classes, Soft = op.Soft ? 1 : 0, Weighted = op.Weighted ? 1 : 0;
    private readonly float _keep = 1 - op.LabelSmoothing, _spread = op.LabelSmoothing / op.Classes;

    /// <summary>The share of a class, times its weight.</summary>
    public float Of(float target, float weight) => (target * _keep + _spread) * weight;

    public float OfLabel(int label, int column, float weight) => Of(label == column ? 1f : 0f, weight);

    public bool IsClass(int label) => (uint)label < (uint)Classes;
}

/// <summary>Cross-entropies from logarithms: a group an item of the batch in the forward pass, an item an element in the backward pass.</summary>
internal static class TargetLikelihoodKernels
{
    public static void Forward(
        ArrayView<float> logs, ArrayView<int> labels, ArrayView<float> targets, ArrayView<float> weights, ArrayView<float> losses, TargetShares shares)
    {
        int row = Grid.IdxX, start = row * shares.Classes;
        float sum = 0;
        for (int i = Group.IdxX; i < shares.Classes; i += Group.DimX)
            sum -= Share(labels, targets, weights, shares, row, i, start + i) * logs[start + i];
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        if (Group.IdxX == 0)
        {
            bool known = true;
            if (shares.Soft == 0) known = shares.IsClass(labels[row]);
            losses[row] = known ? sum : float.NaN;
        }
    }

    public static void Backward(
        Index1D index, ArrayView<int> labels, ArrayView<float> targets, ArrayView<float> weights, ArrayView<float> dlogs, TargetShares shares,
        FastDivide classes, float factor)
    {
        int row = classes.Divide(index), column = index - row * classes.Divisor;
        dlogs[index] = Share(labels, targets, weights, shares, row, column, index) * factor;
    }

    private static float Share(
        ArrayView<int> labels, ArrayView<float> targets, ArrayView<float> weights, TargetShares shares, int row, int column, int at)
    {
        float weight = 1;
        if (shares.Weighted != 0) weight = weights[column];
        if (shares.Soft != 0) return shares.Of(targets[at], weight);
        return shares.OfLabel(labels[row], column, weight);
    }
}

internal sealed class TargetLikelihoodForwardLauncher : Launcher<TargetLikelihoodForward>
{
    protected override Action<int> Bind(TargetLikelihoodForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadKernel<
            ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>, TargetShares>(TargetLikelihoodKernels.Forward);
        var (stream, group) = (binding.Stream, DeviceTraits.ReduceGroup(binding.Device));
        var shares = new TargetShares(op);
        // Where there are no weights the view stands for nothing.
        var (logs, labels, targets, weights, losses) = (binding.Float(0), binding.Int(1), binding.Float(1), binding.Float(op.Weighted ? 2 : 1), binding.Float(binding.Last));
        return n => kernel(stream, new KernelConfig(n, group), logs, labels, targets, weights, losses, shares);
    }
}

internal sealed class TargetLikelihoodBackwardLauncher : Launcher<TargetLikelihoodBackward>
{
    protected override Action<int> Bind(TargetLikelihoodBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>, TargetShares, FastDivide, float>(TargetLikelihoodKernels.Backward);
        var (stream, classes) = (binding.Stream, new FastDivide(op.Classes));
        var shares = new TargetShares(op);
        var (labels, targets, weights, dlogs) = (binding.Int(0), binding.Float(0), binding.Float(op.Weighted ? 1 : 0), binding.Float(binding.Last));
        return n => kernel(stream, n * op.Classes, labels, targets, weights, dlogs, shares, classes, -1f / n);
    }
}

internal sealed unsafe class TargetLikelihoodForwardManaged : ManagedImplementation<TargetLikelihoodForward>
{
    protected override Action<int> Bind(TargetLikelihoodForward op, in HostBinding binding)
    {
        var job = new TargetLikelihoodJob(new TargetShares(op))
        {
            Labels = binding.Int(1), Targets = binding.Float(1), Weights = op.Weighted ? binding.Float(2) : null, Logs = binding.Float(0),
            Result = binding.Float(binding.Last),
        };
        return n => job.Run(n, 0);
    }
}

internal sealed unsafe class TargetLikelihoodBackwardManaged : ManagedImplementation<TargetLikelihoodBackward>
{
    protected override Action<int> Bind(TargetLikelihoodBackward op, in HostBinding binding)
    {
        var job = new TargetLikelihoodJob(new TargetShares(op))
        {
            Labels = binding.Int(0), Targets = binding.Float(0), Weights = op.Weighted ? binding.Float(1) : null, Logs = null,
            Result = binding.Float(binding.Last),
        };
        return n => job.Run(n, -1f / n);
    }
}
