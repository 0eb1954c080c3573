using System.Globalization;

namespace ConvGpu;

/// <summary>Ends training when the validation loss has not fallen for some epochs.</summary>
public sealed class EarlyStopping
{
    /// <summary>Takes the patience.</summary>
    /// <param name="patience">How many epochs in a row may be without progress, at least 0: one more ends training.</param>
    /// <param name="minimumChange">How far below the best loss another must be to count as progress, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public EarlyStopping(int patience, double minimumChange = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        if (!(minimumChange >= 0 && double.IsFinite(minimumChange)))
            throw new ArgumentOutOfRangeException(nameof(minimumChange), minimumChange, "The change of a loss that counts is finite and at least 0.");
        (Patience, MinimumChange) = (patience, minimumChange);
    }

    /// <summary>How many epochs in a row may be without progress.</summary>
    public int Patience { get; }

    /// <summary>How far below the best loss another must be to count as progress.</summary>
    public double MinimumChange { get; }

    /// <summary>For messages.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"patience {Patience}, minimum change {MinimumChange}");
}

/// <summary>Follows the validation loss of a run: which epoch was the best, and whether to go on.</summary>
internal sealed class ValidationProgress(EarlyStopping? stopping)
{
    private double _best = double.PositiveInfinity, _counted = double.PositiveInfinity;
    private int _without;

    /// <summary>The epoch with the least validation loss, the first of several; null before any.</summary>
    public int? BestEpoch { get; private set; }

    /// <summary>Whether the patience is spent.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes an epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool Add(EpochResult epoch)
    {
        if (epoch.Validation is not { } score) return false;
        var isBest = score.Loss < _best;
        if (isBest) (_best, BestEpoch) = (score.Loss, epoch.Epoch);
        if (stopping is null) return isBest;
        if (score.Loss < _counted - stopping.MinimumChange) (_counted, _without) = (score.Loss, 0);
        else _without++;
        IsOver = _without > stopping.Patience;
        return isBest;
    }
}
