using System.Globalization;

namespace ConvGpu;

/// <summary>A schedule that counts epochs where it would count steps.</summary>
internal sealed class EpochSchedule(Schedule inner, long stepsPerEpoch = 1) : Schedule
{
    public override double Factor(long step, long totalSteps) => inner.Factor(step / stepsPerEpoch, Math.Max(totalSteps / stepsPerEpoch, 1));

    public override Schedule Begin(long stepsPerEpoch) => new EpochSchedule(inner.Begin(1), stepsPerEpoch);

    public override string ToString() => $"{inner}, per epoch";

    public override void EpochEnded(double loss) => inner.EpochEnded(loss);
}

/// <summary>A straight rise before another schedule.</summary>
internal sealed class WarmUpSchedule(Schedule inner, long steps, double start) : Schedule
{
    public override double Factor(long step, long totalSteps) =>
        step < steps ? start + (1 - start) * step / steps : inner.Factor(step - steps, Math.Max(totalSteps - steps, 1));

    public override Schedule Begin(long stepsPerEpoch) => new WarmUpSchedule(inner.Begin(stepsPerEpoch), steps, start);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{inner}, after {steps} steps of warm-up from {start}");

    public override void EpochEnded(double loss) => inner.EpochEnded(loss);
}

/// <summary>A factor that falls when the loss does not.</summary>
internal sealed class PlateauSchedule : Schedule
{
    private readonly double _factor, _threshold, _minimum;
    private readonly int _patience, _cooldown;
    private double _best = double.PositiveInfinity, _current = 1;
    private int _bad, _cooling;

    public PlateauSchedule(double factor, int patience, double threshold, int cooldown, double minimum)
    {
        Require(factor >= 0 && factor < 1, factor, nameof(factor), "from 0 to below 1");
        Require(patience >= 0, patience, nameof(patience), "at least 0");
        Require(threshold >= 0, threshold, nameof(threshold), "at least 0");
        Require(cooldown >= 0, cooldown, nameof(cooldown), "at least 0");
        Require(minimum >= 0 && minimum <= 1, minimum, nameof(minimum), "from 0 to 1");
        (_factor, _patience, _threshold, _cooldown, _minimum) = (factor, patience, threshold, cooldown, minimum);
    }

    public override double Factor(long step, long totalSteps) => _current;

    public override Schedule Begin(long stepsPerEpoch) => new PlateauSchedule(_factor, _patience, _threshold, _cooldown, _minimum);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"on plateau, factor {_factor}, patience {_patience}, threshold {_threshold}, cooldown {_cooldown}, minimum {_minimum}");

    public override void EpochEnded(double loss)
    {
        if (loss < _best * (1 - _threshold)) (_best, _bad) = (loss, 0);
        else _bad++;
        if (_cooling > 0) (_cooling, _bad) = (_cooling - 1, 0);
        if (_bad <= _patience) return;
        _current = Math.Max(_current * _factor, _minimum);
        (_cooling, _bad) = (_cooldown, 0);
    }

    private static void Require(bool isRight, double value, string name, string range)
    {
        if (!isRight) throw new ArgumentOutOfRangeException(name, value, $"on-plateau: {name} is {value}; it must be {range}.");
    }
}
