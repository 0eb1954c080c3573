using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Normalisations and dropout.</summary>
internal static class NormalizationOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("BatchNormalization", new(Batch, ConstantFrom: 1)),
        ("InstanceNormalization", new(Instance, ConstantFrom: 1)),
        ("GroupNormalization", new(Group, ConstantFrom: 1)),
        ("LayerNormalization", new(OfLayer, ConstantFrom: 1)),
        ("LRN", new(LocalResponse, OldestOpset: 1)),
        ("Dropout", new(Dropping, ConstantFrom: 1)),
    ];

    private static void Batch(Conversion c)
    {
        c.RequireOutputs(1);
        c.Attributes.Require("training_mode", 0, "statistics of the batch are for training, which this library does itself");
        if (c.Opset < 7) c.Attributes.Require("is_test", 1, "statistics of the batch are for training");
        if (c.Opset < 9) c.Attributes.Require("spatial", 1, "statistics are per channel");
        var input = c.Data(0);
        var (channels, shape) = Channels(c, input);
        // ONNX's momentum is what stays, PyTorch's what is new.
        var (momentum, epsilon) = (1 - c.Attributes.Float("momentum", 0.9f), c.Attributes.Float("epsilon", 1e-5f));
        var layer = c.Guard<Layer>(() => shape.D > 1 ? new BatchNorm3D(channels, momentum, epsilon)
            : input.Dims.Count < 4 ? new BatchNorm1D(channels, momentum, epsilon) : new BatchNorm2D(channels, momentum, epsilon));
        Finish(c, layer, c.As(input, shape), c.Item(input), channels, ("weight", 1), ("bias", 2), ("running_mean", 3), ("running_var", 4));
    }

    private static void Instance(Conversion c)
    {
        var input = c.Data(0);
        var (channels, shape) = Channels(c, input);
        var epsilon = c.Attributes.Float("epsilon", 1e-5f);
        var layer = c.Guard<Layer>(() => shape.D > 1 ? new InstanceNorm3D(channels, epsilon, affine: true)
            : input.Dims.Count < 4 ? new InstanceNorm1D(channels, epsilon, affine: true) : new InstanceNorm2D(channels, epsilon, affine: true));
        Finish(c, layer, c.As(input, shape), c.Item(input), channels, ("weight", 1), ("bias", 2));
    }

    private static void Group(Conversion c)
    {
        var input = c.Data(0);
        var (channels, shape) = Channels(c, input);
        var groups = c.Attributes.Integer("num_groups", 1);
        if (groups < 1 || channels % groups != 0) throw c.Error($"has {groups} groups of {channels} channels");
        var layer = c.Guard(() => new GroupNorm((int)groups, channels, c.Attributes.Float("epsilon", 1e-5f)));
        var result = c.Add(layer, c.Item(input), null, c.As(input, shape));
        foreach (var (name, at) in (ReadOnlySpan<(string, int)>)[("weight", 1), ("bias", 2)])
        {
            // Up to opset 20 there is a value a group.
            var values = c.Floats(c.Constant(at));
            if (values.Length == groups && groups != channels) values = c.Made(channels, i => values[i / (channels / (int)groups)]);
            c.Start(result, name, Sized(c, values, channels, at));
        }
        c.Set(result);
    }

    private static void OfLayer(Conversion c)
    {
        var input = c.Data(0);
        var item = c.Item(input);
        var from = c.ItemAxis(c.Attributes.Integer("axis", -1), input.Dims.Count);
        int length = (int)Conversion.Count(item[from..]), count = (int)Conversion.Count(item);
        var layer = c.Guard(() => new LayerNorm([length], c.Attributes.Float("epsilon", 1e-5f)));
        // Rows of the length that is normalised over.
        var result = c.Add(layer, item, null, c.As(input, length == 1 ? new Shape(1, count) : new Shape(1, count / length, 1, length)));
        c.Start(result, "weight", Sized(c, c.Floats(c.Constant(1)), length, 1));
        c.Start(result, "bias", c.Has(2) ? Sized(c, c.Floats(c.Constant(2)), length, 2) : new float[length]);
        c.Set(result);
        if (Enumerable.Range(1, c.Node.Output.Count - 1).Any(c.IsUsed)) Statistics(c, input, from);
    }

    // The mean of what was normalised over, and 1 / its deviation.
    private static void Statistics(Conversion c, ComputedValue input, int from)
    {
        var item = c.Item(input);
        int[] axes = [.. Enumerable.Range(from, item.Length - from)], sizes = [.. item[..from], .. axes.Select(_ => 1)];
        var rows = RowsOf.Along(c, input, axes);
        var mean = rows.Mean(rows.Input, "mean");
        var variance = rows.Mean(rows.Apply(ActivationFunction.Power(2), rows.Less(rows.Input, mean, "centred"), "square"), "variance");
        var above = c.Guard(() => rows.Apply(ActivationFunction.Affine(1, c.Attributes.Float("epsilon", 1e-5f)), variance, "variance.epsilon"));
        var deviation = rows.Apply(ActivationFunction.Root(2), above, "deviation");
        ComputedValue[] statistics = [mean, rows.Apply(ActivationFunction.Reciprocal, deviation, "inverse")];
        for (var i = 1; i < Math.Min(c.Node.Output.Count, 3); i++) c.Set(i, c.Sized(statistics[i - 1], sizes));
    }

    private static void LocalResponse(Conversion c)
    {
        var images = Images.Of(c, mostAxes: 2);
        var size = c.Attributes.Integer("size", 0);
        if (size < 1 || size % 2 == 0 || size > int.MaxValue) throw c.Error($"has a size of {size}; odd sizes are supported");
        var a = c.Attributes;
        var layer = c.Guard(() => new LocalResponseNormalization((int)size, a.Float("alpha", 1e-4f), a.Float("beta", 0.75f), a.Float("bias", 1)));
        c.Set(c.Add(layer, images.Item(images.Channels, images.Size), null, images.Value));
    }

    private static void Dropping(Conversion c)
    {
        var rate = c.Opset < 12 ? c.Attributes.Float("ratio", 0.5f) : c.OptionalNumber(1, 0.5f);
        if (rate != 0 && c.Has(2) && c.Constant(2) is { IsFloat: false } training && training.Integers is [not 0])
            throw c.Error("is in training mode, whose random numbers no two libraries share");
        var input = c.Data(0);
        c.Set(c.Add(c.Guard(() => new Dropout(rate)), c.Item(input), null, input));
        if (c.Node.Output.Count < 2 || !c.IsUsed(1)) return;
        // In inference nothing is dropped.
        if (input.Dims.Contains(ModelInputs.AnyBatch)) throw c.Error("is asked for its mask, which is supported for a fixed batch only");
        var count = Folding.RequireSmall(c, input.Dims, isFloat: false);
        c.Set(1, new KnownValue(new OnnxTensor(c.Node.Output[1], OnnxElementType.Bool, input.Dims, null, [.. Enumerable.Repeat(1L, count)]), false));
    }

    private static (int Channels, Shape Shape) Channels(Conversion c, ComputedValue input)
    {
        if (input.Dims.Count < 2 || (c.Lead == 0 && input.Dims[0] != 1)) throw c.Mixed($"takes {OnnxTensor.Describe(input.Dims)}");
        int[] size = [.. input.Dims.Skip(2)];
        var channels = input.Dims[1];
        return (channels, size.Length switch
        {
            0 => new Shape(1, channels),
            <= 3 => Images.Seen(channels, size),
            _ => throw c.Error($"takes {OnnxTensor.Describe(input.Dims)}; images of up to 3 axes are supported"),
        });
    }

    private static void Finish(Conversion c, Layer layer, ComputedValue input, int[] item, int channels, params (string Name, int Input)[] tensors)
    {
        var result = c.Add(layer, item, null, input);
        foreach (var (name, at) in tensors) c.Start(result, name, Sized(c, c.Floats(c.Constant(at)), channels, at));
        c.Set(result);
    }

    private static float[] Sized(Conversion c, float[] values, int count, int input) =>
        values.Length == count ? values : throw c.Error($"has {values.Length} values as its input {input} where {count} are needed");
}
