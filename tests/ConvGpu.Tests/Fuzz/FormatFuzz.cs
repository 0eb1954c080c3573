using System.Diagnostics;
using System.Globalization;

namespace ConvGpu.Tests.Fuzz;

/// <summary>
/// Damaged files of every format: no reader crashes, takes a second, throws what is not documented, or takes more than four times the memory
/// of the file and of what it says it becomes. CONVGPU_FUZZ_CASES has how many of each format; 2,000 unless it is set.
/// </summary>
public class FormatFuzz
{
    private const int UsualCases = 2000;

    // Exceptions with their traces, streams and inflaters, whatever the file.
    private const long FixedBytes = 1 << 20;

    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Formats() => [.. FormatTable.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void DamagedFilesAreRefusedOrReadAndNothingElse(string name)
    {
        var format = FormatTable.All.Single(f => f.Name == name);
        Assert.SkipWhen(format.Missing is not null, format.Missing ?? "");
        foreach (var sample in format.Samples) format.Read(sample);
        var cases = int.TryParse(Environment.GetEnvironmentVariable("CONVGPU_FUZZ_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : UsualCases;
        var (refused, slow) = (0, 0);
        for (var i = 0; i < cases; i++)
        {
            var file = Make(format, i);
            var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            try
            {
                format.Read(file);
            }
            catch (ConvGpuException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{name}, case {i}: {e}");
            }
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(bytes <= 4 * (file.Length + format.Declared(file)) + FixedBytes, $"{name}, case {i}: {bytes:N0} bytes for a file of {file.Length:N0} that declares {format.Declared(file):N0}.");
            // A machine that stood still is no slow reader: such a case has to be slow again.
            if (Stopwatch.GetElapsedTime(clock) > _longest && IsSlow(format, file)) slow++;
        }
        Assert.Equal(0, slow);
        Assert.InRange(refused, cases / 10, cases);
    }

    private static bool IsSlow(FuzzFormat format, byte[] file)
    {
        for (var i = 0; i < 3; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            try
            {
                format.Read(file);
            }
            catch (ConvGpuException)
            {
                // It is the time that counts.
            }
            if (Stopwatch.GetElapsedTime(clock) <= _longest) return false;
        }
        return true;
    }

    /// <summary>The file of a case, which depends on the case alone.</summary>
    private static byte[] Make(FuzzFormat format, int index)
    {
        var random = new Random(index * 31 + format.Name.Length);
        var file = Mutations.Damage(random, format.Samples[random.Next(format.Samples.Count)], format.Samples[random.Next(format.Samples.Count)]);
        return format.Repair is not null && random.Next(2) == 0 ? format.Repair(file) : file;
    }
}
