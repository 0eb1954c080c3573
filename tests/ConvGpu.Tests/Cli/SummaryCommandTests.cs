using System.Text.Json;
using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

[Collection("Console")]
public class SummaryCommandTests
{
    [Fact]
    public void JsonHasEveryLayer()
    {
        using var json = JsonDocument.Parse(Run("summary", "alexnet", "--json"));
        var root = json.RootElement;
        Assert.Equal("alexnet", root.GetProperty("model").GetString());
        Assert.Equal("[3,224,224]", root.GetProperty("input").GetRawText());
        Assert.Equal(61_100_840, root.GetProperty("parameters").GetInt64());
        Assert.Equal(714_188_480, root.GetProperty("multiply_adds").GetInt64());
        Assert.Equal(0.0404, root.GetProperty("convolution_parameter_share").GetDouble(), 1e-4);
        Assert.Equal(0.9179, root.GetProperty("convolution_multiply_add_share").GetDouble(), 1e-4);
        var layers = root.GetProperty("layers").EnumerateArray().ToList();
        Assert.Equal(ModelZoo.AlexNet().Nodes.Count - 1, layers.Count);
        Assert.Equal(
            """{"name":"conv2d1","kind":"conv2d","output":[64,55,55],"parameters":23296,"multiply_adds":70276800,"receptive_field":[11,11],"activation_bytes":774400}""",
            layers[0].GetRawText());
    }

    [Fact]
    public void TheTableHasTotalsAndShares()
    {
        var lines = Run("summary", "lenet5").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("lenet5, input 1x28x28; for one item, in float32", lines[0]);
        Assert.Matches(@"^conv2d2 +16x10x10 +2,416 +240,000 +14x14 +6,400$", lines[5]);
        Assert.Matches(@"^total +61,706 +416,520 +[0-9,]+$", lines[^4]);
        Assert.Equal("convolutions hold 4.2 % of the parameters and do 85.9 % of the multiply-adds", lines[^3]);
        Assert.Matches(@"^training with SGD and momentum on cpu, batch 16: [0-9]+ KiB parameters, .* in all$", lines[^2]);
        Assert.Matches(@"^for comparison: parameters, gradients and momentum with the most that lives at once beside them are [0-9]+ KiB; planned are (0\.[0-9]+|1\.0[0-9]) of that$", lines[^1]);
    }

    [Fact]
    public void ABudgetIsKeptByComputingSomeLayersAgain()
    {
        using var json = JsonDocument.Parse(Run("summary", "vgg11", "--batch", "8", "--memory-budget", "1.5GiB", "--json"));
        var memory = json.RootElement.GetProperty("training_memory");
        Assert.Equal(8, memory.GetProperty("batch").GetInt32());
        Assert.InRange(memory.GetProperty("peak_bytes").GetInt64(), 1, 3L << 29);
        Assert.NotEqual(0, memory.GetProperty("recomputed").GetArrayLength());
        Assert.Contains("computed again: conv2d1", Run("summary", "vgg11", "--batch", "8", "--memory-budget", "1536MiB"));
    }

    [Theory]
    [InlineData("much")]
    [InlineData("-3MiB")]
    [InlineData("0")]
    [InlineData("1e3")]
    public void AnAmountOfMemoryThatIsNoneIsRefused(string budget)
    {
        var (code, _, error) = Console(() => CommandLine.Run(["summary", "lenet5", $"--memory-budget={budget}"]));
        Assert.Equal(2, code);
        Assert.Contains($"--memory-budget is an amount of memory such as 800MiB or 1.5GiB, not '{budget}'", error);
    }

    [Fact]
    public void AnotherInputIsTaken() => Assert.Contains("\"input\":[48,19,19]", Run("summary", "go-policy", "--input", "48x19x19", "--json"));

    [Theory]
    [InlineData("28x28")]
    [InlineData("1x28x0")]
    [InlineData("1x28x-3")]
    [InlineData("1x28xa")]
    public void AnInputThatIsNoneIsRefused(string input)
    {
        var (code, _, error) = Console(() => CommandLine.Run(["summary", "lenet5", "--input", input]));
        Assert.Equal(2, code);
        Assert.Contains($"--input is channels, rows and columns such as 3x224x224, not '{input}'", error);
    }

    [Fact]
    public void ALayerThatDoesNotFitAnotherInputSaysSo()
    {
        var (code, _, error) = Console(() => CommandLine.Run(["summary", "lenet5", "--input", "1x32x32"]));
        Assert.Equal(1, code);
        Assert.Contains("use new Dense(576, 120)", error);
    }

    [Fact]
    public void ModelsAreListed()
    {
        var output = Run("models");
        foreach (var model in ModelZoo.Models) Assert.Contains(model.Description, output);
        Assert.Matches(@"(?m)^vgg16 +3x224x224 +1000 classes +138,357,544 parameters  configuration D", output);
        Assert.Matches(@"vgg16,\s+vgg19", Run("summary", "--help"));
    }

    private static string Run(params string[] args)
    {
        var (code, output, error) = Console(() => CommandLine.Run(args));
        Assert.True(code == 0, error);
        return output;
    }

    private static (int Code, string Output, string Error) Console(Func<int> run)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var (oldOutput, oldError) = (System.Console.Out, System.Console.Error);
        try
        {
            System.Console.SetOut(output);
            System.Console.SetError(error);
            return (run(), output.ToString(), error.ToString());
        }
        finally
        {
            System.Console.SetOut(oldOutput);
            System.Console.SetError(oldError);
        }
    }
}
