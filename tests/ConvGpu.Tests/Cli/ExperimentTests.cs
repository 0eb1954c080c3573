using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

/// <summary>How experiments are run and told; their results stand in docs/lectures.md.</summary>
[Collection("Console")]
public class ExperimentTests
{
    [Fact]
    public void ATableHasTheMediansAndTheVerdict()
    {
        using var device = ComputeDevice.Open("cpu");
        var experiment = new Experiment
        {
            Name = "trial",
            Claim = "more is more",
            Setting = "no data",
            Measures = [Measure.Share("share"), Measure.Loss("loss"), Measure.Count("weights")],
            Contenders =
            [
                Contender.Of("one", t => [0.1 * t.Seed, 10.0 - t.Seed, 1000]), Contender.Of("two", t => [0.4 + (t.Seed == 1 ? 0.5 : 0), t.Seed, 2e6]),
            ],
            Verdict = medians => ($"{medians["one"][0]:F1} and {medians["two"][0]:F1}", medians["two"][0] > medians["one"][0]),
        };
        var output = new StringWriter();
        Assert.True(ExperimentTable.Run(experiment, 3, device, null, output));
        Assert.Equal(
            ["trial: more is more", "no data; medians of seeds 1 to 3.", "", "| | share | loss | weights |", "|---|---:|---:|---:|",
                "| one | 20.0 % | 8.000 | 1,000 |", "| two | 40.0 % | 2.000 | 2,000,000 |", "", "shown: 0.2 and 0.4"],
            output.ToString().TrimEnd().Split('\n'));
        Assert.False(ExperimentTable.Run(experiment with { Verdict = _ => ("it is not", false) }, 1, device, null, output));
        Assert.Contains("not shown: it is not", output.ToString());
    }

    [Theory]
    [InlineData(3, new double[] { 3 })]
    [InlineData(2, new double[] { 3, 1 })]
    [InlineData(4, new double[] { 9, 4, 1 })]
    [InlineData(2.5, new double[] { 4, 1, 3, 2 })]
    public void TheMedianIsTheMiddle(double expected, double[] values) => Assert.Equal(expected, ExperimentTable.Median(values));

    [Fact]
    public void AnUnknownExperimentIsRefused()
    {
        var (code, _, error) = CommandLineTests.Run("experiment", "alchemy", "--device", "cpu");
        Assert.Equal(2, code);
        Assert.Contains("there is no experiment 'alchemy'; there are overfitting, stride-against-pooling", error);
        (code, _, error) = CommandLineTests.Run("experiment");
        Assert.Equal(2, code);
        Assert.Contains("experiment takes a name; there are overfitting, stride-against-pooling", error);
    }

    /// <summary>Of the contenders of this experiment the first needs none of the data that is missing.</summary>
    [Fact]
    public void MissingDataIsToldBeforeTheTraining()
    {
        var (code, output, error) = CommandLineTests.Run("experiment", "pretraining", "--device", "cpu", "--data", Path.Combine(Path.GetTempPath(), "convgpu-no-such-directory"));
        Assert.Equal(1, code);
        Assert.Contains("convgpu-no-such-directory", error);
        Assert.Empty(output);
    }

    [Fact]
    public void TheTablesOfTheDocumentationAreOfExperiments()
    {
        Assert.Equal(ExperimentCommand.All.Select(e => e.Name), ExperimentTableTests.Sections().Select(section => section.Split('\n')[0]));
        foreach (var section in ExperimentTableTests.Sections())
        {
            var experiment = Assert.Single(ExperimentCommand.All, e => section.StartsWith(e.Name + "\n", StringComparison.Ordinal));
            Assert.Contains(experiment.Setting, section.ReplaceLineEndings(" "));
            Assert.Contains($"| | {string.Join(" | ", experiment.Measures.Select(m => m.Name))} |", section);
            Assert.All(experiment.Contenders, contender => Assert.Contains($"\n| {contender.Name} | ", section));
        }
        Assert.Equal(ExperimentCommand.All.Count, ExperimentCommand.All.Select(e => e.Name).Distinct().Count());
    }

    public static TheoryData<string> Names => [.. ExperimentCommand.All.Select(e => e.Name)];

    /// <summary>Every contender runs, on few images; what the runs show stands in the documentation.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void EveryContenderRuns(string name)
    {
        using var device = ComputeDevice.Open("cpu");
        var experiment = ExperimentCommand.All.Single(e => e.Name == name);
        var numbers = experiment.Contenders.ToDictionary(c => c.Name, c => c.Run([new Trial(device, 1, null) { IsTiny = true }]).Numbers[0]);
        Assert.All(numbers.Values, run => Assert.Equal(experiment.Measures.Count, run.Length));
        Assert.All(numbers.Values.SelectMany(run => run), number => Assert.True(double.IsFinite(number)));
        Assert.NotEmpty(experiment.Verdict(numbers).Text);
        Assert.Equal(0, device.Counters.LiveBytes);
    }

    /// <summary>Up the ladder and down, past a rate that is worse where the search reaches farther, and not from one that no other beats.</summary>
    [Theory]
    [InlineData(0.003f, 1, 0.03f, new[] { 0.001f, 0.003f, 0.01f, 0.03f, 0.1f })]
    [InlineData(1f, 1, 0.03f, new[] { 0.01f, 0.03f, 0.1f, 0.3f, 1f, 3f })]
    [InlineData(0.0003f, 1, 0.0003f, new[] { 0.0001f, 0.0003f, 0.001f })]
    [InlineData(0.0003f, 2, 0.03f, new[] { 0.00003f, 0.0001f, 0.0003f, 0.001f, 0.003f, 0.01f, 0.03f, 0.1f })]
    public void TheBestRateHasTriedNeighbours(float first, int reach, float expected, float[] tried)
    {
        var search = new RateSearch(
            first, reach, rate => [rate, rate == 0.0003f ? 0.2 : rate <= 0.001f ? 0.1 : 0.9 - Math.Abs(Math.Log10(rate / 0.03)) / 10], validation: 1);
        Assert.Equal((expected, (double)expected), (search.Rate, search.Numbers[0]));
        Assert.Equal(tried, search.Tried);
    }

    [Fact]
    public void TheFirstTrialChoosesTheRate()
    {
        using var device = ComputeDevice.Open("cpu");
        Trial[] trials = [new(device, 1, null), new(device, 2, null)];
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateSearch(0.005f, 1, _ => [0], 0));
        var chosen = Contender.AtBestRate("one", 0.1f, (trial, rate) => [trial.Seed, trial.Seed == 1 ? -Math.Abs(rate - 0.1f) : rate], validation: 1).Run(trials);
        Assert.Equal([0.03f, 0.1f, 0.3f], chosen.RatesTried);
        Assert.Equal([[0.1f, 1, 0], [0.1f, 2, 0.1f]], chosen.Numbers);
        var output = new StringWriter();
        var experiment = new Experiment
        {
            Name = "rates",
            Claim = "one is best",
            Setting = "no data",
            Measures = [Measure.Rate, Measure.Count("seed")],
            Contenders = [Contender.AtBestRate("one", 0.1f, (trial, rate) => [trial.Seed, -Math.Abs(rate - 0.1f)], validation: 1)],
            Verdict = _ => ("it is", true),
        };
        Assert.True(ExperimentTable.Run(experiment, 3, device, null, output));
        Assert.Contains("| one | 0.1 | 2 |", output.ToString());
        Assert.Contains("Rates tried with seed 1, judged by the validation images: one 0.03, 0.1, 0.3.", output.ToString());
    }

    [Fact]
    public void ImagesToValidateAreNotThoseTrainedOn()
    {
        using var device = ComputeDevice.Open("cpu");
        var trial = new Trial(device, 3, null) { IsTiny = true };
        var trained = trial.FashionMnist(30, 10).Train;
        var validation = trial.Validation(20);
        Assert.Equal((30, 20), (trained.Count, validation.Count));
        string[] Texts(ImageSet images) => [.. Enumerable.Range(0, images.Count).Select(i => Convert.ToHexString(images.Image(i)))];
        Assert.Empty(Texts(trained).Intersect(Texts(validation)));
        // The rate that the first seed chose serves the others, so that their images are not those it was chosen by.
        var other = trial with { Seed = 4 };
        Assert.Equal(Texts(validation), Texts(other.Validation(20)));
        Assert.NotEqual(Texts(trained), Texts(other.FashionMnist(30, 10).Train));
        Assert.Empty(Texts(other.FashionMnist(30, 10).Train).Intersect(Texts(validation)));
        Assert.Throws<ArgumentOutOfRangeException>(() => trial.Validation(2001));
    }

    /// <summary>A group of one with one free neighbour, one of three in a corner, two groups that share theirs, and boards without.</summary>
    [Theory]
    [InlineData("XO. O.. ...", null)]
    [InlineData("XO. ... ...", 9)]
    [InlineData("XXO XO. O..", null)]
    [InlineData("XXO X.. O..", 10)]
    [InlineData("... .X. ...", null)]
    [InlineData(".O. OXO ...", 19)]
    [InlineData("X.. O.. ...", 1)]
    [InlineData("X.O OOX ...", 1)]
    public void TheLastLibertyIsFound(string corner, int? point)
    {
        var board = new byte[81];
        Array.Fill(board, (byte)2);
        for (var i = 0; i < 9; i++)
            if (corner[i / 3 * 4 + i % 3] is var stone && stone != '.') board[i / 3 * 9 + i % 3] = (byte)(stone == 'X' ? 0 : 1);
        Assert.Equal(point, GoPositions.LastLiberty(board));
    }

    [Fact]
    public void TextsHaveOneWordAndBoardsOnePoint()
    {
        var texts = LetterTexts.Draw(200, 1, part: 1);
        int[][] words = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 2, 1]];
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts.Text(i).ToArray();
            Assert.Equal(Enumerable.Range(0, 4).Select(w => w == texts.Label(i) ? 1 : 0), words.Select(word => LetterTexts.Occurrences(text, word)));
        }
        Assert.Equal(4, Enumerable.Range(0, 200).Select(texts.Label).Distinct().Count());
        var boards = GoPositions.Draw("boards", 20, new SeededRandom(1, 1));
        for (var i = 0; i < 20; i++)
        {
            var planes = boards.Image(i);
            for (var p = 0; p < 81; p++) Assert.Equal(255, planes[p] + planes[81 + p] + planes[162 + p]);
            Assert.Equal(255, planes[162 + boards.Labels[i]]);
        }
    }

    [Fact]
    public void WarpsTurnZoomAndShift()
    {
        var shape = new Shape(1, 1, 5, 5);
        var image = new byte[25];
        // Right of the middle, by one.
        image[2 * 5 + 3] = 200;
        byte[] Warped(ImageWarp warp) => warp.Apply(image, shape);
        Assert.Equal(image, Warped(new ImageWarp(0, 1)));
        Assert.Equal(200, Warped(new ImageWarp(90, 1))[3 * 5 + 2]);
        Assert.Equal(200, Warped(new ImageWarp(180, 1))[2 * 5 + 1]);
        Assert.Equal(200, Warped(new ImageWarp(0, 2))[2 * 5 + 4]);
        Assert.Equal(100, Warped(new ImageWarp(0, 2))[2 * 5 + 3]);
        Assert.Equal(200, Warped(new ImageWarp(0, 1, Right: -2, Down: 1))[3 * 5 + 1]);
        Assert.Equal(100, Warped(new ImageWarp(0, 1, Right: 0.5))[2 * 5 + 4]);
        Assert.All(Warped(new ImageWarp(0, 1, Right: 2)), pixel => Assert.Equal(0, pixel));
    }

    [Fact]
    public void CopiesKeepLabelsAndBounds()
    {
        var images = new ImageSet("two", new Shape(2, 1, 2, 2), 3, [1, 2, 3, 4, 5, 6, 7, 8], [2, 0]);
        var copies = ImageWarp.Copies(images, 2, keepOriginals: true, () => new ImageWarp(180, 1));
        Assert.Equal([2, 0, 2, 0, 2, 0], copies.Labels);
        Assert.Equal([1, 2, 3, 4], copies.Image(0).ToArray());
        Assert.Equal([4, 3, 2, 1], copies.Image(2).ToArray());
        Assert.Equal([8, 7, 6, 5], copies.Image(5).ToArray());
        var random = new SeededRandom(1, 1);
        for (var i = 0; i < 1000; i++)
        {
            var warp = ImageWarp.Draw(random, 30, 1.5, 4);
            Assert.InRange(warp.Degrees, -30, 30);
            Assert.InRange(warp.Zoom, 1 / 1.5, 1.5);
            Assert.InRange(warp.Right, -4, 4);
            Assert.InRange(warp.Down, -4, 4);
        }
    }
}
