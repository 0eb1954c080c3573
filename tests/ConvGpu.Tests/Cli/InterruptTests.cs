using System.Diagnostics;
using System.Text.Json;

namespace ConvGpu.Tests.Cli;

/// <summary>Ctrl-C, sent to a process of its own.</summary>
public class InterruptTests
{
    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task CtrlCEndsTrainingWithOneLineAndWhatWasLearned(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using var process = DotnetProcess.Start("convgpu", "train", "mlp", "--device", "cpu", "--epochs", "1000000", "--threads", "1", "--json");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(2));
            // The handler is there before the first epoch ends.
            while (await process.StandardError.ReadLineAsync(limit.Token) is { } line && !line.StartsWith("epoch 1:", StringComparison.Ordinal)) { }
            using (var kill = Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(limit.Token);
            var error = await process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(1, process.ExitCode);
            Assert.Matches(@"stopped after \d+ of 1000000 epochs; the test set was not read", error);
            using var json = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
            Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("test_accuracy").ValueKind);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
