using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>What two inputs of a comparison are: both computed, or one and a number that the file has.</summary>
/// <param name="Inputs">What is computed, of one shape.</param>
/// <param name="Number">The number, where there is one.</param>
/// <param name="IsNumberSecond">Whether it is the second input.</param>
internal sealed record Compared(ComputedValue[] Inputs, float? Number, bool IsNumberSecond)
{
    public static Compared Of(Conversion c) => ElementwiseOperators.Scalar(c) is var (value, number, isSecond)
        ? new([value], number, isSecond)
        : new(ElementwiseOperators.Operands(c), null, false);

    /// <summary>
    /// The first input less the second, or the second less the first. It is 0 where they are equal and nowhere else, but for infinities that are equal,
    /// where it is NaN, as it is where an input is.
    /// </summary>
    public ComputedValue Difference(Conversion c, bool isTurned)
    {
        if (Number is { } number)
        {
            var sign = IsNumberSecond == isTurned ? -1 : 1;
            return sign == 1 && number == 0 ? Inputs[0] : ActivationOperators.Apply(c, ActivationFunction.Affine(sign, -sign * number), Inputs[0], "difference");
        }
        var (from, other) = isTurned ? (Inputs[1], Inputs[0]) : (Inputs[0], Inputs[1]);
        return c.Add(new Sum(), c.Item(from), "difference", from, c.As(ActivationOperators.Apply(c, ActivationFunction.Affine(-1, 0), other, "minus"), from.Shape));
    }
}
