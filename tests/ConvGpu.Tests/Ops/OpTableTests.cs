using ConvGpu.Kernels;

namespace ConvGpu.Tests.Ops;

/// <summary>No op is left out of the tests that run through all of them.</summary>
public class OpTableTests
{
    /// <summary>Transforms have tests of their own, on every device: <see cref="FourierTests"/>.</summary>
    private static readonly string[] TestedElsewhere = [nameof(Fourier2DForward), nameof(Fourier2DInverse)];

    [Fact]
    public void EveryOpHasRandomCases() => Assert.Equal(
        OpTable.OpTypes.Select(type => type.Name).Except(TestedElsewhere).Order(), OpCases.Generators.Keys.Select(type => type.Name).Order());

    [Fact]
    public void EveryBackwardOpHasAGradientCheck()
    {
        var backward = OpTable.OpTypes.Where(type => type.Name.Contains("Backward", StringComparison.Ordinal)).Select(type => type.Name);
        Assert.Empty(backward.Except(GradientCases.Generators.Keys.Select(type => type.Name)));
    }
}
