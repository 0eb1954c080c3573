using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Ops;
using Attribute = ConvGpu.Onnx.Export.Attribute;

namespace ConvGpu.Tests.Onnx;

/// <summary>Operators in ways that ONNX's own tests leave out, against naive loops in double precision.</summary>
public abstract class OperatorTests(string device)
{
    // Weights and positions are rounded a few times, sums of some hundred terms less than the square root of that often.
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData(1, 1, 0, 0, 1, 1)]
    [InlineData(2, 1, 1, 1, 1, 1)]
    [InlineData(3, 2, 2, 1, 2, 2)]
    [InlineData(2, 1, 0, 0, 1, 4)]
    public void TransposedConvolutionsOfVolumes(int stride, int dilation, int pad, int more, int each, int groups)
    {
        const int inputs = 4, kernel = 3;
        int[] size = [3, 2, 4];
        var weight = Numbers(2, inputs * each * kernel * kernel * kernel);
        var x = Numbers(1, inputs * 24);
        var bias = Numbers(3, each * groups);
        int[] to = [.. size.Select(s => (s - 1) * stride - 2 * pad + dilation * (kernel - 1) + more + 1)];
        var (y, _) = Run(
            [("x", [1, inputs, .. size], x)], "ConvTranspose", [("w", [inputs, each, kernel, kernel, kernel], weight), ("b", [each * groups], bias)], 13,
            Attribute.Of("strides", Three(stride)), Attribute.Of("dilations", Three(dilation)), Attribute.Of("pads", [pad, pad, pad, pad, pad, pad]), Attribute.Of("output_padding", Three(more)),
            Attribute.Of("group", (long)groups));
        var expected = new double[each * groups * to[0] * to[1] * to[2]];
        for (var i = 0; i < expected.Length; i++) expected[i] = bias[i / (to[0] * to[1] * to[2])];
        int group = inputs / groups;
        for (var at = 0; at < x.Length; at++)
        {
            int column = at % 4, row = at / 4 % 2, plane = at / 8 % 3, input = at / 24;
            for (var k = 0; k < each * 27; k++)
            {
                int kw = k % 3, kh = k / 3 % 3, kd = k / 9 % 3, output = k / 27 + input / group * each;
                int d = plane * stride - pad + kd * dilation, h = row * stride - pad + kh * dilation, w = column * stride - pad + kw * dilation;
                if (d < 0 || d >= to[0] || h < 0 || h >= to[1] || w < 0 || w >= to[2]) continue;
                expected[((output * to[0] + d) * to[1] + h) * to[2] + w] += (double)x[at] * weight[input * each * 27 + k];
            }
        }
        Near(expected, y);
    }

    /// <summary>Opset 18's own: weights that reach as far as a smaller image's pixels, named axes, sizes that keep the shape of pixels.</summary>
    [Theory]
    [InlineData("linear", 1L, 0L, 7, 3)]
    [InlineData("linear", 1L, 1L, 7, 3)]
    [InlineData("cubic", 1L, 0L, 11, 4)]
    [InlineData("cubic", 0L, 1L, 5, 8)]
    [InlineData("linear", 1L, 0L, 4, 9)]
    public void ResizeByWeights(string mode, long antialias, long excluded, int from, int to)
    {
        var x = Numbers(4, 2 * from * 3);
        var (y, dims) = Run(
            [("x", [2, 1, from, 3], x)], "Resize", [("", [], null), ("", [], null), ("sizes", [1], [to])], 18, Attribute.Of("mode", mode), Attribute.Of("antialias", antialias),
            Attribute.Of("exclude_outside", excluded), Attribute.Of("axes", [2L]));
        Assert.Equal([2, 1, to, 3], dims);
        var scale = (double)to / from;
        var expected = new double[2 * to * 3];
        for (var o = 0; o < to; o++)
        {
            var position = (o + 0.5) / scale - 0.5;
            var squeeze = antialias == 1 ? Math.Min(scale, 1) : 1;
            double[] weights = [.. Enumerable.Range(-50, 100 + from).Select(i => excluded == 1 && (i < 0 || i >= from) ? 0 : Weight(mode, Math.Abs(i - position) * squeeze))];
            for (var i = -50; i < 50 + from; i++)
                for (var rest = 0; rest < 6; rest++) expected[(rest / 3 * to + o) * 3 + rest % 3] += weights[i + 50] / weights.Sum() * x[(rest / 3 * from + Math.Clamp(i, 0, from - 1)) * 3 + rest % 3];
        }
        Near(expected, y);
    }

    [Theory]
    [InlineData("not_larger", 6, 3, 3)]
    [InlineData("not_smaller", 6, 6, 5)]
    public void SizesThatKeepTheShapeOfPixels(string policy, int height, int expectedHeight, int expectedWidth)
    {
        var (_, dims) = Run(
            [("x", [1, 1, 8, 7], Numbers(5, 56))], "Resize", [("", [], null), ("", [], null), ("sizes", [2], [height, policy == "not_larger" ? 3 : 5])], 18,
            Attribute.Of("mode", "nearest"), Attribute.Of("axes", [2L, 3L]), Attribute.Of("keep_aspect_ratio_policy", policy));
        Assert.Equal([1, 1, expectedHeight, expectedWidth], dims);
    }

    /// <summary>A region that is not complete is no matter where the rule of coordinates takes none.</summary>
    [Fact]
    public void ARegionThatIsNotAskedForIsNotRead()
    {
        var (_, dims) = Run(
            [("x", [1, 1, 8, 7], Numbers(5, 56))], "Resize", [("roi", [1], [0]), ("", [], null), ("sizes", [2], [16, 14])], 18,
            Attribute.Of("mode", "linear"), Attribute.Of("axes", [2L, 3L]), Attribute.Of("coordinate_transformation_mode", "half_pixel"));
        Assert.Equal([1, 1, 16, 14], dims);
    }

    [Theory]
    [InlineData("zeros", "linear", 0L)]
    [InlineData("zeros", "linear", 1L)]
    [InlineData("border", "linear", 0L)]
    [InlineData("border", "linear", 1L)]
    [InlineData("reflection", "linear", 0L)]
    [InlineData("reflection", "linear", 1L)]
    [InlineData("border", "nearest", 0L)]
    [InlineData("zeros", "nearest", 1L)]
    [InlineData("reflection", "nearest", 0L)]
    public void GridSamples(string padding, string mode, long aligned)
    {
        const int height = 5, width = 7, count = 40;
        var x = Numbers(6, height * width);
        // Far outside too, but not where a rounding would take another pixel.
        var grid = Array.ConvertAll(Numbers(7, 2 * count), v => MathF.Round(v * 3.5f * 512) / 512 + 1 / 4096f);
        var (y, _) = Run(
            [("x", [1, 1, height, width], x), ("grid", [1, 4, count / 4, 2], grid)], "GridSample", [], 20, Attribute.Of("padding_mode", padding), Attribute.Of("mode", mode), Attribute.Of("align_corners", aligned));
        var expected = new double[count];
        for (var i = 0; i < count; i++)
        {
            double column = Place(grid[2 * i], width), row = Place(grid[2 * i + 1], height);
            if (mode == "nearest") (column, row) = (Math.Round(column), Math.Round(row));
            for (var r = 0; r < height; r++)
                for (var k = 0; k < width; k++) expected[i] += Math.Max(1 - Math.Abs(r - row), 0) * Math.Max(1 - Math.Abs(k - column), 0) * x[r * width + k];
        }
        Near(expected, y);

        double Place(double v, int size)
        {
            var at = aligned == 1 ? (v + 1) / 2 * (size - 1) : ((v + 1) * size - 1) / 2;
            var (low, high) = aligned == 1 ? (0, size - 1.0) : (-0.5, size - 0.5);
            while (padding == "reflection" && (at < low || at > high)) at = at < low ? 2 * low - at : 2 * high - at;
            return padding == "zeros" ? at : Math.Clamp(at, 0, size - 1);
        }
    }

    [Fact]
    public void AMaskOfInfinitiesLeavesWhatItDoesNotCover()
    {
        var writer = new ModelWriter("masked");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [4]));
        var chosen = writer.Node("chosen", "Greater", ["x", writer.Number(0)]);
        var y = writer.Node("masked", "Where", [chosen, "x", writer.Number(float.NegativeInfinity)]);
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("share", "Softmax", [y], Attribute.Of("axis", 1L)), OnnxElementType.Float, [4]));
        var outputs = OnnxModel.Run(writer.Model, [new("x", [1, 4], [1f, -5, 1, -0.5f])], TestDevices.Open(device));
        Assert.Equal([0.5f, 0, 0.5f, 0], outputs[0].ToFloats());
    }

    /// <summary>Towards 0, and what is not 0 is true.</summary>
    [Theory]
    [InlineData(OnnxElementType.Int32, -2f, -1f, 0f, 0f, 0f, 1f, 2f)]
    [InlineData(OnnxElementType.Bool, 1f, 1f, 1f, 0f, 1f, 1f, 1f)]
    public void CastsOfWhatIsComputed(OnnxElementType to, params float[] expected)
    {
        var (y, _) = Run([("x", [1, 7], [-2.7f, -1.5f, -0.4f, 0, 0.4f, 1.5f, 2.7f])], "Cast", [], 13, Attribute.Of("to", (long)to));
        Assert.Equal(expected, y);
    }

    /// <summary>Of what comes of comparisons, and of whole numbers that are divided, nothing wrong is computed.</summary>
    [Theory]
    [InlineData("Cast")]
    [InlineData("Floor", "Cast")]
    [InlineData("Cast", "Neg", "Abs")]
    [InlineData("ArgMax")]
    public void WholeNumbersThatAreDividedAreRefused(params string[] operators)
    {
        var writer = new ModelWriter("divided");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [4]));
        var whole = "x";
        foreach (var op in operators)
            whole = op == "Cast" ? writer.Node("whole", op, [whole], Attribute.Of("to", (long)OnnxElementType.Int64))
                : op == "ArgMax" ? writer.Node(op, op, [whole], Attribute.Of("axis", -1L)) : writer.Node(op, op, [whole]);
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("half", "Div", [whole, writer.Integers(2)]), OnnxElementType.Int64, [4]));
        var error = Assert.Throws<OnnxFormatException>(() => OnnxModel.Run(writer.Model, [new("x", [1, 4], [1f, 2, 3, 4])], TestDevices.Open(device)));
        Assert.Contains("'half' (Div)", error.Message);
    }

    /// <summary>What weights are given, not learned, passes gradients on.</summary>
    [Fact]
    public void AGivenMatrixHasTheGradientOfItsForwardPass()
    {
        var opened = TestDevices.Open(device);
        GradientCheck.Run(new FixedMatrix(5, 3, Numbers(8, 15)), new Shape(1, 5, 2, 3), opened);
    }

    private static double Weight(string mode, double d) => mode == "linear" ? Math.Max(1 - d, 0)
        : d <= 1 ? 1.25 * d * d * d - 2.25 * d * d + 1
        : d < 2 ? -0.75 * d * d * d + 3.75 * d * d - 6 * d + 3
        : 0;

    private static long[] Three(long value) => [value, value, value];

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }

    private static void Near(double[] expected, float[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < got.Length; i++) Assert.True(Math.Abs(expected[i] - got[i]) < Tolerance, $"[{i}] is {got[i]}, expected {expected[i]}");
    }

    /// <summary>One node with computed inputs and constants: floats, or whole numbers where they are sizes.</summary>
    private (float[] Values, IReadOnlyList<int> Dims) Run(
        (string Name, int[] Dims, float[] Values)[] inputs, string operatorName, (string Name, int[] Dims, float[]? Values)[] constants, int opset, params AttributeProto[] attributes)
    {
        var writer = new ModelWriter("one");
        writer.Model.OpsetImport[0].Version = opset;
        foreach (var (name, dims, _) in inputs) writer.Model.Graph.Input.Add(ModelWriter.Info(name, OnnxElementType.Float, dims[1..]));
        string[] names =
        [
            .. inputs.Select(i => i.Name),
            .. constants.Select(k => k.Values is null ? "" : k.Name == "sizes" ? writer.Integers([.. k.Values.Select(v => (long)v)]) : writer.Initializer(k.Name, k.Dims, k.Values)),
        ];
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("y", operatorName, names, attributes), OnnxElementType.Float, [1]));
        var output = OnnxModel.Run(writer.Model, [.. inputs.Select(i => new OnnxTensor(i.Name, i.Dims, i.Values))], TestDevices.Open(device))[0];
        return (output.ToFloats(), output.Dims);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class OperatorTestsOnCpu() : OperatorTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class OperatorTestsOnCpuAccelerator() : OperatorTests(OnDevice.CpuAccelerator);
