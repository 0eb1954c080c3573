namespace ConvGpu.Onnx.Import;

/// <summary>Computes what follows from constants alone, such as the sizes that a model hands to Reshape.</summary>
internal static class Folding
{
    /// <summary>A function of the first input's values.</summary>
    public static OnnxTensor Map(Conversion c, Func<float, float> floats, Func<long, long> integers)
    {
        var x = c.Constant(0);
        c.Charge(x.Count, BytesOf(x.IsFloat));
        return x.IsFloat
            ? new(x.Name, x.Type, x.Dims, Array.ConvertAll(x.Floats, v => floats(v)), null)
            : new(x.Name, x.Type, x.Dims, null, Array.ConvertAll(x.Integers, v => integers(v)));
    }

    /// <summary>A function of two tensors, repeated to common sizes; null where the operator still has rules of opset 6 for that.</summary>
    public static OnnxTensor? Pair(Conversion c, Func<float, float, float> floats, Func<long, long, long> integers)
    {
        if (c.Opset < 7 && c.Attributes.Flag("broadcast")) return null;
        OnnxTensor a = c.Constant(0), b = c.Constant(1);
        var dims = Common(c, a, b);
        var count = RequireSmall(c, dims, a.IsFloat, places: 2);
        int[] first = Positions(a.Dims, dims), second = Positions(b.Dims, dims);
        if (a.IsFloat != b.IsFloat) throw c.Error($"takes {a} and {b}, whose types differ");
        if (a.IsFloat)
        {
            float[] x = a.Floats, y = b.Floats, result = new float[count];
            for (var i = 0; i < count; i++) result[i] = floats(x[first[i]], y[second[i]]);
            return new(c.Node.Output[0], a.Type, dims, result, null);
        }
        long[] u = a.Integers, v = b.Integers, whole = new long[count];
        for (var i = 0; i < count; i++) whole[i] = integers(u[first[i]], v[second[i]]);
        return new(c.Node.Output[0], a.Type, dims, null, whole);
    }

    /// <summary>The sizes that tensors are repeated to.</summary>
    public static int[] Common(Conversion c, params ReadOnlySpan<OnnxTensor> tensors)
    {
        var rank = 0;
        foreach (var tensor in tensors) rank = Math.Max(rank, tensor.Dims.Count);
        var dims = new int[rank];
        Array.Fill(dims, 1);
        foreach (var tensor in tensors)
        {
            for (var i = 0; i < rank; i++)
            {
                var size = At(tensor, i - rank + tensor.Dims.Count);
                if (size != dims[i] && size != 1 && dims[i] != 1) throw c.Error($"takes {tensors[0]} and {tensor}, which do not fit");
                if (size != 1) dims[i] = size;
            }
        }
        return dims;
    }

    /// <summary>Values of a tensor by their places.</summary>
    /// <param name="c">The node.</param>
    /// <param name="from">The tensor.</param>
    /// <param name="dims">The sizes of the result.</param>
    /// <param name="place">For each element of the result its place in the tensor.</param>
    /// <param name="places">How many arrays of <see cref="Positions"/> are made for it.</param>
    public static OnnxTensor Take(Conversion c, OnnxTensor from, IReadOnlyList<int> dims, Func<int, int> place, int places = 0)
    {
        var count = RequireSmall(c, dims, from.IsFloat, places);
        if (from.IsFloat)
        {
            var floats = new float[count];
            for (var i = 0; i < count; i++) floats[i] = from.Floats[place(i)];
            return new(c.Node.Output[0], from.Type, dims, floats, null);
        }
        var integers = new long[count];
        for (var i = 0; i < count; i++) integers[i] = from.Integers[place(i)];
        return new(c.Node.Output[0], from.Type, dims, null, integers);
    }

    /// <summary>For each element of the larger sizes its place in a tensor that is repeated to them.</summary>
    public static int[] Positions(IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        var result = new int[OnnxTensor.CountOf(to, "")];
        var strides = new int[to.Count];
        for (int i = from.Count - 1, stride = 1; i >= 0; stride *= from[i--]) strides[i + to.Count - from.Count] = from[i] == 1 ? 0 : stride;
        var at = new int[to.Count];
        for (int i = 0, place = 0; i < result.Length; i++)
        {
            result[i] = place;
            for (var axis = to.Count - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++at[axis] < to[axis]) break;
                place -= at[axis] * strides[axis];
                at[axis] = 0;
            }
        }
        return result;
    }

    /// <summary>How many values sizes have, where so many may be made.</summary>
    /// <param name="c">The node that makes them.</param>
    /// <param name="dims">The sizes.</param>
    /// <param name="isFloat">Whether the values are floats; else they are whole numbers.</param>
    /// <param name="places">How many arrays of <see cref="Positions"/> are made for them.</param>
    public static int RequireSmall(Conversion c, IReadOnlyList<int> dims, bool isFloat, int places = 0)
    {
        var count = OnnxTensor.CountOf(dims, c.Node.Output[0]);
        c.Charge(count, BytesOf(isFloat) + sizeof(int) * places);
        return count;
    }

    /// <summary>What a value takes.</summary>
    public static int BytesOf(bool isFloat) => isFloat ? sizeof(float) : sizeof(long);

    private static int At(OnnxTensor tensor, int axis) => axis < 0 ? 1 : tensor.Dims[axis];
}
