using System.Diagnostics;

namespace ConvGpu;

/// <summary>Time spent in one step of a plan over all runs.</summary>
/// <param name="Name">The op, such as <c>conv2d.backward-data</c>.</param>
/// <param name="Layer">The layer that asked for it.</param>
/// <param name="Runs">How often it ran.</param>
/// <param name="Seconds">Seconds in all.</param>
public sealed record ProfileEntry(string Name, string Layer, long Runs, double Seconds);

/// <summary>Measures ops one by one; the device is synchronised around each, so a profiled step is slower than a plain one.</summary>
internal sealed class Profiler(ComputeDevice device, IReadOnlyList<(string Name, string Layer)> steps)
{
    private readonly long[] _ticks = new long[steps.Count];
    private readonly long[] _runs = new long[steps.Count];
    private long _start;

    public void Begin()
    {
        device.Synchronize();
        _start = Stopwatch.GetTimestamp();
    }

    public void End(int step)
    {
        device.Synchronize();
        _ticks[step] += Stopwatch.GetTimestamp() - _start;
        _runs[step]++;
    }

    public IReadOnlyList<ProfileEntry> Entries() =>
        [.. steps.Select((s, i) => new ProfileEntry(s.Name, s.Layer, _runs[i], _ticks[i] / (double)Stopwatch.Frequency))];
}
