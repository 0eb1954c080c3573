using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Work on batch items, each on its own. A chunk is a group of items of some thousand elements.</summary>
internal abstract unsafe class ItemJob : ParallelJob
{
    private const int WantedLength = 8 * 1024;

    private int _items, _grain;

    protected void RunOver(int n, int itemLength)
    {
        _items = n;
        _grain = Math.Max(WantedLength / itemLength, 1);
        WorkerPool.Run(this, new ChunkedRange(n, _grain).Count);
    }

    public sealed override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_items, _grain);
        for (var item = range.Start(chunk); item < range.End(chunk); item++) Item(item);
    }

    protected abstract void Item(long item);
}

/// <summary>losses = log(sum(exp(logits))) - logits[label] and the softmax, each row less its maximum first.</summary>
internal sealed unsafe class SoftmaxCrossEntropyForwardJob(int classes) : ItemJob
{
    private float* _logits, _losses, _probabilities;
    private int* _labels;

    public void Run(int n, float* logits, int* labels, float* losses, float* probabilities)
    {
        _logits = logits;
        _labels = labels;
        _losses = losses;
        _probabilities = probabilities;
        RunOver(n, 8 * classes);
    }

    protected override void Item(long item)
    {
        float* logits = _logits + item * classes, probabilities = _probabilities + item * classes;
        var maximum = logits[0];
        for (var c = 1; c < classes; c++) maximum = MathF.Max(maximum, logits[c]);
        var sum = 0f;
        for (var c = 0; c < classes; c++)
        {
            probabilities[c] = MathF.Exp(logits[c] - maximum);
            sum += probabilities[c];
        }
        var scale = 1 / sum;
        for (var c = 0; c < classes; c++) probabilities[c] *= scale;
        var label = _labels[item];
        _losses[item] = (uint)label < (uint)classes ? MathF.Log(sum) + (maximum - logits[label]) : float.NaN;
    }
}

/// <summary>dlogits = (probabilities - onehot) / n.</summary>
internal sealed unsafe class SoftmaxCrossEntropyBackwardJob(int classes) : ItemJob
{
    private float* _probabilities, _gradient;
    private int* _labels;
    private float _scale;

    public void Run(int n, float* probabilities, int* labels, float* gradient)
    {
        _probabilities = probabilities;
        _labels = labels;
        _gradient = gradient;
        _scale = 1f / n;
        RunOver(n, classes);
    }

    protected override void Item(long item)
    {
        float* probabilities = _probabilities + item * classes, gradient = _gradient + item * classes;
        var label = _labels[item];
        for (var c = 0; c < classes; c++) gradient[c] = (probabilities[c] - (c == label ? 1f : 0f)) * _scale;
    }
}

/// <summary>Small reductions over a batch that one thread does.</summary>
internal static unsafe class BatchReductions
{
    /// <summary>The mean of n losses, summed in order.</summary>
    public static float Mean(int n, float* losses)
    {
        var sum = 0.0;
        for (var item = 0; item < n; item++) sum += losses[item];
        return (float)(sum / n);
    }

    /// <summary>How many items score highest at their label; the first of equal scores counts, and an item with a NaN is never right.</summary>
    public static int CountCorrect(int classes, int n, float* scores, int* labels)
    {
        var correct = 0;
        for (var item = 0; item < n; item++, scores += classes)
        {
            var best = 0;
            var broken = float.IsNaN(scores[0]);
            for (var c = 1; c < classes; c++)
            {
                broken |= float.IsNaN(scores[c]);
                if (scores[c] > scores[best]) best = c;
            }
            if (best == labels[item] && !broken) correct++;
        }
        return correct;
    }
}
