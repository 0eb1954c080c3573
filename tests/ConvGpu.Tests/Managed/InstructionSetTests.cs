using System.Diagnostics;
using ConvGpu.Threading;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>The managed ops once more in processes that may not use AVX-512, and not AVX2 and FMA either.</summary>
public sealed class InstructionSetTests
{
    private static readonly string[] _classes =
    [
        nameof(ManagedConvolutionTests), nameof(ManagedDenseTests), nameof(ManagedPoolTests), nameof(ManagedElementwiseTests),
        nameof(ManagedLossTests), nameof(VectorMathTests), nameof(VectorWidthTests), nameof(WinogradTests),
    ];

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public async Task ManagedOpsPassWithout(string variable)
    {
        Assert.SkipUnless(VectorWidth.Has256, "this processor has neither AVX-512 nor AVX2: the other tests ran without them");
        var assembly = typeof(InstructionSetTests).Assembly.Location;
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet") start.ArgumentList.Add(assembly);
        foreach (var name in _classes)
        {
            start.ArgumentList.Add("--filter-class");
            start.ArgumentList.Add($"{typeof(InstructionSetTests).Namespace}.{name}");
        }
        // What ties a test process to the one that started it must not reach the child.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment.Remove("CONVGPU_TEST");
        start.Environment[variable] = "0";

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{variable}=0: exit code {process.ExitCode}\n{output}\n{await errors}");
        Assert.Contains("failed: 0", output);
        Assert.DoesNotContain("total: 0", output);
    }
}

/// <summary>The vector width follows what the process may use.</summary>
public sealed class VectorWidthTests
{
    [Fact]
    public void AnInstructionSetThatIsSwitchedOffIsNotUsed()
    {
        var without512 = Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0";
        var without256 = Environment.GetEnvironmentVariable("DOTNET_EnableAVX2") == "0";
        Assert.True(!VectorWidth.Has512 || !(without512 || without256));
        Assert.True(!VectorWidth.Has256 || !without256);
        Assert.Equal(VectorWidth.Has512 ? 16 : VectorWidth.Has256 ? 8 : 4, VectorWidth.FloatLanes);
    }
}
