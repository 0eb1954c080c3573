using ConvGpu.Tests.Data;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Training;

/// <summary>Batches whose images are uploaded with 8 bits and prepared by a kernel train as those that the host prepares, bit by bit.</summary>
public abstract class PixelStagingTests(string deviceName)
{
    [Theory]
    [InlineData("")]
    [InlineData("shift:1")]
    [InlineData("flip,shift:2")]
    [InlineData("shift:1,flip,flip")]
    [InlineData("cutout:3,flip,shift:1,shift:2,flip")]
    [InlineData("shift:1,rotate:10")]
    public void TheSameBitsAsOnTheHost(string augmentations)
    {
        var device = TestDevices.Open(deviceName);
        var digits = Datasets.Digits();
        // 70 images in batches of 16: the last one is short. The test is of another deviation; the harder one is resized, on the host.
        var data = new Dataset("some", digits.Train.Select("some", [.. Enumerable.Range(0, 70)]), digits.Test.Select("few", [.. Enumerable.Range(0, 20)]), Wide(digits.Test));
        string Run(bool onDevice)
        {
            using var trainer = new Trainer(Sequential.Of("small", new Shape(1, 3, 8, 8), new Conv2D(3, 2, 3), new ReLU(), new Flatten(), new Dense(72, 10)), device)
            {
                Observer = null, PreparesOnDevice = onDevice, Augmentations = augmentations.Length == 0 ? [] : ImageAugmentation.Parse(augmentations), ValidationFraction = 0.1,
            };
            var result = trainer.Fit(data, 2, 16, TestContext.Current.CancellationToken);
            var bits = trainer.Network!.ParameterNames.SelectMany(trainer.Network.ReadParameter).Select(BitConverter.SingleToInt32Bits);
            return $"{string.Join(' ', bits)} {result.Epochs[^1].Train} {result.Epochs[^1].Validation} {result.Test} {result.HardTest} {trainer.Evaluate(data.Train)}";
        }
        Assert.Equal(Run(false), Run(true));
    }

    /// <summary>Pictures of files in batches of 4; the first batch of the test loses all of its files, the second some.</summary>
    [Theory]
    [InlineData("flip")]
    [InlineData("resized-crop,jitter")]
    public void TheSameBitsAsOnTheHostFromFiles(string augmentations)
    {
        using var folder = new PictureFolder();
        foreach (var (name, colour) in ((string, int)[])[("a", 0), ("b", 1)])
        {
            folder.Add("train/" + name, 5, colour, side: 12, isMixed: true);
            folder.Add("val/" + name, 5, colour, side: 12, isMixed: true);
        }
        foreach (var damaged in (string[])["train/a/002.png", "val/a/000.png", "val/a/001.png", "val/a/002.png", "val/a/003.png", "val/b/000.png"]) File.WriteAllText(folder.File(damaged), "no picture");
        var device = TestDevices.Open(deviceName);
        string Run(bool onDevice)
        {
            var data = Datasets.Folder(folder.Root, onCorrupt: CorruptFiles.Skip);
            using var trainer = new Trainer(Sequential.Of("small", new Shape(1, 3, 8, 8), new Conv2D(3, 2, 3), new ReLU(), new Flatten(), new Dense(72, 2)), device)
            {
                Observer = null, PreparesOnDevice = onDevice, Augmentations = ImageAugmentation.Parse(augmentations), LoaderThreads = 2,
            };
            var result = trainer.Fit(data, 2, 4, TestContext.Current.CancellationToken);
            var bits = trainer.Network!.ParameterNames.SelectMany(trainer.Network.ReadParameter).Select(BitConverter.SingleToInt32Bits);
            return $"{string.Join(' ', bits)} {result.Epochs[^1].Train} {result.Test} {string.Join(' ', trainer.Predict(data.Test))}";
        }
        Assert.Equal(Run(false), Run(true));
    }

    private static ImageSet Wide(ImageSet images)
    {
        var pixels = new byte[5 * 8 * 12];
        new Random(3).NextBytes(pixels);
        return new ImageSet("wide", new Shape(5, 1, 8, 12), 10, pixels, [.. images.Labels.Take(5)]);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class PixelStagingTestsOnCpu() : PixelStagingTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class PixelStagingTestsOnCpuAccelerator() : PixelStagingTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class PixelStagingTestsOnOpenCl() : PixelStagingTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class PixelStagingTestsOnCuda() : PixelStagingTests(OnDevice.Cuda);
