using System.Diagnostics;
using System.Text.Json.Serialization;

namespace ConvGpu.GpuBench;

/// <summary>One timing.</summary>
/// <param name="Section">sgemm, conv or step.</param>
/// <param name="Name">Size, or shape and pass, or model and batch.</param>
/// <param name="Milliseconds">The mean of one run.</param>
/// <param name="Rate">GFLOP/s, or images a second for steps.</param>
internal sealed record Measurement(string Section, string Name, double Milliseconds, double Rate)
{
    private const double LeastSeconds = 0.5;

    [JsonIgnore]
    public string Key => $"{Section}/{Name}";

    /// <summary>The key of what a peer computes, however it does.</summary>
    [JsonIgnore]
    public string PeerKey => Key.Replace(Variant.Winograd, "").Replace(Variant.Direct, "");

    /// <summary>Runs until enough time has passed; the device is waited for once behind all runs.</summary>
    /// <param name="row">What is timed.</param>
    /// <param name="work">Floating-point operations, or images, of one run.</param>
    /// <param name="device">The device that is waited for.</param>
    /// <param name="run">Enqueues one run.</param>
    public static Measurement Of(Row row, double work, ComputeDevice device, Action run)
    {
        for (var i = 0; i < 3; i++) run();
        device.Synchronize();
        var runs = 1;
        while (true)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < runs; i++) run();
            device.Synchronize();
            var seconds = clock.Elapsed.TotalSeconds;
            if (seconds >= LeastSeconds || runs >= 1 << 20)
                return new Measurement(row.Section, row.Name, seconds / runs * 1000, work * runs / seconds / (row.Section == "step" ? 1 : 1e9));
            runs = Math.Max(runs * 2, (int)(runs * LeastSeconds / Math.Max(seconds, 1e-6)) + 1);
        }
    }
}

/// <summary>Something that can be timed: nothing is allocated or compiled for it before <paramref name="Measure"/>.</summary>
/// <param name="Section">As of <see cref="Measurement"/>.</param>
/// <param name="Name">As of <see cref="Measurement"/>.</param>
/// <param name="Measure">Times it.</param>
internal sealed record Row(string Section, string Name, Func<Row, Measurement> Measure);

/// <summary>What is behind the name of a row that is not computed as <see cref="ConvAlgorithm.Automatic"/> or the section says.</summary>
internal static class Variant
{
    public const string Winograd = " (winograd)", Direct = " (direct)";
}
