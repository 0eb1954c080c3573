using System.Globalization;

namespace ConvGpu;

/// <summary>How the learning rate changes while training: a factor on it for every step.</summary>
public abstract class Schedule
{
    /// <summary>The same learning rate throughout.</summary>
    public static Schedule Constant { get; } = new OfStep("constant", (_, _) => 1);

    /// <summary>From the full learning rate at the first step straight down to 0 after the last.</summary>
    public static Schedule LinearToZero { get; } = Polynomial(1);

    /// <summary>Times <paramref name="gamma"/> after every <paramref name="size"/> steps (PyTorch's StepLR).</summary>
    /// <param name="size">Steps between two changes, at least 1; epochs behind <see cref="PerEpoch"/>.</param>
    /// <param name="gamma">The factor of a change, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static Schedule Step(long size, double gamma = 0.1)
    {
        RequirePositive(size, nameof(size));
        RequireFactor(gamma, nameof(gamma));
        return new OfStep(Text($"step, size {size}, gamma {gamma}"), (step, _) => Math.Pow(gamma, step / size));
    }

    /// <summary>Times <paramref name="gamma"/> at each of the given steps (PyTorch's MultiStepLR).</summary>
    /// <param name="milestones">Steps from 0 on, in any order; epochs behind <see cref="PerEpoch"/>.</param>
    /// <param name="gamma">The factor of a change, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static Schedule MultiStep(IReadOnlyList<long> milestones, double gamma = 0.1)
    {
        RequireFactor(gamma, nameof(gamma));
        long[] sorted = [.. milestones];
        return new OfStep(Text($"multi-step at {string.Join(' ', sorted.Order())}, gamma {gamma}"), (step, _) => Math.Pow(gamma, sorted.Count(m => m <= step)));
    }

    /// <summary>Times <paramref name="gamma"/> after every step (PyTorch's ExponentialLR).</summary>
    /// <param name="gamma">The factor of a step, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is outside its range.</exception>
    public static Schedule Exponential(double gamma)
    {
        RequireFactor(gamma, nameof(gamma));
        return new OfStep(Text($"exponential, gamma {gamma}"), (step, _) => Math.Pow(gamma, step));
    }

    /// <summary>From the full rate down to 0 after the last step as (1 - progress)^power (PyTorch's PolynomialLR).</summary>
    /// <param name="power">The power, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The power is outside its range.</exception>
    public static Schedule Polynomial(double power)
    {
        if (!(power > 0 && double.IsFinite(power))) throw new ArgumentOutOfRangeException(nameof(power), power, "The power is a finite number above 0.");
        return new OfStep(Text($"polynomial, power {power}"), (step, total) => Math.Pow(1 - Progress(step, total), power));
    }

    /// <summary>Half a cosine from the full rate down to <paramref name="minimum"/> after the last step (PyTorch's CosineAnnealingLR).</summary>
    /// <param name="minimum">The last factor, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is outside its range.</exception>
    public static Schedule Cosine(double minimum = 0)
    {
        RequireFactor(minimum, nameof(minimum));
        return new OfStep(Text($"cosine, minimum {minimum}"), (step, total) => CosineFrom(1, minimum, Progress(step, total)));
    }

    /// <summary>
    /// Half cosines from the full rate down, one after the other (Loshchilov and Hutter, 2017; PyTorch's CosineAnnealingWarmRestarts).
    /// </summary>
    /// <param name="first">Steps of the first, at least 1; epochs behind <see cref="PerEpoch"/>.</param>
    /// <param name="multiplier">How many times as long each is as the one before, at least 1.</param>
    /// <param name="minimum">The factor that each falls to, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static Schedule CosineRestarts(long first, int multiplier = 1, double minimum = 0)
    {
        RequirePositive(first, nameof(first));
        RequirePositive(multiplier, nameof(multiplier));
        RequireFactor(minimum, nameof(minimum));
        return new OfStep(Text($"cosine with restarts, first {first}, multiplier {multiplier}, minimum {minimum}"), (step, _) =>
        {
            var (at, length) = (step, first);
            if (multiplier == 1) at %= length;
            for (; at >= length; length *= multiplier) at -= length;
            return CosineFrom(1, minimum, at / (double)length);
        });
    }

    /// <summary>
    /// Up to the full rate and down far below where it started, both as half cosines (Smith and Topin, 2018; PyTorch's OneCycleLR with the
    /// optimiser's rate as max_lr).
    /// </summary>
    /// <param name="rise">The share of the steps that go up, above 0 and below 1.</param>
    /// <param name="divisor">The first rate is the full one over this; finite and above 0.</param>
    /// <param name="finalDivisor">The last rate is the first over this; finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static Schedule OneCycle(double rise = 0.3, double divisor = 25, double finalDivisor = 1e4)
    {
        if (!(rise > 0 && rise < 1)) throw new ArgumentOutOfRangeException(nameof(rise), rise, "The share of the rise is above 0 and below 1.");
        RequirePositive(divisor, nameof(divisor));
        RequirePositive(finalDivisor, nameof(finalDivisor));
        var (start, end) = (1 / divisor, 1 / divisor / finalDivisor);
        return new OfStep(Text($"one cycle, rise {rise}, divisor {divisor}, final divisor {finalDivisor}"), (step, total) =>
        {
            var (top, last) = (rise * total - 1, total - 1.0);
            if (step >= last) return last > 0 ? end : 1;
            return step <= top ? CosineFrom(start, 1, step / top) : CosineFrom(1, end, (step - Math.Max(top, 0)) / (last - Math.Max(top, 0)));
        });
    }

    /// <summary>
    /// Times <paramref name="factor"/> when the loss has not fallen for more than <paramref name="patience"/> epochs (PyTorch's
    /// ReduceLROnPlateau): the validation loss, or the training loss where nothing is validated.
    /// </summary>
    /// <param name="factor">The factor of a change, from 0 to below 1.</param>
    /// <param name="patience">How many epochs in a row may be without progress, at least 0.</param>
    /// <param name="threshold">The share of the best loss by which another must be below it to count as progress, 0 or more.</param>
    /// <param name="cooldown">Epochs after a change that are not counted, at least 0.</param>
    /// <param name="minimum">The factor is never below this, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static Schedule OnPlateau(double factor = 0.1, int patience = 10, double threshold = 1e-4, int cooldown = 0, double minimum = 0) =>
        new PlateauSchedule(factor, patience, threshold, cooldown, minimum);

    /// <summary>The factor on the learning rate.</summary>
    /// <param name="step">Steps done, from 0; a step is an update of the parameters.</param>
    /// <param name="totalSteps">Steps in all, at least 1.</param>
    public abstract double Factor(long step, long totalSteps);

    /// <summary>The schedule of one training: itself, unless it counts epochs or follows the loss.</summary>
    /// <param name="stepsPerEpoch">Steps of an epoch, at least 1.</param>
    public virtual Schedule Begin(long stepsPerEpoch) => this;

    /// <summary>Is told the loss at the end of an epoch: of the validation images, or of those trained on where nothing is validated.</summary>
    public virtual void EpochEnded(double loss)
    {
        // Most schedules follow the steps alone.
    }

    /// <summary>This schedule counting epochs where it counts steps: the factor changes between epochs only.</summary>
    public Schedule PerEpoch() => new EpochSchedule(this);

    /// <summary>
    /// This schedule behind a straight rise from <paramref name="start"/> to 1 (PyTorch's LinearLR before another in a SequentialLR): its own
    /// steps count from the end of the rise.
    /// </summary>
    /// <param name="steps">Steps of the rise, at least 1.</param>
    /// <param name="start">The first factor, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Schedule AfterWarmUp(long steps, double start = 1.0 / 3)
    {
        RequirePositive(steps, nameof(steps));
        if (!(start >= 0 && start <= 1)) throw new ArgumentOutOfRangeException(nameof(start), start, "The first factor is from 0 to 1.");
        return new WarmUpSchedule(this, steps, start);
    }

    private static double Progress(long step, long total) => Math.Clamp(step / (double)total, 0, 1);

    private static double CosineFrom(double from, double to, double progress) => to + (from - to) * (1 + Math.Cos(Math.PI * progress)) / 2;

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, $"A schedule's {name} must be finite and above 0.");
    }

    private static void RequireFactor(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, $"A schedule's {name} must be finite and at least 0.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class OfStep(string description, Func<long, long, double> factor) : Schedule
    {
        public override string ToString() => description;

        public override double Factor(long step, long totalSteps) => factor(step, totalSteps);
    }
}
