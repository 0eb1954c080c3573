namespace ConvGpu.Tests.Training;

/// <summary>A whole run of the trainer against the same run in naive loops, and what each image is used for.</summary>
public class TrainingRuleTests
{
    private const int Features = 64, Classes = 10, Batch = 8, Epochs = 3, Items = 4;

    /// <summary>20 images in batches of 8: the third is short. The order of an epoch is a shuffle by seed and epoch.</summary>
    [Theory]
    [InlineData(0f, 0f, false)]
    [InlineData(0.9f, 0.01f, false)]
    [InlineData(0.8f, 0.1f, true)]
    public void ARunIsTheRuleOfSgdOverEveryImageOfEveryEpoch(float momentum, float decay, bool nesterov)
    {
        const float rate = 0.05f;
        var digits = Datasets.Digits();
        var train = digits.Train.Select("twenty", [.. Enumerable.Range(0, 20)]);
        var optimizer = new Sgd(rate, momentum, decay, nesterov);
        using var device = ComputeDevice.Open("cpu");
        var reference = Initial(device, optimizer, seed: 5);
        using var trainer = new Trainer(Linear(), device) { Observer = null, Seed = 5, Optimizer = optimizer };
        var result = trainer.Fit(digits with { Train = train, HardTest = null }, Epochs, Batch, TestContext.Current.CancellationToken);

        var steps = 0;
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            var order = Enumerable.Range(0, train.Count).ToArray();
            new SeededRandom(5, RandomStreams.Epochs + (uint)epoch).Shuffle(order);
            var sum = 0.0;
            foreach (var batch in order.Chunk(Batch))
            {
                // 3 steps an epoch, and linearly to zero
                var factor = 1 - steps++ / (double)(3 * Epochs);
                var (inputs, labels) = (batch.Select(i => Input(trainer.Transform!, train, i)).ToArray(), batch.Select(i => train.Labels[i]).ToArray());
                sum += batch.Length * reference.Step(inputs, labels, rate * factor, momentum, decay, nesterov);
            }
            // the sum of some hundred products of float32, 9 times: 1e-5 is 100 roundings
            AssertClose([sum / train.Count], [(float)result.Epochs[epoch - 1].Train.Loss], $"loss of epoch {epoch}");
        }
        AssertClose(reference.Weights, trainer.Network!.ReadParameter("dense1.weight"), "weights");
        AssertClose(reference.Biases, trainer.Network!.ReadParameter("dense1.bias"), "biases");
    }

    /// <summary>Labels at random can be learned by heart and in no other way, so images that are known by heart were trained on.</summary>
    [Fact]
    public void ValidationImagesAreNotTrainedOn()
    {
        const int images = 200;
        var random = new SeededRandom(8, 0);
        var pixels = Enumerable.Range(0, images * Features).Select(_ => (byte)random.Next(256)).ToArray();
        var labels = Enumerable.Range(0, images).Select(_ => random.Next(Classes)).ToArray();
        var noise = new ImageSet("noise", new Shape(images, 1, 8, 8), Classes, pixels, labels);
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(Features, 128), new ReLU(), new Dense(128, Classes)), device)
        {
            Observer = null, ValidationFraction = 0.2,
        };
        var last = trainer.Fit(new Dataset("noise", noise, noise), epochs: 60, batchSize: 20, TestContext.Current.CancellationToken).Epochs[^1];
        Assert.InRange(last.Train.Accuracy, 0.9, 1);
        // 40 images guessed right with 1/10 each: 4 +- 1.9, and 16 are six deviations off.
        Assert.InRange(last.Validation!.Value.Accuracy, 0, 0.4);
    }

    /// <summary>Masks of dropout differ from seed to seed, step to step and layer to layer.</summary>
    [Fact]
    public void MasksOfDropoutDependOnSeedStepAndLayer()
    {
        using var device = ComputeDevice.Open("cpu");
        var (first, second) = Masks(device, seed: 1);
        var (other, _) = Masks(device, seed: 2);
        Assert.NotEqual(first, other);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Masks(device, seed: 1).First);
        // a half of a half passes both layers: 512 elements of 2,048, with a deviation of 20; one mask twice would pass 1,024
        Assert.InRange(first.Count(passes => passes), 412, 612);
    }

    /// <summary>Inference passes dropout by: the mean of 512 ones is 1, exactly, since 512 is a power of two.</summary>
    [Fact]
    public void InferenceHasNoDropout()
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = OnesThroughDropout(device, seed: 1);
        var output = new float[Items * 3];
        network.Predict(Items, output);
        Assert.All(output, value => Assert.Equal(1f, value));
        network.TrainStep(Items);
        network.Predict(Items, output);
        Assert.All(output, value => Assert.Equal(1f, value));
    }

    /// <summary>Which of the elements of an input of ones pass two layers of dropout, in the first step and in the second.</summary>
    private static (bool[] First, bool[] Second) Masks(ComputeDevice device, ulong seed)
    {
        using var network = OnesThroughDropout(device, seed);
        return (Step(), Step());

        bool[] Step()
        {
            network.TrainStep(Items);
            return [.. network.ReadActivation("dropout2", Items).Select(value => value != 0)];
        }
    }

    /// <summary>512 ones an item, two layers of dropout, and as output three times the mean of what is left. Nothing is learned.</summary>
    private static Network OnesThroughDropout(ComputeDevice device, ulong seed)
    {
        const int features = 512;
        var graph = Sequential.Of(new Flatten(), new Dense(features, features), new Dropout(0.5f), new Dropout(0.5f), new Dense(features, 3));
        var network = new Network(graph, device, new NetworkOptions
        {
            InputShape = new Shape(1, 1, 16, 32), MaxBatch = Items, Seed = seed, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0),
            KeepActivations = true,
        });
        network.WriteParameter("dense1.weight", new float[features * features]);
        network.WriteParameter("dense1.bias", [.. Enumerable.Repeat(1f, features)]);
        network.WriteParameter("dense2.weight", [.. Enumerable.Repeat(1f / features, 3 * features)]);
        network.WriteParameter("dense2.bias", new float[3]);
        network.SetInput(new float[Items * features]);
        network.SetLabels([0, 1, 2, 1]);
        return network;
    }

    private static Sequential Linear() => Sequential.Of(new Flatten(), new Dense(Features, Classes));

    private static LinearReference Initial(ComputeDevice device, Optimizer optimizer, ulong seed)
    {
        using var network = new Network(Linear(), device, new NetworkOptions
        {
            InputShape = new Shape(1, 1, 8, 8), MaxBatch = Batch, Seed = seed, Loss = new SoftmaxCrossEntropy(), Optimizer = optimizer,
        });
        return new([.. network.ReadParameter("dense1.weight").Select(w => (double)w)], [.. network.ReadParameter("dense1.bias").Select(b => (double)b)]);
    }

    private static float[] Input(ImageTransform transform, ImageSet images, int index)
    {
        var input = new float[Features];
        transform.Apply(images.Image(index), input);
        return input;
    }

    private static void AssertClose(double[] expected, float[] actual, string name)
    {
        Assert.Equal(expected.Length, actual.Length);
        var most = expected.Max(Math.Abs) * 1e-5;
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= most, $"{name} {i}: {actual[i]:R} instead of {expected[i]:R}");
    }
}
