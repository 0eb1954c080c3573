using ConvGpu.Cli;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Tests.Ops;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary><c>convgpu run</c> and <c>convgpu export</c>: files in, files out, exit codes.</summary>
[Collection("Console")]
public sealed class RunCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("convgpu-run-").FullName;

    [Fact]
    public void OutputsAreWrittenAndCompared()
    {
        var model = Difference();
        Save("a.npy", [2, 3], 1, 2, 3, 4, 5, 6);
        Save("b.npy", [2, 3], 1, 1, 1, 1, 1, 2);
        Save("right.npy", [2, 3], 0, 1, 2, 3, 4, 4);
        Save("wrong.npy", [2, 3], 0, 1, 2, 3, 4.5f, 5.5f);
        var (code, output, _) = Run("run", model, "--input", At("a.npy"), "--input", At("b.npy"), "--output", At("out"), "--expect", At("right.npy"), "--device", "cpu");
        Assert.Equal(0, code);
        Assert.Contains("as expected: difference", output);
        Assert.Equal([0, 1, 2, 3, 4, 4], NpyArray.Read(At("out/difference.npy")).ToFloats());
        // By name in any order.
        (code, _, var error) = Run("run", model, "--input", $"b={At("b.npy")}", "--input", $"a={At("a.npy")}", "--expect", $"difference={At("wrong.npy")}", "--device", "cpu");
        Assert.Equal(1, code);
        Assert.Contains("difference differs in 2 of 6 values: first at [1, 1], 4 instead of 4.5; most at [1, 2], 4 instead of 5.5", error);
        Assert.Equal(0, Run("run", model, "--input", At("a.npy"), "--input", At("b.npy"), "--expect", At("wrong.npy"), "--rtol", "0.5", "--device", "cpu").Code);
    }

    /// <summary>Values inside of a model, without what stands behind them.</summary>
    [Fact]
    public void ValuesInsideOfAModelAreTaken()
    {
        var writer = new ModelWriter("boxes");
        writer.Model.Graph.Input.Add(ModelWriter.Info("a", OnnxElementType.Float, [3]));
        writer.Node("twice", "Add", ["a", "a"]);
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("chosen", "NonMaxSuppression", ["twice", "twice"]), OnnxElementType.Int64, [3]));
        File.WriteAllBytes(At("boxes.onnx"), writer.Model.ToByteArray());
        Save("a.npy", [1, 3], 1, 2, 3);
        Assert.Contains("NonMaxSuppression, which is not supported", Run("run", At("boxes.onnx"), "--input", At("a.npy"), "--device", "cpu").Error);
        Assert.Equal(0, Run("run", At("boxes.onnx"), "--input", At("a.npy"), "--take", "twice", "--output", At("taken"), "--device", "cpu").Code);
        Assert.Equal([2, 4, 6], NpyArray.Read(At("taken/twice.npy")).ToFloats());
        var (code, _, error) = Run("run", At("boxes.onnx"), "--input", At("a.npy"), "--take", "thrice", "--device", "cpu");
        Assert.Equal((2, true), (code, error.Contains("makes 'thrice'")));
    }

    [Fact]
    public void WhatAModelTakesIsSaid()
    {
        var model = Difference();
        var (code, _, error) = Run("run", model, "--device", "cpu");
        Assert.Equal((2, true), (code, error.Contains("takes a [N, 3] and b [N, 3]: give each with --input FILE")));
        Save("a.npy", [2, 3], 1, 2, 3, 4, 5, 6);
        Save("b.npy", [2, 4], 1, 2, 3, 4, 5, 6, 7, 8);
        Assert.Contains("The input 'b' is [2, 4]; the model declares [N, 3].", Run("run", model, "--input", At("a.npy"), "--input", At("b.npy"), "--device", "cpu").Error);
    }

    /// <summary>A picture of other sizes than the model's: what is wanted, and how to get it.</summary>
    [Fact]
    public void APictureOfTheWrongSizeIsSaidWithTheRightOne()
    {
        using (var network = new Network(ModelZoo.Create("lenet5"), TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 })) network.SaveOnnx(At("lenet5.onnx"));
        File.WriteAllBytes(At("photo.png"), new Image(3, 50, 40, new byte[3 * 50 * 40]).Encode());
        var error = Run("run", At("lenet5.onnx"), "--input", At("photo.png"), "--device", "cpu").Error;
        Assert.Contains("is [1, 1, 50, 40]; the model declares [N, 1, 28, 28]. 'run' takes pictures as they are: resize yours to those rows and columns", error);
        Save("array.npy", [1, 1, 2, 1], 1, 2);
        Assert.DoesNotContain("pictures", Run("run", At("lenet5.onnx"), "--input", At("array.npy"), "--device", "cpu").Error);
    }

    /// <summary>A file stands where a model of the zoo may: its classes are those of the data, or its last layer is exchanged.</summary>
    [Fact]
    public void AFileIsTrainedAndMeasured()
    {
        Assert.Equal(0, Run("export", "mlp", At("mlp.onnx"), "--classes", "4").Code);
        var (code, _, error) = Run("evaluate", At("mlp.onnx"), "--dataset", "digits", "--device", "cpu");
        Assert.Equal((2, true), (code, error.Contains("tells 4 classes apart, not 10")));
        (code, _, error) = Run("train", At("mlp.onnx"), "--epochs", "1", "--save", At("tuned.onnx"), "--device", "cpu", "--json");
        Assert.Equal((0, true), (code, error.Contains("its last layer is exchanged")));
        (code, var output, _) = Run("evaluate", At("tuned.onnx"), "--dataset", "digits", "--device", "cpu");
        Assert.Equal((0, true), (code, output.Contains("360 images")));
        Assert.Equal(0, Run("summary", At("tuned.onnx")).Code);
    }

    [Theory]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, true)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, false)]
    [InlineData(float.PositiveInfinity, 1f, false)]
    [InlineData(1f, float.PositiveInfinity, false)]
    [InlineData(float.NaN, float.NaN, true)]
    [InlineData(float.NaN, 1f, false)]
    [InlineData(1f, float.NaN, false)]
    public void InfinitiesAreNearThemselvesAlone(float wanted, float got, bool isSame) =>
        Assert.Equal(isSame, RunCommand.Difference(new("y", [1], [wanted]), new("y", [1], [got]), 1e-3, 1e-7) is null);

    [Fact]
    public void OutputsOfNearlyOneNameHaveFilesOfTheirOwn() =>
        Assert.Equal(["a_b.npy", "a_b.2.npy", "A_B.3.npy", "a_b.2.2.npy"], TensorFiles.FileNames(["a/b", "a_b", "A_B", "a_b.2"]));

    [Fact]
    public void WhatIsMissingIsNamed()
    {
        var model = Difference();
        Save("a.npy", [1, 1], 1);
        Assert.Contains("The model's input 'b' was not given.", Run("run", model, "--input", At("a.npy"), "--device", "cpu").Error);
        var (code, _, error) = Run("run", model, "--input", $"c={At("a.npy")}", "--device", "cpu");
        Assert.Equal((2, true), (code, error.Contains("the model has no 'c'; it has a, b.")));
        Assert.Equal(1, Run("run", At("none.onnx"), "--device", "cpu").Code);
    }

    /// <summary>A model of the zoo on an image, whose pixels become 0 to 1.</summary>
    [Fact]
    public void AnExportedModelRunsOnAnImage()
    {
        Assert.Equal(0, Run("export", "lenet5", At("lenet5.onnx"), "--classes", "4", "--seed", "3").Code);
        var pixels = new byte[28 * 28];
        new Random(1).NextBytes(pixels);
        new Image(1, 28, 28, pixels).Write(At("digit.png"));
        Assert.Equal(0, Run("run", At("lenet5.onnx"), "--input", At("digit.png"), "--output", _directory, "--device", "cpu").Code);
        var array = NpyArray.Read(At("output.npy"));
        Assert.Equal([1, 4], array.Shape);
        using var device = ComputeDevice.Open("cpu");
        using var network = new Network(ModelZoo.LeNet5(4), device, new NetworkOptions { MaxBatch = 1, Seed = 3 });
        network.SetInput(Array.ConvertAll(pixels, p => p / 255f));
        var expected = new float[4];
        network.Predict(1, expected);
        Assert.Equal(expected, array.ToFloats());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string At(string file) => Path.Combine(_directory, file);

    private void Save(string file, int[] shape, params float[] values) => NpyArray.Of<float>(values, shape).Write(At(file));

    private string Difference()
    {
        var writer = new ModelWriter("difference");
        writer.Model.Graph.Input.AddRange([ModelWriter.Info("a", OnnxElementType.Float, [3]), ModelWriter.Info("b", OnnxElementType.Float, [3])]);
        writer.Node("difference", "Sub", ["a", "b"]);
        writer.Model.Graph.Output.Add(ModelWriter.Info("difference", OnnxElementType.Float, [3]));
        File.WriteAllBytes(At("difference.onnx"), writer.Model.ToByteArray());
        return At("difference.onnx");
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        using var complained = new StringWriter();
        try
        {
            Console.SetOut(written);
            Console.SetError(complained);
            return (CommandLine.Run(arguments), written.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
