using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Export;

/// <summary>Normalisations.</summary>
internal static class NormalizationExports
{
    public static IEnumerable<(Type, Action<OpExport>)> Rows =>
    [
        (typeof(BatchNormInference), Batch),
        (typeof(GroupNormForward), Group),
        (typeof(LocalResponseNormForward), LocalResponse),
    ];

    private static void Batch(OpExport e)
    {
        var op = (BatchNormInference)e.Op;
        int[] item = [.. e.ItemOf(0)];
        var channels = op.Sizes.Channels;
        var input = item[0] == channels ? e.Input(0) : e.Input(0, item = [channels, op.Sizes.Plane]);
        string[] inputs = [input, .. Enumerable.Range(1, 4).Select(i => e.Weight(i, channels))];
        e.Activated(5, e.Node("BatchNormalization", inputs, Attribute.Of("epsilon", op.Epsilon)), op.Activation, item);
    }

    private static void Group(OpExport e)
    {
        var op = (GroupNormForward)e.Op;
        var s = op.Sizes;
        int[] item = [.. e.ItemOf(0)];
        var output = op.Affine ? 3 : 1;
        var epsilon = Attribute.Of("epsilon", op.Epsilon);
        if (op.Affine && s.Plane == 1 && s.Parameters == s.Length)
        {
            var rows = e.Input(0, s.Groups, s.Length);
            var rowsBehind = e.Node("LayerNormalization", [rows, e.Weight(1, s.Length), e.Weight(2, s.Length)], Attribute.Of("axis", -1L), epsilon);
            e.Output(output, e.Shaped(new(rowsBehind, [s.Groups, s.Length]), item, "output"), item);
            return;
        }
        if (op.Affine && s.Groups == s.Parameters && s.Plane == s.Length && item.Length > 1 && item[0] == s.Groups)
        {
            e.Output(output, e.Node("InstanceNormalization", [e.Input(0), e.Weight(1, s.Groups), e.Weight(2, s.Groups)], epsilon), item);
            return;
        }
        // Each group as a channel, then the weights of its elements.
        string ones = Same(e, "ones", s.Groups, 1), zeros = Same(e, "zeros", s.Groups, 0);
        var even = e.Part("normalized", "InstanceNormalization", [e.Input(0, s.Groups, s.Length), ones, zeros], epsilon);
        if (!op.Affine)
        {
            e.Output(output, e.Shaped(new(even, [s.Groups, s.Length]), item, "output"), item);
            return;
        }
        if (s.Parameters * s.Plane != s.Groups * s.Length) throw e.Error("shares weights between groups in a way that is not written");
        var planes = e.Shaped(new(even, [s.Groups, s.Length]), [s.Parameters, s.Plane], "planes");
        var scaled = e.Part("scaled", "Mul", [planes, e.Weight(1, s.Parameters, 1)]);
        e.Output(output, e.Shaped(new(e.Node("Add", [scaled, e.Weight(2, s.Parameters, 1)]), [s.Parameters, s.Plane]), item, "output"), item);
    }

    private static void LocalResponse(OpExport e)
    {
        var w = ((LocalResponseNormForward)e.Op).Window;
        if (w.Size % 2 == 0) throw e.Error("sums an even number of channels, of which ONNX takes others");
        int[] item = [.. e.ItemOf(0)];
        var y = e.Node("LRN", [e.Input(0)],
            Attribute.Of("size", w.Size), Attribute.Of("alpha", w.Alpha), Attribute.Of("beta", w.Beta), Attribute.Of("bias", w.K));
        e.Output(1, y, item);
    }

    private static string Same(OpExport e, string part, int count, float value) =>
        e.Writer.Initializer($"{e.Name}.{part}", [count], [.. Enumerable.Repeat(value, count)]);
}
