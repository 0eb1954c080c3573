using System.Diagnostics;
using System.Globalization;

namespace ConvGpu.Tests.Fuzz;

/// <summary>
/// Damaged files of every format: no reader crashes, takes a second, throws what is not documented, or takes more than four times the memory
/// of the file and of what it says it becomes. CONVGPU_FUZZ_CASES has how many of each format, 2,000 unless it is set; CONVGPU_FUZZ_FORMATS
/// the formats, with a ; between them, all unless it is set; CONVGPU_FUZZ_REPORT names a file that the figures are added to.
/// </summary>
public class FormatFuzz
{
    private const int UsualCases = 2000;

    // Exceptions with their traces, streams and inflaters, the nodes of a small model, whatever the file.
    private const long FixedBytes = 1 << 20;

    private static readonly string[]? _asked = Environment.GetEnvironmentVariable("CONVGPU_FUZZ_FORMATS")?.Split(';');

    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Formats() => [.. FormatTable.All.Select(f => f.Name).Where(name => _asked is null || _asked.Contains(name))];

    [Theory]
    [MemberData(nameof(Formats))]
    public void DamagedFilesAreRefusedOrReadAndNothingElse(string name)
    {
        var format = FormatTable.All.Single(f => f.Name == name);
        Assert.SkipWhen(format.Missing is not null, format.Missing ?? "");
        foreach (var sample in format.Samples) Outcome(format, sample);
        var cases = int.TryParse(Environment.GetEnvironmentVariable("CONVGPU_FUZZ_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : UsualCases;
        var report = new FuzzReport(name);
        for (var i = 0; i < cases; i++)
        {
            var file = Make(format, i);
            var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            var error = Outcome(format, file);
            var (bytes, time) = (GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(clock));
            if (error is not null and not ConvGpuException) Assert.Fail($"{name}, case {i}: {error}");
            var declared = format.Declared(file);
            report.Add(i, error, bytes, file.Length + declared, 4 * (file.Length + declared) + FixedBytes, time);
            Assert.True(bytes <= 4 * (file.Length + declared) + FixedBytes, $"{name}, case {i}: {bytes:N0} bytes for a file of {file.Length:N0} that declares {declared:N0}.");
            // A machine that stood still is no slow reader: such a case has to be slow again.
            if (time > _longest) Assert.False(IsSlow(format, file), $"{name}, case {i}: took {time}.");
        }
        Assert.InRange(report.Refused, cases / 10, cases);
        if (Environment.GetEnvironmentVariable("CONVGPU_FUZZ_REPORT") is { Length: > 0 } path) File.AppendAllText(path, $"{report}\n");
    }

    private static bool IsSlow(FuzzFormat format, byte[] file)
    {
        for (var i = 0; i < 3; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            Outcome(format, file);
            if (Stopwatch.GetElapsedTime(clock) <= _longest) return false;
        }
        return true;
    }

    private static Exception? Outcome(FuzzFormat format, byte[] file)
    {
        try
        {
            format.Read(file);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>The file of a case, which depends on the case alone.</summary>
    private static byte[] Make(FuzzFormat format, int index)
    {
        var random = new Random(index * 31 + format.Name.Length);
        var sample = format.Samples[random.Next(format.Samples.Count)];
        if (format.Rewrite is not null && random.Next(2) == 0) return format.Rewrite(random, sample);
        var file = Mutations.Damage(random, sample, format.Samples[random.Next(format.Samples.Count)]);
        return format.Repair is not null && random.Next(2) == 0 ? format.Repair(file) : file;
    }
}
