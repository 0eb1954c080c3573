using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Export;

/// <summary>Functions of single elements, sums and products, and softmax.</summary>
internal static class ElementExports
{
    public static IEnumerable<(Type, Action<OpExport>)> Rows =>
    [
        (typeof(ReLUForward), e => e.Output(1, e.Node("Relu", [e.Input(0)]), [.. e.ItemOf(0)])),
        (typeof(ActivationForward), e => e.Output(1, Function(e, ((ActivationForward)e.Op).Function, e.Input(0)), [.. e.ItemOf(0)])),
        (typeof(PReLUForward), Slopes),
        (typeof(Add), e => Pair(e, "Add")),
        (typeof(Multiply), e => Pair(e, "Mul")),
        (typeof(Scale), e => e.Output(1, e.Node("Mul", [e.Input(0), e.Writer.Number(((Scale)e.Op).Factor)]), [.. e.ItemOf(0)])),
        (typeof(SoftmaxForward), Softmax),
    ];

    private static void Pair(OpExport e, string operatorName)
    {
        int[] item = [.. e.ItemOf(0)];
        e.Output(2, e.Node(operatorName, [e.Input(0), e.Input(1, item)]), item);
    }

    private static string Function(OpExport e, ActivationFunction f, string x)
    {
        string Times(string v, float by, string? part) => part is null ? e.Node("Mul", [v, e.Writer.Number(by)]) : e.Part(part, "Mul", [v, e.Writer.Number(by)]);
        switch (f.Kind)
        {
            case ActivationKind.Sigmoid or ActivationKind.Tanh or ActivationKind.Selu or ActivationKind.HardSwish or ActivationKind.Softsign
                or ActivationKind.Exp or ActivationKind.Log or ActivationKind.Abs or ActivationKind.Reciprocal or ActivationKind.Erf
                or ActivationKind.Floor or ActivationKind.Ceil or ActivationKind.Round:
                return e.Node(f.Kind.ToString(), [x]);
            case ActivationKind.LeakyReLU:
                return e.Node("LeakyRelu", [x], Attribute.Of("alpha", f.First));
            case ActivationKind.Elu:
                return e.Node("Elu", [x], Attribute.Of("alpha", f.First));
            case ActivationKind.HardSigmoid:
                return e.Node("HardSigmoid", [x], Attribute.Of("alpha", 1f / 6), Attribute.Of("beta", 0.5f));
            case ActivationKind.Clip:
                return e.Node("Clip", [x, Bound(e, f.First), Bound(e, f.Second)]);
            case ActivationKind.SiLU:
                return e.Node("Mul", [x, e.Part("sigmoid", "Sigmoid", [x])]);
            case ActivationKind.Softplus:
                return f.First == 1 ? e.Node("Softplus", [x]) : Times(e.Part("softplus", "Softplus", [Times(x, f.First, "sharpened")]), 1 / f.First, null);
            case ActivationKind.Gelu:
                var share = e.Part("plus", "Add", [e.Part("erf", "Erf", [Times(x, 0.70710678f, "narrowed")]), e.Writer.Number(1)]);
                return e.Node("Mul", [x, Times(share, 0.5f, "share")]);
            case ActivationKind.GeluTanh:
                var cube = e.Part("cube", "Pow", [x, e.Writer.Number(3)]);
                var bent = e.Part("bent", "Add", [x, Times(cube, 0.044715f, "small")]);
                var half = e.Part("plus", "Add", [e.Part("tanh", "Tanh", [Times(bent, 0.79788456f, "scaled")]), e.Writer.Number(1)]);
                return e.Node("Mul", [x, Times(half, 0.5f, "share")]);
            case ActivationKind.Power:
                return e.Node("Pow", [x, e.Writer.Number(f.First)]);
            case ActivationKind.Root:
                var scaled = f.Second == 1 ? x : Times(x, f.Second, "scaled");
                return f.First == 2 ? e.Node("Sqrt", [scaled]) : e.Node("Pow", [scaled, e.Writer.Number(1 / f.First)]);
            case ActivationKind.Affine:
                return f.Second == 0 ? Times(x, f.First, null) : e.Node("Add", [f.First == 1 ? x : Times(x, f.First, "scaled"), e.Writer.Number(f.Second)]);
            case ActivationKind.Step:
                return e.Node("Cast", [e.Part("positive", "Greater", [x, e.Writer.Number(0)])], Attribute.Of("to", (long)OnnxElementType.Float));
            default:
                throw e.Error($"computes {f.Name}, which is not written");
        }
    }

    // An input that is left out is no bound.
    private static string Bound(OpExport e, float bound) => float.IsInfinity(bound) ? "" : e.Writer.Number(bound);

    private static void Slopes(OpExport e)
    {
        var sizes = ((PReLUForward)e.Op).Sizes;
        int[] item = [.. e.ItemOf(0)];
        int[] slope = sizes.Channels == 1 ? [1] : [sizes.Channels, .. Enumerable.Repeat(1, item.Length - 1)];
        e.Output(2, e.Node("PRelu", [e.Input(0), e.Weight(1, slope)]), item);
    }

    private static void Softmax(OpExport e)
    {
        var op = (SoftmaxForward)e.Op;
        int[] item = [.. e.ItemOf(0)];
        var operatorName = op.Log ? "LogSoftmax" : "Softmax";
        if (op is { Outer: 1, Inner: 1 } && item.Length == 1)
        {
            e.Output(1, e.Node(operatorName, [e.Input(0)], Attribute.Of("axis", 1L)), item);
            return;
        }
        var rows = e.Input(0, op.Outer, op.Length, op.Inner);
        e.Output(1, e.Shaped(new(e.Node(operatorName, [rows], Attribute.Of("axis", 2L)), [op.Outer, op.Length, op.Inner]), item, "output"), item);
    }
}
