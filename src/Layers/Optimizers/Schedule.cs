namespace ConvGpu;

/// <summary>How the learning rate changes while training.</summary>
public abstract class Schedule
{
    /// <summary>The same learning rate throughout.</summary>
    public static Schedule Constant { get; } = new Of(static _ => 1);

    /// <summary>From the full learning rate at the first step straight down to 0 after the last.</summary>
    public static Schedule LinearToZero { get; } = new Of(static progress => 1 - progress);

    /// <summary>The factor on the learning rate.</summary>
    /// <param name="step">Steps done, from 0.</param>
    /// <param name="totalSteps">Steps in all, at least 1.</param>
    public abstract double Factor(long step, long totalSteps);

    private sealed class Of(Func<double, double> factor) : Schedule
    {
        public override double Factor(long step, long totalSteps) => factor(Math.Clamp(step / (double)totalSteps, 0, 1));
    }
}
