using ConvGpu.Cli;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
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
