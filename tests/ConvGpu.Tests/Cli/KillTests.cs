namespace ConvGpu.Tests.Cli;

/// <summary>Training in processes of their own that are killed; `bench/acceptance checkpoints` does it 20 times at random moments.</summary>
public sealed class KillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgpu-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ARunThatIsKilledAndResumedEndsWithTheSameWeights()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await Train("whole", limit.Token));
        var (random, killed) = (new Random(1), 0);
        for (var i = 0; i < 3; i++)
        {
            // The first is killed as soon as there is a checkpoint, so that at least one resumes whatever the machine's speed.
            if (await Train("killed", limit.Token, afterCheckpoint: i == 0 ? 0 : random.Next(300)) != 0) killed++;
        }
        Assert.InRange(killed, 1, 3);
        Assert.Equal(0, await Train("killed", limit.Token));
        Assert.Equal(File.ReadAllBytes(Weights("whole")), File.ReadAllBytes(Weights("killed")));
    }

    private string Weights(string name) => Path.Combine(_folder, name + ".safetensors");

    private async Task<int> Train(string name, CancellationToken token, int? afterCheckpoint = null)
    {
        var checkpoints = Path.Combine(_folder, name);
        var before = Count(checkpoints);
        using var process = DotnetProcess.Start("convgpu",
            "train", "lenet5", "--device", "cpu", "--epochs", "6", "--threads", "1", "--validation", "0.1", "--augment", "shift:1", "--average", "0.9", "--accumulate", "3",
            "--optimizer", "adam", "--lr", "0.001", "--keep-best", "--checkpoint", checkpoints, "--checkpoint-every", "4", "--resume", "--save", Weights(name), "--json");
        var output = process.StandardOutput.ReadToEndAsync(token);
        var error = process.StandardError.ReadToEndAsync(token);
        try
        {
            if (afterCheckpoint is { } delay)
            {
                while (Count(checkpoints) == before && !process.HasExited) await Task.Delay(5, token);
                await Task.Delay(delay, token);
                process.Kill();
            }
            await process.WaitForExitAsync(token);
            Assert.True(afterCheckpoint is not null || process.ExitCode == 0, await error);
            await output;
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>Changes with every checkpoint.</summary>
    private static string Count(string folder) =>
        Directory.Exists(folder) ? string.Join(' ', Directory.GetFiles(folder, "*.safetensors").Select(Path.GetFileName).Order()) : "";
}
