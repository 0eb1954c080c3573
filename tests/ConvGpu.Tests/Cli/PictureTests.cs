using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

/// <summary>How numbers become pictures.</summary>
public class PictureTests
{
    [Fact]
    public void NumbersBecomePixels()
    {
        Assert.Equal([0, 0, 128, 255, 255, 0], PixelRange.Pixels.ToPixels([-1, 0, 127.6f, 255, 256, float.NaN]));
        Assert.Equal([255, 0, 128], PixelRange.Of([3, -1, 1]).ToPixels([3, -1, 1]));
        Assert.Equal([0, 0], PixelRange.Of([7, 7]).ToPixels([7, 7]));
        Assert.Equal([0, 128, 159], PixelRange.AroundZero([-4, 0, 1]).ToPixels([-4, 0, 1]));
    }

    [Fact]
    public void TilesStandRowByRowOnTheGround()
    {
        var tiles = Enumerable.Range(1, 3).Select(i => new Image(1, 1, 2, [(byte)i, (byte)(10 * i)])).ToArray();
        var grid = PictureGrid.Draw(tiles, 2);
        const int Scale = 32, Gap = 2;
        Assert.Equal(new Shape(1, 3, 2 * (Scale + Gap) + Gap, 2 * (2 * Scale + Gap) + Gap), grid.Shape);
        byte At(int channel, int y, int x) => grid.Plane(channel)[y * grid.Width + x];
        Assert.Equal((1, 10), (At(0, Gap, Gap), At(2, Gap, Gap + Scale)));
        Assert.Equal((2, 20), (At(1, Gap + Scale - 1, 2 * Gap + 2 * Scale), At(1, Gap, 2 * Gap + 4 * Scale - 1)));
        Assert.Equal(3, At(0, 2 * Gap + Scale, Gap));
        // Between the tiles and where the fourth would be.
        foreach (var (y, x) in ((int, int)[])[(0, 0), (Gap + Scale, Gap), (grid.Height - 1, grid.Width - 1), (2 * Gap + Scale, 3 * Scale)])
            Assert.Equal((40, 60, 120), (At(0, y, x), At(1, y, x), At(2, y, x)));
    }

    [Fact]
    public void MapsAreStretchedEachOrTogether()
    {
        float[] values = [0, 1, 0, 10];
        var each = FeaturesCommand.Draw(new Shape(1, 2, 1, 2), values, common: false);
        var together = FeaturesCommand.Draw(new Shape(1, 2, 1, 2), values, common: true);
        var (x, y) = (2 + 32, 2);
        Assert.Equal((255, 26), (each.Plane(0)[y * each.Width + x], together.Plane(0)[y * together.Width + x]));
        // Single values share a scale in any case.
        var vector = FeaturesCommand.Draw(new Shape(1, 4, 1, 1), [1, 2, 3, 5], common: false);
        Assert.Equal((0, 64), (vector.Plane(0)[2 * vector.Width + 2], vector.Plane(0)[2 * vector.Width + 4 + 32]));
    }

    [Theory]
    [InlineData(6, 1, 5, 5, 3, 2)]      // a square of grey filters
    [InlineData(4, 3, 5, 5, 2, 2)]      // in colours
    [InlineData(4, 6, 5, 5, 6, 4)]      // a row a filter
    [InlineData(100, 1, 5, 5, 8, 8)]    // 64 at most
    [InlineData(2, 100, 3, 3, 64, 2)]
    public void FiltersAreLaidOut(int filters, int channels, int height, int width, int columns, int rows)
    {
        var values = new float[filters * channels * height * width];
        values[0] = 1;
        var image = FilterPicture.Draw(new Shape(filters, channels, height, width), values, 64);
        var scale = Math.Clamp(720 / Math.Max(rows * height, columns * width), 1, 32);
        Assert.Equal(new Shape(1, 3, rows * (height * scale + 2) + 2, columns * (width * scale + 2) + 2), image.Shape);
        Assert.Equal((255, 128), (image.Plane(0)[2 * image.Width + 2], image.Plane(0)[2 * image.Width + 2 + scale]));
    }

    [Fact]
    public void ADenseLayerIsOneMatrix()
    {
        var image = FilterPicture.Draw(new Shape(3, 90), [.. Enumerable.Range(0, 270).Select(i => i < 90 ? -1f : 1f)], 64);
        Assert.Equal(new Shape(1, 3, 3 * 8 + 4, 90 * 8 + 4), image.Shape);
        Assert.Equal((0, 255), (image.Plane(0)[2 * image.Width + 2], image.Plane(0)[10 * image.Width + 2]));
    }

    [Theory]
    [InlineData("conv2d2", "conv2d2")]
    [InlineData("conv2", "conv2d2")]
    [InlineData("max1", "maxpool2d1")]
    [InlineData("dense3", "dense3")]
    public void LayersAreFoundByKindAndNumber(string name, string expected) =>
        Assert.Equal(expected, TrainedModel.FindLayer(ModelZoo.LeNet5(), name).Name);

    [Theory]
    [InlineData("conv3")]
    [InlineData("conv0")]
    [InlineData("1")]
    [InlineData("input")]
    [InlineData("")]
    public void OtherLayersAreRefused(string name) =>
        Assert.Contains("it has conv2d1, relu1", Assert.Throws<UsageException>(() => TrainedModel.FindLayer(ModelZoo.LeNet5(), name)).Message);
}

/// <summary>The commands that train a model and draw what is in it.</summary>
[Collection("Console")]
public sealed class SeeCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("convgpu").FullName;

    private string Source => Path.Combine(_directory, "source.png");

    private string Target => Path.Combine(_directory, "target.png");

    [Fact]
    public void FeaturesAreThoseOfTheTrainedLayer()
    {
        var digit = Datasets.Digits().Train.Image(0);
        Picture(digit).Write(Source);
        var output = Succeed(
            "features", "lenet5", Source, "--layer", "relu1", "--epochs", "1", "--common-scale", "--device", "cpu", "--out", Target);
        Assert.Contains("first 1 epoch of training on digits, with seed 1", output);
        Assert.Contains("relu1: 6 maps of 28x28, from 0 to ", output);
        var shown = Image.Read(Target);
        Assert.Equal(new Shape(1, 3, 2 * (28 * 8 + 2) + 2, 3 * (28 * 8 + 2) + 2), shown.Shape);

        using var device = ComputeDevice.Open("cpu");
        var recipe = Recipe.For("lenet5", "digits");
        using var model = TrainedModel.Create(
            new TrainedModelChoice("lenet5", "digits", null, "cpu", Epochs: 1, recipe.Batch, recipe.LearningRate, Seed: 1, recipe.Optimizer), device, "relu1");
        var (shape, values) = model.Activation(Input(model, digit));
        var expected = FeaturesCommand.Draw(shape, values, common: true);
        // The value, the least and the greatest are each off by the slack; and pixels are rounded.
        var tolerance = 4 * ActivationSlack(model) / values.Max() * 255 + 1;
        Assert.InRange(tolerance, 1, 25);
        for (var i = 0; i < shown.Pixels.Length; i++) Assert.InRange(shown.Pixels[i], expected.Pixels[i] - tolerance, expected.Pixels[i] + tolerance);
    }

    /// <summary>Digits have values of 0 to 16, a picture of one 0 to 255.</summary>
    [Fact]
    public void ThePictureOfATrainingImageGivesItsActivations()
    {
        using var device = ComputeDevice.Open("cpu");
        using var model = TrainedModel.Create(
            new TrainedModelChoice("lenet5", "digits", null, "cpu", Epochs: 0, Batch: 1, LearningRate: 0.01f, Seed: 1), device, "conv1");
        var digit = Datasets.Digits().Train.Image(3);
        float[] expected = Input(model, digit), actual = FeaturesCommand.Input(model, Picture(digit), invert: false);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], InputSlack(model));
        var slack = ActivationSlack(model);
        var ((_, imageValues), (_, pictureValues)) = (model.Activation(expected), model.Activation(actual));
        Assert.InRange(slack, 0, 0.1 * imageValues.Max());
        for (var i = 0; i < imageValues.Length; i++) Assert.Equal(imageValues[i], pictureValues[i], slack);
    }

    [Fact]
    public void AnActivationIsThatOfTheWholeNetwork()
    {
        using var device = ComputeDevice.Open("cpu");
        var choice = new TrainedModelChoice("lenet5", "digits", null, "cpu", Epochs: 1, Batch: 32, LearningRate: 0.01f, Seed: 2);
        using var model = TrainedModel.Create(choice, device, "dense3");
        var input = new float[784];
        for (var i = 0; i < input.Length; i++) input[i] = i % 7 - 3;
        var (shape, values) = model.Activation(input);
        var expected = new float[10];
        model.Network.SetInput(input);
        model.Network.Predict(1, expected);
        Assert.Equal(new Shape(1, 10), shape);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void FeaturesAreNormalisedByTheStatisticsOfTheTraining()
    {
        using var device = ComputeDevice.Open("cpu");
        var choice = new TrainedModelChoice("mobilenet-v2", "digits", null, "cpu", Epochs: 0, Batch: 1, LearningRate: 0.01f, Seed: 2);
        using var model = TrainedModel.Create(choice, device, "batchnorm2d1");
        var input = new float[model.Network.InputShape.ItemCount];
        for (var i = 0; i < input.Length; i++) input[i] = i % 7 - 3;
        var before = model.Activation(input).Values;
        var (means, variances) = (model.Network.ReadBuffer("batchnorm2d1.running_mean"), model.Network.ReadBuffer("batchnorm2d1.running_var"));
        model.Network.WriteBuffer("batchnorm2d1.running_mean", [.. means.Select(m => m + 3)]);
        model.Network.WriteBuffer("batchnorm2d1.running_var", [.. variances.Select(v => 4 * v)]);
        var after = model.Activation(input).Values;
        for (var i = 0; i < before.Length; i++) Assert.Equal((before[i] - 3) / 2, after[i], 1e-4f * (1 + Math.Abs(before[i])));
    }

    [Fact]
    public void WeightsAreThoseOfTheLayer()
    {
        var output = Succeed("weights", "mlp", "--layer", "dense1", "--epochs", "0", "--most", "4", "--device", "cpu", "--out", Target);
        Assert.Contains("not trained", output);
        Assert.Contains("dense1.weight: 256x1x28x28", output);
        Assert.Contains("the first 4 of 256", output);
        Assert.Equal(2 * (28 * 12 + 2) + 2, Image.Read(Target).Height);
    }

    /// <summary>The first layer with weights, of a model without convolutions too.</summary>
    [Theory]
    [InlineData("mlp", "dense1: 256 maps of 1x1, ", "dense1.weight: 256x1x28x28, ")]
    [InlineData("lenet5", "conv2d1: 6 maps of 28x28, ", "conv2d1.weight: 6x1x5x5, ")]
    public void WithoutALayerItIsTheFirstWithWeights(string model, string features, string weights)
    {
        Picture(Datasets.Digits().Train.Image(0)).Write(Source);
        Assert.Contains(features, Succeed("features", model, Source, "--epochs", "0", "--device", "cpu", "--out", Target));
        Assert.Contains(weights, Succeed("weights", model, "--epochs", "0", "--device", "cpu", "--out", Target));
    }

    [Theory]
    [InlineData("relu1 has no weights; layers that have are conv2d1, conv2d2, dense1", "weights", "lenet5", "--layer", "relu1")]
    [InlineData("lenet5 has no layer 'conv9'", "weights", "lenet5", "--layer", "conv9")]
    [InlineData("--epochs is at least 0", "weights", "lenet5", "--epochs", "-1")]
    [InlineData("sequence takes indices", "features", "sequence", "docs/pictures/shapes.png")]
    [InlineData("--most is at least 1", "weights", "lenet5", "--most", "0")]
    [InlineData("nothing.png cannot be read", "features", "lenet5", "nothing.png")]
    public void MistakesAreExplained(string message, params string[] args)
    {
        var (code, _, error) = CommandLineTests.Run([.. args, "--device", "cpu", "--out", Target]);
        Assert.NotEqual(0, code);
        Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>Before the training, which would be for nothing, and without touching what is there.</summary>
    [Theory]
    [InlineData("--out writes PNG and JPEG files only", "kept.bmp", "features", "lenet5", "docs/pictures/shapes.png")]
    [InlineData("--out writes PNG and JPEG files only", "kept.bmp", "weights", "lenet5")]
    [InlineData("cannot be written", "none/there.png", "features", "lenet5", "docs/pictures/shapes.png")]
    [InlineData("cannot be written", "none/there.png", "weights", "lenet5")]
    [InlineData("relu1 has no weights", "kept.png", "weights", "lenet5", "--layer", "relu1")]
    public void WhatCannotBeDoneIsRefusedBeforeTheTraining(string message, string file, params string[] args)
    {
        var target = Path.Combine(_directory, file);
        if (file.StartsWith("kept", StringComparison.Ordinal)) File.WriteAllText(target, "kept");
        var (code, output, error) = CommandLineTests.Run([.. args, "--device", "cpu", "--out", target]);
        Assert.NotEqual(0, code);
        Assert.Contains(message, error);
        Assert.DoesNotContain("training", output);
        Assert.True(!File.Exists(target) || File.ReadAllText(target) == "kept");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Image Picture(ReadOnlySpan<byte> digit)
    {
        var pixels = digit.ToArray();
        return new Image(1, 8, 8, [.. pixels.Select(p => (byte)Math.Round(p * 255 / 16.0))]);
    }

    private static float[] Input(TrainedModel model, ReadOnlySpan<byte> digit)
    {
        var input = new float[model.Network.InputShape.ItemCount];
        model.Transform.Apply(digit, input);
        return input;
    }

    /// <summary>Half of one of the 255 steps from black to white that a picture has, and the rounding of float32.</summary>
    private static float InputSlack(TrainedModel model)
    {
        var white = new byte[64];
        Array.Fill(white, (byte)16);
        return (Input(model, white)[0] - Input(model, new byte[64])[0]) * 0.5f / 255 + 1e-5f;
    }

    /// <summary>What the first convolution makes of <see cref="InputSlack"/> at most: it, times the absolute weights of a filter.</summary>
    private static float ActivationSlack(TrainedModel model) =>
        InputSlack(model) * model.Network.ReadParameter("conv2d1.weight").Chunk(25).Max(filter => filter.Sum(w => Math.Abs(w)));

    private static string Succeed(params string[] args)
    {
        var (code, output, error) = CommandLineTests.Run(args);
        Assert.True(code == 0, error);
        return output;
    }
}
