using System.Text.Json;

namespace ConvGpu.Tests.Cli;

/// <summary>What <c>bench</c> prints and refuses.</summary>
[Collection("Console")]
public class BenchTests
{
    [Fact]
    public void AModelIsALineOfJsonAMode()
    {
        var (code, output, _) = CommandLineTests.Run("bench", "lenet5", "--device", "cpu", "--batch", "4", "--seconds", "0", "--json");
        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["train", "infer"], lines.Select(line => line.GetProperty("mode").GetString()!));
        foreach (var line in lines)
        {
            Assert.Equal(
                [
                    "model", "mode", "batch", "device", "threads", "images_per_second", "median_ms", "min_ms", "max_ms", "effective_gflops", "algorithm",
                    "peak_device_bytes",
                ],
                line.EnumerateObject().Select(property => property.Name));
            Assert.InRange(line.GetProperty("median_ms").GetDouble(), line.GetProperty("min_ms").GetDouble(), line.GetProperty("max_ms").GetDouble());
            Assert.Equal(4, line.GetProperty("batch").GetInt32());
        }
        // Two convolutions: forward each, their weights' gradients, and the data's of the second.
        Assert.Equal(["direct 5", "direct 2"], lines.Select(line => line.GetProperty("algorithm").GetString()!));
    }

    [Theory]
    [InlineData("sgemm", "8,6,4", "dense.forward")]
    [InlineData("conv", "2,32,16,16,32,3,3,1,1", "conv2d.forward conv2d.backward-data conv2d.backward-weights")]
    [InlineData("conv", "1,3,9,9,4,5,5", "conv2d.forward conv2d.backward-data conv2d.backward-weights")]
    public void OpsHaveALineAPass(string what, string shape, string ops)
    {
        var (code, output, _) = CommandLineTests.Run("bench", what, "--shape", shape, "--device", "cpu", "--seconds", "0", "--json");
        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(ops, string.Join(' ', lines.Select(line => line.GetProperty("op").GetString())));
        Assert.All(lines, line => Assert.True(line.GetProperty("effective_gflops").GetDouble() >= 0));
    }

    [Fact]
    public void TunedAlgorithmsAreRememberedInAFile()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("convgpu-bench").FullName, "tuning.json");
        string[] arguments = ["bench", "resnet-small", "--device", "cpu", "--batch", "1", "--mode", "infer", "--seconds", "0", "--tune", "--tune-file", file];
        Assert.Equal(0, CommandLineTests.Run(arguments).Code);
        var written = File.ReadAllText(file);
        Assert.Contains("conv2d.backward-data", written);
        Assert.Equal(0, CommandLineTests.Run(arguments).Code);
        Assert.Equal(written, File.ReadAllText(file));
    }

    [Theory]
    [InlineData("--shape is rows,columns,depth", "sgemm", "--shape", "8,6")]
    [InlineData("--shape is batch,channels", "conv", "--shape", "1,2,0,4,5,3,3")]
    [InlineData("--shape is for sgemm and conv", "lenet5", "--shape", "1,2,3")]
    [InlineData("leave out --json", "lenet5", "--json", "--profile")]
    [InlineData("--turns measures one mode", "lenet5", "--turns")]
    [InlineData("--tune is for models", "sgemm", "--tune")]
    [InlineData("--tune-file is for --tune", "lenet5", "--tune-file", "a.json")]
    public void WrongUsageIsOneLine(string message, params string[] args)
    {
        var (code, _, error) = CommandLineTests.Run(["bench", .. args]);
        Assert.Equal(2, code);
        Assert.Contains(message, error);
        Assert.Single(error.Trim().Split('\n'));
    }
}
