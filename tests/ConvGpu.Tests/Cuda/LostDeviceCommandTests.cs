using ConvGpu.Cli;
using ConvGpu.FakeCuda;
using ConvGpu.Tests.Cli;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Tests.Cuda;

/// <summary>A device that dies under <c>convgpu train</c>.</summary>
[Collection("Console")]
public sealed class LostDeviceCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgpu-").FullName;
    private readonly Func<string, ComputeDevice> _open = CommonOptions.Open;

    /// <inheritdoc/>
    public void Dispose()
    {
        CommonOptions.Open = _open;
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void TrainingEndsWithOneNamesTheLastCheckpointAndGoesOnFromIt()
    {
        using var driver = new MortalDriver(_folder);
        CommonOptions.Open = name => name == "cuda" ? FakeDevice.Open(driver) : _open(name);
        string[] line = ["train", "mlp", "--epochs", "2", "--checkpoint", _folder, "--checkpoint-every", "5"];

        var (code, _, error) = CommandLineTests.Run([.. line, "--device", "cuda"]);
        Assert.Equal(CommandLine.Failure, code);
        var message = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var checkpoint = Directory.GetFiles(_folder, MortalDriver.Checkpoints).Max()!;
        Assert.StartsWith("convgpu: ", message, StringComparison.Ordinal);
        Assert.Contains("The CUDA context on 'Fake GPU' is lost", message);
        Assert.EndsWith($"The last checkpoint is {checkpoint}: the same command with --resume goes on from it.", message);
        Assert.Equal("", driver.Live);

        var (resumed, output, problem) = CommandLineTests.Run([.. line, "--device", "cpu", "--resume"]);
        Assert.True(resumed == 0, problem);
        Assert.Contains(checkpoint, output);
    }

    /// <summary>Computes nothing, and dies at the first kernel after a checkpoint.</summary>
    private sealed class MortalDriver(string folder) : FakeCudaDriver
    {
        public const string Checkpoints = "checkpoint-*.safetensors";

        protected override CudaError Execute(
            FakeFunction function, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int sharedBytes, byte[] arguments) =>
            Directory.EnumerateFiles(folder, Checkpoints).Any() ? CudaError.CUDA_ERROR_ILLEGAL_ADDRESS : CudaError.CUDA_SUCCESS;
    }
}
