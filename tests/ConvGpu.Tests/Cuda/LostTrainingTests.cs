using ConvGpu.FakeCuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Tests.Cuda;

/// <summary>A device that dies while a trainer uses it.</summary>
public sealed class LostTrainingTests : Training.Checkpoints.CheckpointFixture
{
    [Fact]
    public void ALostDeviceLeavesTheLastCheckpointAndSaysHowToGoOn()
    {
        string checkpoint;
        using (var driver = new DyingDriver())
        {
            using (var device = FakeDevice.Open(driver))
            using (var trainer = MakeTrainer(device, Options() with { HowToResume = "do it again" }, new Listener { OnStep = step => driver.IsDead = step.Step == 3 }))
            {
                var error = Assert.Throws<DeviceException>(() => trainer.Fit(Data, Epochs, Batch)).Message;
                Assert.Contains("The CUDA context on 'Fake GPU' is lost", error);
                Assert.Contains("last kernels launched", error);
                checkpoint = Path.Combine(Folder, "checkpoint-000000002.safetensors");
                // The death shows at the third step's own checkpoint or at the next step.
                if (File.Exists(Path.Combine(Folder, "checkpoint-000000003.safetensors"))) checkpoint = Path.Combine(Folder, "checkpoint-000000003.safetensors");
                Assert.EndsWith($"The last checkpoint is {checkpoint}: do it again.", error);
            }
            Assert.Equal("", driver.Live);
        }
        // It goes on wherever there is a device.
        using var cpu = ComputeDevice.Open("cpu");
        var listener = new Listener();
        using var next = MakeTrainer(cpu, Options(), listener);
        Assert.Equal(Epochs, next.Resume(Data, Epochs, Batch).Epochs.Count);
        Assert.Contains(checkpoint, listener.Start!.Resumed);
        Assert.Contains("was trained on cuda:0; on cpu sums are in another order", Assert.Single(listener.Warnings));
    }

    [Fact]
    public void WithoutCheckpointsTheMessageSaysSo()
    {
        using var driver = new DyingDriver { IsDead = true };
        using var device = FakeDevice.Open(driver);
        using var trainer = MakeTrainer(device, null);
        Assert.Contains("No checkpoints were kept: see Trainer.Checkpoints (--checkpoint).", Assert.Throws<DeviceException>(() => trainer.Fit(Data, Epochs, Batch)).Message);
    }

    private sealed class DyingDriver : FakeCudaDriver
    {
        public bool IsDead { get; set; }

        protected override CudaError Execute(
            FakeFunction function, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int sharedBytes, byte[] arguments) =>
            IsDead ? CudaError.CUDA_ERROR_ILLEGAL_ADDRESS : CudaError.CUDA_SUCCESS;
    }
}
