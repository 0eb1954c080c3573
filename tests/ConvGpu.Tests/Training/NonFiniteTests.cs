namespace ConvGpu.Tests.Training;

/// <summary>A loss that became NaN or infinite is followed to where that began.</summary>
public class NonFiniteTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheLayerAndTheStepAreNamed(int accumulate)
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = Make(device, 1e20f, locate: true, accumulate);
        var error = Assert.Throws<ConvGpuException>(() => trainer.Fit(Datasets.Digits(), 3, 64));
        // The first update makes weights of 1e20 times the gradients; the next forward pass multiplies two layers of them.
        Assert.Contains($"and see dense2, where it began at step {accumulate + 1} (batch {accumulate + 1} of epoch 1): dense2.output has ", error.Message);
        Assert.Contains("lower the learning rate (--lr)", error.Message);
        Assert.Contains("Everything before was finite", error.Message);
    }

    [Fact]
    public void AnOverflowInTheLastUpdateOfAnEpochIsFoundThere()
    {
        using var device = ComputeDevice.Open("cpu");
        // One step an epoch, whose gradients are above 1 in the first layer: the weights overflow, the loss does not yet.
        using var trainer = Make(device, float.MaxValue, locate: true);
        trainer.Prepare(Datasets.Digits(), 5000).WriteParameter("dense2.weight", [.. Enumerable.Repeat(0f, 100).Select((_, i) => i / 10 == 3 ? 1000f : -1000f)]);
        var error = Assert.Throws<ConvGpuException>(() => trainer.Fit(Datasets.Digits(), 3, 5000));
        Assert.Contains("where it began at step 1 (batch 1 of epoch 1): ", error.Message);
        Assert.Matches(@"dense[12]\.(weight|bias)(\.momentum)? has ", error.Message);
    }

    [Fact]
    public void WithoutTheSearchTheMessageNamesIt()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = Make(device, 1e20f, locate: false);
        Assert.Contains("(--locate-nan)", Assert.Throws<ConvGpuException>(() => trainer.Fit(Datasets.Digits(), 3, 64)).Message);
    }

    private static Trainer Make(ComputeDevice device, float rate, bool locate, int accumulate = 1) =>
        new(Sequential.Of("two", new Shape(1, 1, 8, 8), new Flatten(), new Dense(64, 10), new Dense(10, 10)), device)
        {
            Optimizer = new Sgd(rate), Observer = null, LocateNonFinite = locate, AccumulateSteps = accumulate,
        };
}
