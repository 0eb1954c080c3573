using System.Diagnostics;

namespace ConvGpu.Cli;

/// <summary>Times of one call, each the mean of a round of calls, after .NET's and the device's compilers have done their work.</summary>
/// <param name="MedianMs">Milliseconds a call in the median round.</param>
/// <param name="MinMs">In the fastest.</param>
/// <param name="MaxMs">In the slowest.</param>
internal readonly record struct BenchTimes(double MedianMs, double MinMs, double MaxMs)
{
    /// <summary>Rounds that are timed.</summary>
    private const int Rounds = 7;

    /// <summary>Warms up, then times rounds that fill <paramref name="seconds"/>.</summary>
    /// <param name="device">Where the call is enqueued.</param>
    /// <param name="seconds">How long to measure; at least one call a round.</param>
    /// <param name="call">What is timed; it may enqueue.</param>
    public static BenchTimes Measure(ComputeDevice device, double seconds, Action call)
    {
        var rate = Throughput.Measure(device, 1, seconds / Rounds, call).Best;
        var calls = (int)Math.Clamp(rate * seconds / Rounds, 1, 1_000_000);
        Span<double> rounds = stackalloc double[Rounds];
        foreach (ref var round in rounds)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < calls; i++) call();
            device.Synchronize();
            round = Stopwatch.GetElapsedTime(start).TotalMilliseconds / calls;
        }
        rounds.Sort();
        return new BenchTimes(rounds[Rounds / 2], rounds[0], rounds[^1]);
    }
}
