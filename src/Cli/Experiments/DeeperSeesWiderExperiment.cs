namespace ConvGpu.Cli;

/// <summary>What one output sees of the picture: counted by the recurrence, and measured by its gradient.</summary>
internal static class DeeperSeesWiderExperiment
{
    private const int Size = 41;
    private const int Images = 16;

    private static readonly (string Name, Layer[] Layers)[] _stacks =
    [
        ("one 3x3", [Wide()]),
        ("two 3x3", [Wide(), Wide()]),
        ("three 3x3", [Wide(), Wide(), Wide()]),
        ("five 3x3", [Wide(), Wide(), Wide(), Wide(), Wide()]),
        ("3x3, dilated by 2, by 4", [Wide(), Wide(dilation: 2), Wide(dilation: 4)]),
        ("two 3x3, pooling, two 3x3", [Wide(), Wide(), new MaxPool2D(2), Wide(), Wide()]),
        ("3x3 in steps of 2, twice, then 3x3", [Wide(stride: 2), Wide(stride: 2), Wide()]),
    ];

    public static Experiment Create() => new()
    {
        Name = "deeper-sees-wider",
        ReadsFashionMnist = false,
        Claim = "the deeper a layer, the more of the picture one of its outputs sees, though every filter is 3x3",
        Setting = "convolutions of 4 filters and ReLU, weights by He; the field is the rows in which the gradient of the output in "
            + "the middle is not 0 for any of 16 random images of 41x41; the middle half is the shortest run of rows that holds "
            + "half of the gradient",
        Measures = [Measure.Count("counted rows"), Measure.Count("measured rows"), Measure.Count("rows of the middle half")],
        Contenders = [.. _stacks.Select(stack => Contender.Of(stack.Name, trial => Run(trial, stack.Layers)))],
        Verdict = medians =>
        {
            var deep = _stacks[..4].Select(stack => medians[stack.Name][1]).ToArray();
            return (
                FormattableString.Invariant($"one, two, three and five layers see {string.Join(", ", deep)} rows, as counted; half of what five see is in the middle {medians[_stacks[3].Name][2]:F0}"),
                medians.Values.All(m => m[0] == m[1]) && deep.SequenceEqual([3.0, 5, 7, 11]));
        },
    };

    private static Conv2D Wide(int stride = 1, int dilation = 1) =>
        new(4, 4, kernel: 3, stride: stride, padding: dilation, dilation: dilation);

    private static double[] Run(Trial trial, Layer[] layers)
    {
        var graph = new Graph("stack", new Shape(1, 1, Size, Size));
        // A bias for each pixel: its gradient is that of the picture.
        graph.Add(new LocallyConnected2D(1, 1, kernel: 1) { Name = "picture", Initializer = Initializer.Constant(1) });
        graph.Add(new Concat(), [.. Enumerable.Repeat(graph.Output, 4)]);
        foreach (var layer in layers)
        {
            graph.Add(layer);
            if (layer is Conv2D) graph.Add(new ReLU());
        }
        using var network = new Network(graph, trial.Device, new NetworkOptions { MaxBatch = 1, Seed = trial.Seed, Loss = new MeanSquaredError(), KeepActivations = true });
        var random = new SeededRandom(trial.Seed, RandomStreams.Split);
        var (shape, rows) = (network.OutputShape, new double[Size]);
        var output = new float[shape.ItemCount];
        for (var image = 0; image < trial.Count(Images); image++)
        {
            network.SetInput([.. Enumerable.Range(0, Size * Size).Select(_ => (float)random.NextGaussian())]);
            network.Predict(1, output);
            // The loss is 0 but for the middle of each channel.
            for (var c = 0; c < shape.C; c++) output[(c * shape.H + shape.H / 2) * shape.W + shape.W / 2] += 1;
            network.SetTargets(output);
            network.TrainStep(1);
            foreach (var (value, index) in network.ReadGradient("picture.bias").Select((v, i) => (v, i))) rows[index / Size] += Math.Abs(value);
        }
        var seen = Enumerable.Range(0, Size).Where(row => rows[row] != 0).ToList();
        return [ModelSummary.Of(graph).Layers[^1].ReceptiveField.Height, seen[^1] - seen[0] + 1, MiddleHalf(rows)];
    }

    /// <summary>The length of the shortest run of rows that holds half of the sum.</summary>
    private static int MiddleHalf(double[] rows)
    {
        var half = rows.Sum() / 2;
        for (var length = 1; ; length++)
        {
            for (var first = 0; first + length <= rows.Length; first++)
                if (rows[first..(first + length)].Sum() >= half) return length;
        }
    }
}
