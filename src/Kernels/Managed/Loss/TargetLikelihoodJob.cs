namespace ConvGpu.Kernels.Managed;

/// <summary>Of each item the sum of shares times logarithms, or, without logarithms, the shares times a factor.</summary>
internal sealed unsafe class TargetLikelihoodJob(TargetShares shares) : ItemJob
{
    private float _factor;

    public int* Labels { get; init; }

    public float* Targets { get; init; }

    /// <summary>A weight a class; null where all are 1.</summary>
    public float* Weights { get; init; }

    /// <summary>Null in the backward pass.</summary>
    public float* Logs { get; init; }

    public float* Result { get; init; }

    public void Run(int n, float factor)
    {
        _factor = factor;
        RunOver(n, shares.Classes);
    }

    protected override void Item(long item)
    {
        var start = item * shares.Classes;
        var sum = 0.0;
        for (var c = 0; c < shares.Classes; c++)
        {
            var weight = Weights == null ? 1 : Weights[c];
            var share = shares.Soft != 0 ? shares.Of(Targets[start + c], weight) : shares.OfLabel(Labels[item], c, weight);
            if (Logs == null) Result[start + c] = share * _factor;
            else sum -= share * Logs[start + c];
        }
        if (Logs == null) return;
        Result[item] = shares.Soft != 0 || shares.IsClass(Labels[item]) ? (float)sum : float.NaN;
    }
}
