using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Products with matrices of weights.</summary>
internal static class GemmOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Gemm", new(Gemm, ConstantFrom: 1)),
        ("MatMul", new(MatMul, ConstantFrom: 1)),
    ];

    private static void Gemm(Conversion c)
    {
        var (input, matrix) = (c.Data(0), c.Constant(1));
        var (alpha, beta) = (c.Attributes.Float("alpha", 1), c.Attributes.Float("beta", 1));
        if (matrix.Dims.Count != 2 || input.Dims.Count != 2) throw c.Error($"multiplies {OnnxTensor.Describe(input.Dims)} by {matrix}; matrices are supported");
        var transposed = c.Attributes.Flag("transB");
        var (inputs, outputs) = transposed ? (matrix.Dims[1], matrix.Dims[0]) : (matrix.Dims[0], matrix.Dims[1]);
        var weight = Weight(c, matrix, transposed, alpha);
        if (c.Attributes.Flag("transA"))
        {
            if (c.Lead == 1) throw c.Mixed("transposes the batch");
            input = c.Rearrange(input, Rearranging.Permuted(c.Item(input), [1, 0]), [input.Dims[1], input.Dims[0]], "turned");
        }
        // A bias for each output belongs to the layer.
        var bias = c.Has(2) && c.Input(2) is KnownValue { Tensor: var given } && given.Count == outputs && given.Dims.Count > 0 && given.Dims[^1] == outputs
            ? Scaled(c, c.Floats(given), beta)
            : null;
        var hasMore = c.Has(2) && bias is null && beta != 0;
        var product = Product(c, input, weight, inputs, outputs, bias, hasMore ? "product" : null);
        if (!hasMore)
        {
            c.Set(product);
            return;
        }
        var item = c.Item(product);
        if (c.Input(2) is ComputedValue computed)
        {
            var scaled = beta == 1 ? computed : ActivationOperators.Apply(c, ActivationFunction.Affine(beta, 0), computed, "scaled");
            c.Set(c.Add(new Sum(), item, null, product, c.As(ElementwiseOperators.Repeated(c, scaled, item), product.Shape)));
            return;
        }
        var more = c.Known(2);
        if (c.Lead == 1 && more.Dims.Count == 2 && more.Dims[0] != 1) throw c.Mixed("adds a matrix");
        var spread = c.Spread(more with { Tensor = new OnnxTensor(more.Tensor.Name, more.Dims, Scaled(c, c.Floats(more.Tensor), beta)) }, item, product);
        c.Set(c.Add(new Sum(), item, null, product, c.As(spread, product.Shape)));
    }

    private static void MatMul(Conversion c)
    {
        var (input, matrix) = (c.Data(0), c.Constant(1));
        if (matrix.Dims.Count != 2 || input.Dims.Count < 1) throw c.Error($"multiplies {OnnxTensor.Describe(input.Dims)} by {matrix}; matrices of weights are supported");
        c.Set(Product(c, input, Weight(c, matrix, false, 1), matrix.Dims[0], matrix.Dims[1], null, null));
    }

    /// <summary>The last axis times the weights: a dense layer, or with more rows an item a convolution that sees one row at a time.</summary>
    private static ComputedValue Product(Conversion c, ComputedValue input, float[] weight, int inputs, int outputs, float[]? bias, string? part)
    {
        var item = c.Item(input);
        if (item.Length == 0 || item[^1] != inputs || outputs < 1) throw c.Error($"multiplies {OnnxTensor.Describe(input.Dims)} by a matrix of {inputs} rows");
        ComputedValue result;
        var rows = (int)(Conversion.Count(item) / inputs);
        if (rows == 1)
        {
            result = c.Add(c.Guard(() => new Dense(inputs, outputs, bias is not null)), [.. item[..^1], outputs], part, c.As(input, new Shape(1, inputs)));
            Start(result);
            return result;
        }
        var turned = c.Rearrange(input, Rearranging.Permuted([rows, inputs], [1, 0]), [inputs, rows], "columns");
        result = c.Add(c.Guard(() => new Conv2D(inputs, outputs, 1, bias: bias is not null)), [outputs, rows], part, c.As(turned, new Shape(1, inputs, 1, rows)));
        Start(result);
        return c.Rearrange(result, Rearranging.Permuted([outputs, rows], [1, 0]), [.. item[..^1], outputs], "rows");

        void Start(ComputedValue layer)
        {
            c.Start(layer, "weight", weight);
            if (bias is not null) c.Start(layer, "bias", bias);
        }
    }

    /// <summary>The weights as layers have them: a row for each output.</summary>
    private static float[] Weight(Conversion c, OnnxTensor matrix, bool transposed, float scale)
    {
        var values = c.Floats(matrix);
        var (rows, columns) = (matrix.Dims[0], matrix.Dims[1]);
        return Scaled(c, transposed ? values : c.Made(values.Length, i => values[i % rows * columns + i / rows]), scale);
    }

    private static float[] Scaled(Conversion c, float[] values, float by) => by == 1 ? values : c.Made(values.Length, i => values[i] * by);
}
