namespace ConvGpu.Tests.Reference;

/// <summary>Losses, batch mean and accuracy in double precision.</summary>
public static class LossReference
{
    /// <summary>How many units of 2^-24 the float32 exponential and logarithm of any device may be off, relative to their value: 4 ulp.</summary>
    public const int FunctionRoundings = 8;

    /// <summary>losses[i] = -log softmax(logits[i])[labels[i]], and the probabilities.</summary>
    public static (Expected Losses, Expected Probabilities) SoftmaxCrossEntropyForward(int classes, int n, float[] logits, int[] labels)
    {
        var losses = new Expected(n);
        var probabilities = new Expected(n * classes);
        for (var item = 0; item < n; item++)
        {
            var row = logits.AsSpan(item * classes, classes);
            var maximum = double.NegativeInfinity;
            foreach (var logit in row) maximum = Math.Max(maximum, logit);
            var sum = 0.0;
            foreach (var logit in row) sum += Math.Exp(logit - maximum);

            // A logit less the maximum is off by u |d|; the exponential turns that into a relative error of u |d|, and adds its own.
            // The sum's relative error is the mean of its terms' (weighted by the terms), and one rounding per addition.
            var sumError = 0.0;
            foreach (var logit in row) sumError += Math.Exp(logit - maximum) / sum * Math.Abs(logit - maximum);
            for (var c = 0; c < classes; c++)
            {
                var p = Math.Exp(row[c] - maximum) / sum;
                var distance = Math.Abs(row[c] - maximum);
                probabilities.Set(item * classes + c, p, p * (1 + distance + sumError), classes + 2 * FunctionRoundings);
            }

            var label = (uint)labels[item] < (uint)classes ? row[labels[item]] : double.NaN;
            var loss = Math.Log(sum) + (maximum - label);
            // log(sum) inherits the relative error of the sum as an absolute one; the logarithm is off relative to its value.
            losses.Set(item, loss, 1 + sumError + Math.Abs(Math.Log(sum)) + Math.Abs(maximum - label), classes + 2 * FunctionRoundings);
        }
        return (losses, probabilities);
    }

    /// <summary>dlogits = (probabilities - onehot) / n.</summary>
    public static Expected SoftmaxCrossEntropyBackward(int classes, int n, float[] probabilities, int[] labels)
    {
        var gradient = new Expected(n * classes);
        for (var i = 0; i < n * classes; i++)
        {
            var hot = labels[i / classes] == i % classes ? 1.0 : 0.0;
            gradient.Set(i, (probabilities[i] - hot) / n, (probabilities[i] + hot) / n, 3);
        }
        return gradient;
    }

    /// <summary>losses[i] = -logs[i][labels[i]]; nothing is rounded.</summary>
    public static Expected NegativeLogLikelihoodForward(int classes, int n, float[] logs, int[] labels)
    {
        var losses = new Expected(n);
        for (var item = 0; item < n; item++)
            losses.Set(item, labels[item] >= 0 && labels[item] < classes ? -logs[item * classes + labels[item]] : double.NaN, 0, 0);
        return losses;
    }

    /// <summary>dlogs = -onehot / n.</summary>
    public static Expected NegativeLogLikelihoodBackward(int classes, int n, int[] labels)
    {
        var gradient = new Expected(n * classes);
        for (var i = 0; i < n * classes; i++)
        {
            var value = labels[i / classes] == i % classes ? -1.0 / n : 0;
            gradient.Set(i, value, Math.Abs(value), 1);
        }
        return gradient;
    }

    /// <summary>losses[i] = the mean over the item of (prediction - target)^2.</summary>
    public static Expected MeanSquaredErrorForward(int count, int n, float[] prediction, float[] target)
    {
        var losses = new Expected(n);
        for (var i = 0; i < n * count; i++)
        {
            var difference = (double)prediction[i] - target[i];
            losses.Add(i / count, difference * difference / count);
        }
        // The difference is rounded and then squared, which doubles that rounding; the mean divides.
        for (var item = 0; item < n; item++) losses.Roundings[item] += 4;
        return losses;
    }

    /// <summary>dprediction = 2 (prediction - target) / (count n).</summary>
    public static Expected MeanSquaredErrorBackward(int count, int n, float[] prediction, float[] target)
    {
        var gradient = new Expected(n * count);
        for (var i = 0; i < n * count; i++)
        {
            var value = 2 * ((double)prediction[i] - target[i]) / ((double)count * n);
            gradient.Set(i, value, Math.Abs(value), 4);
        }
        return gradient;
    }

    /// <summary>The mean of the losses.</summary>
    public static Expected BatchMean(int n, float[] losses)
    {
        var mean = new Expected(1);
        for (var item = 0; item < n; item++) mean.Add(0, (double)losses[item] / n);
        mean.Roundings[0] += 2;
        return mean;
    }

    /// <summary>How many items score highest at their label; the first of equal maxima wins. An item with a NaN is never right.</summary>
    public static int CountCorrect(int classes, int n, float[] scores, int[] labels)
    {
        var correct = 0;
        for (var item = 0; item < n; item++)
        {
            var row = scores.AsSpan(item * classes, classes).ToArray();
            if (!row.Any(float.IsNaN) && Array.IndexOf(row, row.Max()) == labels[item]) correct++;
        }
        return correct;
    }
}
