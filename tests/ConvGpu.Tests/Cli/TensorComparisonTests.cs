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
