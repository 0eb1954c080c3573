using System.Globalization;

namespace ConvGpu;

/// <summary>What tells a better epoch from a worse one.</summary>
public enum ValidationMeasure
{
    /// <summary>The validation loss, which falls.</summary>
    Loss,

    /// <summary>The share of validation images classified right, which rises; of equal ones the first epoch counts as better.</summary>
    Accuracy,
}

/// <summary>Ends training when the validation loss has not fallen, or the accuracy not risen, for some epochs.</summary>
public sealed class EarlyStopping
{
    /// <summary>Takes the patience.</summary>
    /// <param name="patience">How many epochs in a row may be without progress, at least 0: one more ends training.</param>
    /// <param name="minimumChange">How far below the best loss, or above the best accuracy, another must be to count as progress, finite
    /// and at least 0.</param>
    /// <param name="measure">What is followed; the best epoch, and the model that is kept, is the best by it too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public EarlyStopping(int patience, double minimumChange = 0, ValidationMeasure measure = ValidationMeasure.Loss)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        if (!(minimumChange >= 0 && double.IsFinite(minimumChange)))
            throw new ArgumentOutOfRangeException(nameof(minimumChange), minimumChange, "The change that counts is finite and at least 0.");
        (Patience, MinimumChange, Measure) = (patience, minimumChange, measure);
    }

    /// <summary>How many epochs in a row may be without progress.</summary>
    public int Patience { get; }

    /// <summary>How far from the best another must be to count as progress.</summary>
    public double MinimumChange { get; }

    /// <summary>What is followed.</summary>
    public ValidationMeasure Measure { get; }

    /// <summary>For messages.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"patience {Patience}, minimum change {MinimumChange}{(Measure == ValidationMeasure.Loss ? "" : ", accuracy")}");
}

/// <summary>Follows the validation of a run: which epoch was the best, and whether to go on.</summary>
internal sealed class ValidationProgress(EarlyStopping? stopping)
{
    private double _best = double.PositiveInfinity, _counted = double.PositiveInfinity;
    private int _without;

    /// <summary>Why nothing is gained any more, for people.</summary>
    public string Standstill => stopping?.Measure == ValidationMeasure.Accuracy ? "accuracy has not risen" : "loss has not fallen";

    /// <summary>The epoch with the least validation loss or the greatest accuracy, the first of several; null before any.</summary>
    public int? BestEpoch { get; private set; }

    /// <summary>Whether the patience is spent.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes an epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool Add(EpochResult epoch)
    {
        if (epoch.Validation is not { } score) return false;
        // What falls.
        var value = stopping?.Measure == ValidationMeasure.Accuracy ? -score.Accuracy : score.Loss;
        var isBest = value < _best;
        if (isBest) (_best, BestEpoch) = (value, epoch.Epoch);
        if (stopping is null) return isBest;
        if (value < _counted - stopping.MinimumChange) (_counted, _without) = (value, 0);
        else _without++;
        IsOver = _without > stopping.Patience;
        return isBest;
    }
}
