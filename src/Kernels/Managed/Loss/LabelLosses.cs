namespace ConvGpu.Kernels.Managed;

/// <summary>The negative log-likelihood: one element a batch item, so that one thread does it.</summary>
internal static unsafe class LabelLosses
{
    /// <summary>losses = -logs[label]; NaN for a label that is no class.</summary>
    public static void Pick(int classes, int n, float* logs, int* labels, float* losses)
    {
        for (var item = 0; item < n; item++, logs += classes) losses[item] = (uint)labels[item] < (uint)classes ? -logs[labels[item]] : float.NaN;
    }

    /// <summary>gradient = -onehot(label) / n; zeros for a label that is no class.</summary>
    public static void Spread(int classes, int n, int* labels, float* gradient)
    {
        new Span<float>(gradient, n * classes).Clear();
        for (var item = 0; item < n; item++)
        {
            if ((uint)labels[item] < (uint)classes) gradient[item * classes + labels[item]] = -1f / n;
        }
    }
}
