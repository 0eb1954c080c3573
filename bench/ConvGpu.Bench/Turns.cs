using System.Diagnostics;

namespace ConvGpu.Bench;

/// <summary>
/// Rates that are measured in turn, each right after what it is compared with: a machine that is slow for a while is slow for both, and
/// the median over the turns is of ratios, not of times.
/// </summary>
internal static class Turns
{
    private const int Count = 15;
    private const double Seconds = 0.05;

    /// <summary>The medians over all turns of rate / its ceiling, and of the rates.</summary>
    public static (double Share, double Rate) Measure(double work, Action call, Func<double> ceiling)
    {
        Warm(0.5, call);
        var shares = new double[Count];
        var rates = new double[Count];
        for (var turn = 0; turn < Count; turn++)
        {
            var before = ceiling();
            rates[turn] = Rate(work, call);
            shares[turn] = rates[turn] / ((before + ceiling()) / 2);
        }
        return (Median(shares), Median(rates));
    }

    /// <summary>Calls in turn for a while: the JIT compiles better code beside them.</summary>
    public static void Warm(double seconds, params ReadOnlySpan<Action> calls)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds;)
            foreach (var call in calls) call();
    }

    /// <summary>Work a second over at least <see cref="Seconds"/>.</summary>
    public static double Rate(double work, Action call)
    {
        var watch = Stopwatch.StartNew();
        var calls = 0;
        do
        {
            call();
            calls++;
        }
        while (watch.Elapsed.TotalSeconds < Seconds);
        return work * calls / watch.Elapsed.TotalSeconds;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
