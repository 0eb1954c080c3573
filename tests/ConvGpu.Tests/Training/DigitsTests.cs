using System.Globalization;
using ConvGpu.Cli;
using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Training;

/// <summary>LeNet-5 with the recipe of <c>convgpu train</c> reads handwritten digits.</summary>
[Collection("Console")]
public class DigitsTests
{
    [Theory]
    [InlineData(OnDevice.Cpu)]
    [InlineData(OnDevice.CpuAccelerator)]
    [InlineData(OnDevice.OpenCl)]
    public void SeedOneReadsTheDigitsHeldOut(string deviceName)
    {
        Assert.SkipUnless(TestSize.Full || deviceName == OnDevice.Cpu, "CONVGPU_TEST=full trains on every device.");
        using var device = ComputeDevice.Open(TestDevices.Open(deviceName).Info.Id);
        var recipe = Recipe.For("lenet5", "digits");
        using var trainer = new Trainer(ModelZoo.LeNet5(), device)
        {
            Observer = null, Seed = 1, Optimizer = new Sgd(recipe.LearningRate, momentum: 0.9f),
        };
        var result = trainer.Fit(Datasets.Digits(1), recipe.Epochs, recipe.Batch, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{deviceName}: held out {result.Test!.Value.Accuracy:P2}, other writers {result.HardTest!.Value.Accuracy:P2}, {result.TrainSeconds:F1} s"));
        Assert.True(result.Test!.Value.Accuracy >= 0.965, $"{result.Test}");
        // Other writers are harder: five seeds have a median above 0.93, one seed may stay below it.
        Assert.True(result.HardTest!.Value.Accuracy >= 0.9, $"{result.HardTest}");
    }
}
