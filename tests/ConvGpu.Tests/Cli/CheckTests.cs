using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

/// <summary>What <c>check</c> makes of devices that differ or fail.</summary>
[Collection("Console")]
public class CheckTests
{
    private static readonly CheckedStep _sound = new("somebody", 2.5f, 100, [("relu1", [1, 2])], [("dense1.weight", [3, 4])]);

    [Fact]
    public void SoundDevicesPass()
    {
        var (output, error) = Check(_ => _sound, "opencl", "cuda");
        Assert.Null(error);
        foreach (var id in (string[])["cpu", "opencl", "cuda"])
            Assert.Matches($@"(?m)^{id} +2\.5 +bit-equal \(1 tensors\) +bit-equal \(1 tensors\) +100  somebody", output);
    }

    [Fact]
    public void ADeviceThatFailsDoesNotKeepTheOthersFromTheirTurn()
    {
        var (output, error) = Check(id => id == "opencl" ? throw new DeviceException("no memory.") : _sound, "opencl", "cuda");
        Assert.Contains($"{"opencl",-26} failed: no memory.", output);
        Assert.Contains($"{"cuda",-26} 2.5", output);
        Assert.Equal("opencl failed (no memory).", error);
    }

    [Theory]
    [InlineData("loss", 2.5f * 1.00002f, 1f, 3f)]
    [InlineData("loss", float.NaN, 1f, 3f)]
    [InlineData("activations", 2.5f, 1.0003f, 3f)]
    [InlineData("activations", 2.5f, float.NaN, 3f)]
    [InlineData("gradients", 2.5f, 1f, 3.0005f)]
    [InlineData("gradients", 2.5f, 1f, float.NaN)]
    public void ADifferenceIsNamed(string what, float loss, float activation, float gradient)
    {
        var other = new CheckedStep("somebody", loss, 100, [("relu1", [activation, 2])], [("dense1.weight", [gradient, 4])]);
        var (_, error) = Check(id => id == "cpu" ? _sound : other, "opencl");
        Assert.Contains($"opencl differs from cpu in {(what == "loss" ? "the loss" : what)} (", error);
        Assert.Contains("run the op tests", error);
    }

    [Theory]
    [InlineData(2.5f * 1.00002f, false)]
    [InlineData(2.5f * 1.0003f, true)]
    [InlineData(float.NaN, true)]
    public void TheLossAloneCanBeHeld(float loss, bool fails)
    {
        var other = new CheckedStep("somebody", loss, 100, [("relu1", [2, 2])], [("dense1.weight", [5, 4])]);
        var (output, error) = Check(id => id == "cpu" ? _sound : other, true, _ => null, "opencl");
        Assert.Contains("0.5 relu1", output);
        Assert.Equal(fails, error is not null);
        if (fails) Assert.Contains("opencl differs from cpu in the loss (", error);
    }

    [Theory]
    [InlineData(2.5f, 1f, false)]
    [InlineData(2.5f * 1.0003f, 1f, true)]
    [InlineData(2.5f, 1.0003f, true)]
    public void MinimalFilteringIsHeldToTheLossAndTheActivations(float loss, float activation, bool fails)
    {
        var other = new CheckedStep("somebody", loss, 100, [("relu1", [activation, 2])], [("dense1.weight", [5, 4])]);
        var (output, error) = Check(_ => _sound, false, id => other, "opencl");
        foreach (var id in (string[])["cpu", "opencl"])
        {
            Assert.Contains($"{id} (winograd) ", output);
            if (fails) Assert.Contains($"{id} (winograd) differs from cpu in ", error);
        }
        Assert.Equal(fails, error is not null);
    }

    [Fact]
    public void WhatMinimalFilteringDoesNotComputeIsNoRow()
    {
        Assert.Null(CheckedStep.On("cpu", CheckedStep.Model("lenet5"), 2, 1, 0, winograd: true));
        Assert.NotNull(CheckedStep.On("cpu", CheckedStep.Model("resnet-small"), 2, 1, 0, winograd: true));
    }

    [Fact]
    public void ANetworkOfIndicesIsCheckedOnRandomOnes()
    {
        var (one, other) = (CheckedStep.On("cpu", CheckedStep.Model("sequence"), 2, 1, 0)!, CheckedStep.On("cpu", CheckedStep.Model("sequence"), 2, 2, 0)!);
        Assert.True(float.IsFinite(one.Loss));
        Assert.NotEqual(one.Loss, other.Loss);
        Assert.Contains(one.Gradients, g => g.Name == "embedding1.weight" && g.Values.Any(v => v != 0));
        Assert.Contains("sequence takes indices", Assert.Throws<UsageException>(() => CommonOptions.RequireImageModel("sequence")).Message);
        Assert.Equal("lenet5", CommonOptions.RequireImageModel("lenet5"));
    }

    [Fact]
    public void MissingTensorsFail()
    {
        var (_, error) = Check(id => id == "cpu" ? _sound : _sound with { Gradients = [] }, "opencl");
        Assert.Contains("opencl failed (other tensors than cpu", error);
    }

    [Fact]
    public void TheSpeedIsMeasuredAfterTheSlowFirstSteps()
    {
        using var device = ComputeDevice.Open("cpu");
        var steps = 0;
        // With the slow steps half a second holds 3; without them a step takes a few milliseconds even on a busy machine.
        var rate = Throughput.Measure(device, 1, 0.5, () => Thread.Sleep(steps++ < 3 ? 200 : 1));
        Assert.True(rate.Mean > 10, $"{rate}");
        Assert.True(rate.Best >= rate.Mean, $"{rate}");
    }

    private static (string Output, string? Error) Check(Func<string, CheckedStep> run, params string[] devices) =>
        Check(run, onlyLoss: false, _ => null, devices);

    private static (string Output, string? Error) Check(
        Func<string, CheckedStep> run, bool onlyLoss, Func<string, CheckedStep?> winograd, params string[] devices)
    {
        var (output, old) = (new StringWriter(), Console.Out);
        try
        {
            Console.SetOut(output);
            var error = Record.Exception(() => CheckCommand.Check(
                id => id.EndsWith(CheckCommand.Winograd, StringComparison.Ordinal) ? winograd(id) : run(id), "a test", devices, onlyLoss));
            if (error is not null) Assert.IsType<ConvGpuException>(error);
            return (output.ToString(), error?.Message);
        }
        finally
        {
            Console.SetOut(old);
        }
    }
}
