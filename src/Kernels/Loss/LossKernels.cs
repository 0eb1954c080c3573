using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>
/// Losses and measures. A group computes a batch item, or the whole batch where one number comes out; each of its items takes every
/// Group.DimX-th element in order, then the group reduces, so the order of a sum depends on the group's size alone.
/// </summary>
internal static class LossKernels
{
    public static void SoftmaxCrossEntropyForward(
        ArrayView<float> logits, ArrayView<int> labels, ArrayView<float> losses, ArrayView<float> probabilities, int classes)
    {
        int row = Grid.IdxX, start = row * classes;
        float largest = float.NegativeInfinity;
        for (int i = Group.IdxX; i < classes; i += Group.DimX)
            largest = IntrinsicMath.Max(largest, logits[start + i]);
        largest = GroupExtensions.AllReduce<float, MaxFloat>(largest);

        float sum = 0;
        for (int i = Group.IdxX; i < classes; i += Group.DimX)
        {
            float exponential = XMath.Exp(logits[start + i] - largest);
            probabilities[start + i] = exponential;
            sum += exponential;
        }
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);

        for (int i = Group.IdxX; i < classes; i += Group.DimX)
            probabilities[start + i] /= sum;
        if (Group.IdxX == 0)
        {
            int label = labels[row];
            losses[row] = (uint)label < (uint)classes ? XMath.Log(sum) - (logits[start + label] - largest) : float.NaN;
        }
    }

    public static void SoftmaxCrossEntropyBackward(
        Index1D index, ArrayView<float> probabilities, ArrayView<int> labels, ArrayView<float> dlogits, FastDivide classes, float items)
    {
        int row = classes.Divide(index), column = index - row * classes.Divisor;
        float probability = probabilities[index];
        dlogits[index] = (column == labels[row] ? probability - 1 : probability) / items;
    }

    /// <summary>An item a batch item.</summary>
    public static void NegativeLogLikelihoodForward(Index1D row, ArrayView<float> logs, ArrayView<int> labels, ArrayView<float> losses, int classes)
    {
        int label = labels[row];
        losses[row] = (uint)label < (uint)classes ? -logs[row * classes + label] : float.NaN;
    }

    public static void NegativeLogLikelihoodBackward(Index1D index, ArrayView<int> labels, ArrayView<float> dlogs, FastDivide classes, float share)
    {
        int row = classes.Divide(index), column = index - row * classes.Divisor;
        dlogs[index] = column == labels[row] ? share : 0;
    }

    public static void BatchMean(ArrayView<float> losses, ArrayView<float> mean, int n)
    {
        float sum = 0;
        for (int i = Group.IdxX; i < n; i += Group.DimX)
            sum += losses[i];
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        if (Group.IdxX == 0)
            mean[0] = sum / n;
    }

    public static void CountCorrect(ArrayView<float> scores, ArrayView<int> labels, ArrayView<int> correct, int n, int classes)
    {
        int count = 0;
        for (int row = Group.IdxX; row < n; row += Group.DimX)
        {
            int start = row * classes, winner = 0;
            float best = scores[start];
            bool broken = XMath.IsNaN(best);
            for (int i = 1; i < classes; i++)
            {
                float value = scores[start + i];
                bool wins = value > best;
                broken |= XMath.IsNaN(value);
                best = wins ? value : best;
                winner = wins ? i : winner;
            }
            count += (winner == labels[row]) & !broken ? 1 : 0;
        }
        count = GroupExtensions.AllReduce<int, AddInt32>(count);
        if (Group.IdxX == 0)
            correct[0] += count;
    }
}
