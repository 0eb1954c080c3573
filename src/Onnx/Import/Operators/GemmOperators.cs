using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Products with matrices of weights.</summary>
internal static class GemmOperators
{
    // Products of two computed tensors are all there at once.
    private const int MostProducts = 1 << 27;

    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Gemm", new(Gemm, ConstantFrom: 1)),
        ("MatMul", new(MatMul)),
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
        if (c.Input(1) is ComputedValue)
        {
            Computed(c);
            return;
        }
        var (input, matrix) = (c.Data(0), c.Constant(1));
        if (matrix.Dims.Count != 2 || input.Dims.Count < 1)
            throw c.Error($"multiplies {OnnxTensor.Describe(input.Dims)} by {matrix}; matrices of weights are supported");
        c.Set(Product(c, input, Weight(c, matrix, false, 1), matrix.Dims[0], matrix.Dims[1], null, null));
    }

    // Rows of the one beside columns of the other, repeated to each other: what attention between the places of an image is made of.
    private static void Computed(Conversion c)
    {
        var (left, right) = (c.Data(0), c.Data(1));
        int[] a = c.Item(left), b = c.Item(right);
        if (a.Length < 2 || a.Length != b.Length || left.Dims.Count != right.Dims.Count || a[^1] != b[^2] || !a[..^2].SequenceEqual(b[..^2]))
        {
            throw c.Error(
                $"multiplies {OnnxTensor.Describe(left.Dims)} by {OnnxTensor.Describe(right.Dims)}; matrices that fit, as many on both sides, are supported");
        }
        int[] front = a[..^2], product = [.. front, a[^2], b[^1]], both = [.. product, a[^1]];
        if (Conversion.Count(both) > MostProducts) throw c.Error($"multiplies {OnnxTensor.Describe(both)} numbers an item; {MostProducts:N0} are supported");
        int[] order = [.. Enumerable.Range(0, front.Length), front.Length + 1, front.Length];
        var columns = c.Rearrange(right, Rearranging.Permuted(b, order), [.. front, b[^1], b[^2]], "columns");
        var shape = new Shape(1, (int)Conversion.Count(product), 1, a[^1]);
        var x = c.As(ElementwiseOperators.Repeated(c, c.Sized(left, [.. front, a[^2], 1, a[^1]]), both), shape);
        var y = c.As(ElementwiseOperators.Repeated(c, c.Sized(columns, [.. front, 1, b[^1], a[^1]]), both), shape);
        var rows = new RowsOf(c, c.Add(new Product(), both, "products", x, y), shape.C, a[^1]);
        c.Set(c.Sized(rows.Sum(rows.Input, null), product));
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
