namespace ConvGpu.Tests.Training.Checkpoints;

/// <summary>Files of earlier versions open for ever: each was written when its version was the newest, and is never written again.</summary>
public sealed class CheckpointVersionTests : CheckpointFixture
{
    [Theory]
    [InlineData(1)]
    public void AFileOfEachVersionOpensAndGoesOn(int version)
    {
        Directory.CreateDirectory(Folder);
        using (var resource = typeof(CheckpointVersionTests).Assembly.GetManifestResourceStream($"checkpoint-{version}.safetensors")!)
        using (var copy = File.Create(Path.Combine(Folder, "checkpoint-000000007.safetensors"))) resource.CopyTo(copy);
        using var device = ComputeDevice.Open("cpu");
        var listener = new Listener();
        using var trainer = MakeTrainer(device, Options(), listener);
        var result = trainer.Resume(Data, Epochs, Batch);
        Assert.Contains("epoch 2, batch 2, step 7", listener.Start!.Resumed);
        Assert.Equal(Epochs, result.Epochs.Count);
        Assert.Equal(result.Epochs[0], Assert.Single(listener.Start.Done));
    }

    [Fact]
    public void TheNewestVersionHasItsFile() => Assert.Equal(1, CheckpointFile.Version);

    [Fact]
    public void ANewerVersionIsNamedAndLeftAlone()
    {
        using var device = ComputeDevice.Open("cpu");
        using (var trainer = MakeTrainer(device, Options())) trainer.Fit(Data, 1, Batch);
        foreach (var path in Directory.GetFiles(Folder))
        {
            var bytes = File.ReadAllBytes(path);
            var at = bytes.AsSpan().IndexOf("\"version\":\"1\""u8);
            bytes[at + 11] = (byte)'9';
            File.WriteAllBytes(path, bytes);
        }
        using var other = MakeTrainer(device, Options());
        Assert.Contains("is a checkpoint of version 9; this ConvGpu reads versions up to 1", Assert.Throws<CheckpointException>(() => other.Resume(Data, 1, Batch)).Message);
        Assert.Equal(2, Directory.GetFiles(Folder, "*.safetensors").Length);
    }
}
