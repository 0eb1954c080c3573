using ConvGpu.Threading;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>CONVGPU_DEBUG, CONVGPU_DUMP and the checks of CONVGPU_VALIDATE.</summary>
[Collection("Standard output")]
public sealed class DebugLogTests
{
    private static void Scale(Index1D i, ArrayView<float> x)
    {
        for (int k = 0; k < 4; k++)
            x[i] *= 2;
    }

    private static void Throws(Index1D i, ArrayView<float> x) => x[i] = new string('a', 3).Length;

    /// <summary>Each item needs what its neighbour wrote; the barrier is missing.</summary>
    private static void NoBarrier(ArrayView<int> x)
    {
        var shared = SharedMemory.Allocate<int>(256);
        shared[Group.IdxX] = Group.IdxX + 1;
        x[Group.IdxX] = Group.IdxX == 0 ? 1 : shared[Group.IdxX - 1] + 1;
    }

    private static void WithBarrier(ArrayView<int> x)
    {
        var shared = SharedMemory.Allocate<int>(256);
        shared[Group.IdxX] = Group.IdxX + 1;
        Group.Barrier();
        x[Group.IdxX] = Group.IdxX == 0 ? 1 : shared[Group.IdxX - 1] + 1;
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("0", 0)]
    [InlineData("3", 3)]
    [InlineData("99", 5)]
    [InlineData("-1", 0)]
    [InlineData("yes", 1)]
    public void LevelsAreNumbersFromZeroToFive(string? value, int level) => Assert.Equal(level, (int)DebugLog.Parse(value));

    [Fact]
    public void NothingIsToldUnasked() => Assert.Empty(Told(DebugLevel.Off, LoadAndLaunch));

    [Fact]
    public void FailuresHaveTheirStackTraceFromLevelOneOn()
    {
        string[] lines = Told(DebugLevel.Errors, accelerator => Assert.Throws<InternalCompilerException>(
            () => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(Throws)));
        Assert.StartsWith("convgpu[1] ", lines[0]);
        Assert.Contains("CG0", lines[0]);
        Assert.Contains(lines, line => line.Contains("   at ConvGpu.Ilgpu.Frontend.", StringComparison.Ordinal));
        Assert.Empty(Told(DebugLevel.Errors, LoadAndLaunch));
    }

    [Fact]
    public void CompilationsAndLaunchesAreToldFromLevelTwoOn()
    {
        string[] lines = Told(DebugLevel.Kernels, LoadAndLaunch);
        Assert.Single(lines, line => line.StartsWith("convgpu[2] compiled DebugLogTests.Scale for ", StringComparison.Ordinal) && line.EndsWith(" ms", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("convgpu[2] code of DebugLogTests.Scale", StringComparison.Ordinal) && line.Contains("bytes of IL", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.StartsWith("convgpu[2] launch DebugLogTests.Scale on ", StringComparison.Ordinal) && line.Contains("(2, 1, 1) groups", StringComparison.Ordinal)));
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void PassesAreToldFromLevelThreeOn()
    {
        string[] lines = Told(DebugLevel.Passes, LoadAndLaunch);
        Assert.Contains(lines, line => line.StartsWith("convgpu[3] DebugLogTests.Scale for lockstep: promote-memory: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("instructions from the frontend", StringComparison.Ordinal));
    }

    [Fact]
    public void DumpsAreWrittenWhereTheVariableSays()
    {
        string folder = Directory.CreateTempSubdirectory("convgpu").FullName;
        string? before = Environment.GetEnvironmentVariable("CONVGPU_DUMP");
        try
        {
            Environment.SetEnvironmentVariable("CONVGPU_DUMP", folder);
            Assert.Empty(Told(DebugLevel.Off, LoadAndLaunch));
        }
        finally
        {
            Environment.SetEnvironmentVariable("CONVGPU_DUMP", before);
        }
        string[] files = [.. Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Contains(files, file => file.EndsWith(".lockstep.00.frontend.ir", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Contains("unroll", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("x1x1.cpu.00.final.ir", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void MissingBarriersShowWhenVectorsTakeAnotherOrder()
    {
        int[] expected = [.. Enumerable.Range(1, 256)];
        Assert.NotEqual(expected, Run(NoBarrier, validate: true));
        Assert.Equal(expected, Run(WithBarrier, validate: true));
        Assert.Equal(expected, Run(WithBarrier, validate: false));
        Assert.Equal(Run(NoBarrier, validate: true), Run(NoBarrier, validate: true));
    }

    private static int[] Run(Action<ArrayView<int>> kernel, bool validate)
    {
        using var context = Context.Create(builder =>
        {
            builder.CPU();
            if (validate)
                builder.Assertions();
        });
        using var accelerator = context.CreateCPUAccelerator(0);
        using var x = accelerator.Allocate1D<int>(256);
        accelerator.LoadStreamKernel(kernel)((1, 256), x.View);
        return x.GetAsArray1D();
    }

    private static void LoadAndLaunch(CPUAccelerator accelerator)
    {
        using var x = accelerator.Allocate1D<float>(100);
        var kernel = accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<float>>(Scale, 64);
        kernel(100, x.View);
        kernel(100, x.View);
    }

    /// <summary>The lines of the log while an action uses an accelerator.</summary>
    internal static string[] Told(DebugLevel level, Action<CPUAccelerator> action)
    {
        var output = new StringWriter();
        var before = (DebugLog.Level, DebugLog.Output);
        using var context = Context.Create(builder => builder.CPU());
        using var accelerator = context.CreateCPUAccelerator(0);
        try
        {
            (DebugLog.Level, DebugLog.Output) = (level, output);
            action(accelerator);
        }
        finally
        {
            (DebugLog.Level, DebugLog.Output) = before;
        }
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
