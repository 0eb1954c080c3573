namespace ConvGpu.Tests.Training;

/// <summary>Passes that end early or fail leave the loader as new.</summary>
[Collection("Console")]
public class BatchLoaderTests
{
    private static readonly ImageSet _images = Datasets.Digits().Test;
    private static readonly ImageTransform _transform = new(_images, new Shape(1, 1, 8, 8));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task APassThatWasLeftDoesNotShowInTheNext(int taken)
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = Network(device);
        using var loader = new BatchLoader(device, 50, new Shape(1, 1, 8, 8));
        for (var round = 0; round < 20; round++)
        {
            loader.Start(_images, _transform, Order());
            for (var i = 0; i < taken; i++) Assert.Equal(i < 7 ? 50 : 10, loader.Next(network));
            if (round % 2 == 0) loader.End();
        }
        loader.Start(_images, _transform, Order());
        Assert.Equal([50, 50, 50, 50, 50, 50, 50, 10], await Sizes(loader, network));
    }

    [Fact]
    public async Task AFailureNamesItsCauseAndIsForgottenAtTheNextStart()
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = Network(device);
        using var loader = new BatchLoader(device, 50, new Shape(1, 1, 8, 8));
        loader.Start(_images, _transform.For(new Shape(1, 1, 9, 9)), Order());
        var error = Assert.Throws<DataException>(() => loader.Next(network));
        Assert.Contains("81 pixels", error.Message);
        Assert.IsType<ShapeException>(error.InnerException);
        loader.Start(_images, _transform, Order());
        Assert.Equal(8, (await Sizes(loader, network)).Count);
    }

    [Fact]
    public void MemoryOfAKindIsTakenWhenAPassNeedsIt()
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = Network(device);
        using var loader = new BatchLoader(device, 50, new Shape(1, 1, 8, 8)) { PreparesOnDevice = true };
        Assert.False(loader.HoldsInputs);
        loader.Start(_images, _transform, Order());
        Assert.Equal(50, loader.Next(network));
        Assert.Equal(Order()[..50], loader.Taken.ToArray());
        Assert.False(loader.HoldsInputs);
        loader.Start(_images, _transform, [3, 1, 2], inputsOnly: true);
        Assert.Equal(3, loader.Next(network));
        Assert.Equal([3, 1, 2], loader.Taken.ToArray());
        Assert.True(loader.HoldsInputs);
    }

    /// <summary>The sizes of a pass's batches; a hang fails after a minute.</summary>
    private static Task<List<int>> Sizes(BatchLoader loader, Network network) => Task.Run(() =>
    {
        var sizes = new List<int>();
        for (int n; (n = loader.Next(network)) > 0;) sizes.Add(n);
        return sizes;
    }).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    private static int[] Order() => [.. Enumerable.Range(0, _images.Count)];

    private static Network Network(ComputeDevice device) => new(
        Sequential.Of(new Flatten(), new Dense(64, 10)), device,
        new NetworkOptions { InputShape = new Shape(1, 1, 8, 8), MaxBatch = 50, Loss = new SoftmaxCrossEntropy() });
}
