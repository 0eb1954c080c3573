using ConvGpu.Cli;
using ConvGpu.Kernels;

namespace ConvGpu.Tests.Cli;

/// <summary>What <c>check --layers</c> prints, and that it fails where a gradient is wrong.</summary>
[Collection("Console")]
public class CheckLayersTests
{
    private static readonly Shape _shape = new(1, 2, 3, 3);

    [Fact]
    public void ARowALayerAndAColumnADevice()
    {
        var (output, error) = Check(new LayerExample(new Tanh(), _shape), new LayerExample("3x3", new Conv2D(2, 2, 3, padding: 1), _shape));
        Assert.Null(error);
        Assert.Matches(@"(?m)^layer +cpu +cpu-accelerator *$", output);
        Assert.Matches(@"(?m)^tanh +\d\.\dE-00\d +\d\.\dE-00\d *$", output);
        Assert.Matches(@"(?m)^conv2d 3x3 +\d\.\dE-00\d +\d\.\dE-00\d *$", output);
        // On both devices 8 elements of the inputs and the weights, and the 2 biases.
        Assert.Contains("2 layers on 2 devices: 52 gradients are those of the forward pass, 0 are unclear", output);
    }

    [Fact]
    public void AWrongGradientIsNamedAndTheOthersHaveTheirTurn()
    {
        var (output, error) = Check(new LayerExample(new Wrong(), _shape), new LayerExample(new Tanh(), _shape));
        Assert.Matches(@"(?m)^wrong +FAILED +FAILED *$", output);
        Assert.Matches(@"(?m)^tanh +\d\.\dE-00\d", output);
        Assert.Contains("wrong on cpu: wrong: element", error);
        Assert.Contains("wrong on cpu-accelerator: wrong: element", error);
    }

    private static (string Output, string? Error) Check(params LayerExample[] examples)
    {
        var (before, output) = (Console.Out, new StringWriter());
        Console.SetOut(output);
        try
        {
            CheckLayers.Run(examples, ["cpu", "cpu-accelerator"], new GradientCheckOptions { Samples = 8 });
            return (output.ToString(), null);
        }
        catch (ConvGpuException e)
        {
            return (output.ToString(), e.Message);
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private sealed class Wrong : Layer
    {
        public override string Kind => "wrong";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Forward(LayerContext context) =>
            context.Emit(new Scale((int)context.OutputShape.ItemCount, 2), context.Input(), context.Output);

        public override void Backward(LayerContext context) => context.PassGradient();
    }
}
