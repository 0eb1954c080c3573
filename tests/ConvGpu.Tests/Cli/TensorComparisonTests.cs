using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

public class TensorComparisonTests
{
    private static readonly (string Name, float[] Values)[] _expected = [("a", [1, -2]), ("b", [0, 4]), ("c", [0.5f])];

    [Fact]
    public void TheSameBitsAreCalledThat()
    {
        var same = TensorComparison.Of(_expected, [.. _expected.Select(t => (t.Name, t.Values.ToArray()))]);
        Assert.Equal("bit-equal (3 tensors)", same.ToString());
        var negativeZero = TensorComparison.Of(_expected, With("b", -0f, 4));
        Assert.Equal((0, "0 (3 tensors)"), (negativeZero.Difference, negativeZero.ToString()));
    }

    [Fact]
    public void TheWorstTensorIsNamedWithItsDifferenceOverItsLargestValue()
    {
        var worst = TensorComparison.Of(_expected, With("b", 1, 4));
        Assert.Equal((0.25, "b", "0.25 b"), (worst.Difference, worst.Where, worst.ToString()));
    }

    /// <summary>The gradient of a bias that has no effect is noise beside that of its weights; one that is too small by much is not.</summary>
    [Fact]
    public void NoiseIsMeasuredByTheRestOfItsGroup()
    {
        (string Name, float[] Values)[] expected = [("x.weight", [4, -2]), ("x.bias", [1e-7f]), ("y.bias", [1e-7f])];
        (string Name, float[] Values)[] noisy = [expected[0], ("x.bias", [-1e-7f]), expected[2]];
        Assert.Equal(2, TensorComparison.Of(expected, noisy).Difference, 1e-6);
        Assert.Equal(2e-7 / 0.04, TensorComparison.Of(expected, noisy, n => n[..1]).Difference, 1e-9);
        Assert.Equal(2, TensorComparison.Of(expected, [.. expected[..2], ("y.bias", [-1e-7f])], n => n[..1]).Difference, 1e-6);
        Assert.Equal(0.5, TensorComparison.Of(expected, [("x.weight", [4, 0]), .. expected[1..]], n => n[..1]).Difference);
        Assert.Equal(double.NaN, TensorComparison.Of(expected, [expected[0], ("x.bias", [float.NaN]), expected[2]], n => n[..1]).Difference);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void NotANumberIsTheWorstWhereverItIs(string tensor)
    {
        foreach (var value in (float[])[float.NaN, float.PositiveInfinity])
        {
            var values = _expected.Single(t => t.Name == tensor).Values.ToArray();
            values[0] = value;
            var worst = TensorComparison.Of(_expected, With(tensor, values));
            Assert.False(worst.Difference <= 1e30, $"{worst}");
            Assert.Equal(tensor, worst.Where);
        }
        // Both sides: nothing was compared.
        var broken = With(tensor, [.. _expected.Single(t => t.Name == tensor).Values.Select(_ => float.NaN)]);
        Assert.Equal(double.NaN, TensorComparison.Of(broken, broken).Difference);
    }

    [Fact]
    public void OtherTensorsAreRefused()
    {
        Assert.Contains("instead of a of 2, b of 2, c of 1", Assert.Throws<ConvGpuException>(() => TensorComparison.Of(_expected, _expected[..2])).Message);
        Assert.Throws<ConvGpuException>(() => TensorComparison.Of(_expected, With("b", 0, 4, 5)));
        Assert.Throws<ConvGpuException>(() => TensorComparison.Of(_expected, [("x", [1, -2]), .. _expected[1..]]));
        Assert.Throws<ConvGpuException>(() => TensorComparison.Of([], []));
    }

    private static (string Name, float[] Values)[] With(string name, params float[] values) =>
        [.. _expected.Select(t => t.Name == name ? (name, values) : t)];
}
