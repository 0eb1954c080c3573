using System.Diagnostics;

namespace ConvGpu.Cli;

/// <summary>Images a second of a step, measured after .NET's and the device's compilers have done their work.</summary>
/// <param name="Mean">Over the whole measurement.</param>
/// <param name="Best">In the fastest step.</param>
internal readonly record struct Throughput(double Mean, double Best)
{
    private const double Window = 0.25;

    /// <summary>Runs a step until its rate no longer grows, then measures it.</summary>
    /// <param name="device">Where the step is enqueued.</param>
    /// <param name="batch">Images a step.</param>
    /// <param name="seconds">How long to measure, at least one step; the warm-up takes from 1 to 4 seconds, with less than a second to
    /// measure no longer than that.</param>
    /// <param name="step">Enqueues one step.</param>
    public static Throughput Measure(ComputeDevice device, int batch, double seconds, Action step)
    {
        WarmUp(device, batch, least: Math.Min(1, seconds), most: Math.Min(4, 4 * seconds), step);
        return Run(device, batch, seconds, step);
    }

    private static void WarmUp(ComputeDevice device, int batch, double least, double most, Action step)
    {
        var clock = Stopwatch.StartNew();
        var best = 0.0;
        while (true)
        {
            var rate = Run(device, batch, Math.Min(Window, least), step).Mean;
            var elapsed = clock.Elapsed.TotalSeconds;
            if (elapsed >= most || (elapsed >= least && rate < 1.05 * best)) return;
            best = Math.Max(best, rate);
        }
    }

    /// <summary>Measures without a warm-up.</summary>
    public static Throughput Run(ComputeDevice device, int batch, double seconds, Action step)
    {
        var clock = Stopwatch.StartNew();
        var (steps, fastest) = (0, double.MaxValue);
        do
        {
            var start = clock.Elapsed.TotalSeconds;
            step();
            device.Synchronize();
            fastest = Math.Min(fastest, clock.Elapsed.TotalSeconds - start);
            steps++;
        }
        while (clock.Elapsed.TotalSeconds < seconds);
        return new Throughput(steps * batch / clock.Elapsed.TotalSeconds, batch / fastest);
    }
}
