using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the three passes of a dense layer.</summary>
public static class DenseCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (inputs, outputs, n) = Sizes(random);
        return Forward(
            inputs, outputs, n, random.Floats(n * inputs), random.Floats(outputs * inputs), random.Chance(0.5) ? random.Floats(outputs) : [],
            random.Chance(0.3) ? Activation.ReLU : Activation.None);
    }

    public static OpCase BackwardData(RandomCases random)
    {
        var (inputs, outputs, n) = Sizes(random);
        return BackwardData(inputs, outputs, n, random.Floats(n * outputs), random.Floats(outputs * inputs));
    }

    public static OpCase BackwardWeights(RandomCases random)
    {
        var (inputs, outputs, n) = Sizes(random);
        return BackwardWeights(inputs, outputs, n, random.Floats(n * inputs), random.Floats(n * outputs), random.Chance(0.5));
    }

    public static OpCase Forward(int inputs, int outputs, int n, float[] x, float[] w, float[] b, Activation activation = Activation.None)
    {
        List<OpOperand> operands = [OpOperand.In("x", x, inputs), OpOperand.In("w", w)];
        if (b.Length > 0)
            operands.Add(OpOperand.In("b", b));
        operands.Add(OpOperand.Out("y", DenseReference.Forward(inputs, outputs, n, x, w, b, activation), outputs));
        return new(new DenseForward(inputs, outputs, b.Length > 0, activation), n, operands);
    }

    public static OpCase BackwardData(int inputs, int outputs, int n, float[] dy, float[] w) => new(
        new DenseBackwardData(inputs, outputs), n,
        [
            OpOperand.In("dy", dy, outputs), OpOperand.In("w", w),
            OpOperand.Out("dx", DenseReference.BackwardData(inputs, outputs, n, dy, w), inputs),
        ]);

    public static OpCase BackwardWeights(int inputs, int outputs, int n, float[] x, float[] dy, bool bias)
    {
        List<OpOperand> operands =
        [
            OpOperand.In("x", x, inputs), OpOperand.In("dy", dy, outputs),
            OpOperand.Out("dw", DenseReference.BackwardWeights(inputs, outputs, n, x, dy)),
        ];
        if (bias)
            operands.Add(OpOperand.Out("db", DenseReference.BackwardBias(outputs, n, dy)));
        return new(new DenseBackwardWeights(inputs, outputs, bias), n, operands);
    }

    private static (int Inputs, int Outputs, int N) Sizes(RandomCases random) => (
        random.Between(1, random.Chance(0.2) ? 300 : 40), random.Between(1, random.Chance(0.2) ? 150 : 40),
        random.Chance(0.2) ? random.Between(6, 70) : random.Batch());
}
