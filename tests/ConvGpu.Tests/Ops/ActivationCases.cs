using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the activations, each function with random parameters.</summary>
public static class ActivationCases
{
    /// <summary>Zeros, infinities, NaN, and numbers near the ends of exponentials.</summary>
    public static readonly float[] Special =
        [0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e4f, -1e4f, 1e-30f, -1e-30f, 3e38f, -3e38f, 88.8f, -88.8f, 100, -100];

    private static readonly ActivationFunction[] Plain =
    [
        ActivationFunction.Sigmoid, ActivationFunction.Tanh, ActivationFunction.Gelu, ActivationFunction.GeluTanh, ActivationFunction.SiLU,
        ActivationFunction.Selu, ActivationFunction.HardSigmoid, ActivationFunction.HardSwish, ActivationFunction.Softsign,
        ActivationFunction.Exp, ActivationFunction.Log, ActivationFunction.Abs, ActivationFunction.Reciprocal, ActivationFunction.Erf,
        ActivationFunction.Floor, ActivationFunction.Ceil, ActivationFunction.Round, ActivationFunction.Step,
    ];

    public static OpCase Forward(RandomCases random) => Forward(random, AnyKind(random));

    public static OpCase Forward(RandomCases random, ActivationKind kind)
    {
        var (f, first, second) = Draw(random, kind);
        var (count, n) = (random.Between(1, 300), random.Batch());
        return Forward(f, first, second, count, n, Inputs(random, n * count));
    }

    public static OpCase Backward(RandomCases random) => Backward(random, AnyKind(random));

    public static OpCase Backward(RandomCases random, ActivationKind kind)
    {
        var (f, first, second) = Draw(random, kind);
        var (count, n) = (random.Between(1, 300), random.Batch());
        var x = Inputs(random, n * count);
        return Backward(f, first, second, count, n, x, random.Floats(n * count));
    }

    public static GradientCase Gradient(RandomCases random) => Gradient(random, AnyKind(random));

    public static GradientCase Gradient(RandomCases random, ActivationKind kind)
    {
        var (f, first, second) = Draw(random, kind);
        // Below the threshold of softplus for every x up to 1.
        if (f.Kind == ActivationKind.Softplus) (f, second) = (ActivationFunction.Softplus(first), 20);
        return Gradient(random, f, first, second);
    }

    public static GradientCase Gradient(RandomCases random, ActivationFunction f, float first, float second)
    {
        var (count, n) = (random.Between(1, 40), random.Batch());
        // Multiples of 2^-8, at least 1/8 away from the kinks at 0.
        var x = Array.ConvertAll(random.Floats(n * count), v => (MathF.Round(v * 512) + MathF.CopySign(32, v)) / 256);
        // And 1/16 from an upper bound.
        if (f.Kind == ActivationKind.Clip) x = Array.ConvertAll(x, v => Math.Abs(v - second) < 1 / 16f ? v + 1 / 8f : v);
        // A power that is no whole number, most roots and logarithms take no negative number.
        if (f.Kind is ActivationKind.Power or ActivationKind.Root or ActivationKind.Log) x = Array.ConvertAll(x, Math.Abs);
        // A quarter from whole numbers and from halves, where steps are.
        if (f.Kind is ActivationKind.Floor or ActivationKind.Ceil or ActivationKind.Round) x = Array.ConvertAll(x, v => (MathF.Floor(2 * v) + 0.5f) / 2);
        var dy = random.Floats(n * count);
        // Half the change of the third derivative over the step, and what a kept output was rounded by, which the derivative magnifies at most twofold.
        var truncation = GradientCase.Step * (double)GradientCase.Step / 6 * ActivationReference.ThirdDerivative(f, first, second)
            + 2 * (LossReference.FunctionRoundings + 4) * Expected.UnitRoundoff * Math.Max(1, Math.Abs(first));
        return new(
            Backward(f, first, second, count, n, x, dy),
            () =>
            {
                var y = ActivationReference.Forward(f, first, second, x).Values;
                return y.Select((v, i) => v * dy[i]).Sum();
            },
            [(2, x)], truncation);
    }

    public static OpCase Forward(ActivationFunction f, float first, float second, int count, int n, float[] x) => new(
        new ActivationForward(count, f), n,
        [OpOperand.In("x", x, count), OpOperand.Out("y", ActivationReference.Forward(f, first, second, x), count)], (1, 0));

    /// <summary>The backward pass with what the forward pass of <paramref name="x"/> keeps.</summary>
    public static OpCase Backward(ActivationFunction f, float first, float second, int count, int n, float[] x, float[] dy)
    {
        var kept = f.BackwardTakesOutput ? Array.ConvertAll(ActivationReference.Forward(f, first, second, x).Values, v => (float)v) : x;
        return new(
            new ActivationBackward(count, f), n,
            [
                OpOperand.In("kept", kept, count), OpOperand.In("dy", dy, count),
                OpOperand.Out("dx", ActivationReference.Backward(f, first, second, kept, dy), count),
            ], (2, 1));
    }

    /// <summary>A function with PyTorch's own parameters.</summary>
    public static (ActivationFunction Function, float First, float Second) Standard(ActivationKind kind) => kind switch
    {
        ActivationKind.LeakyReLU => (ActivationFunction.LeakyReLU(), 0.01f, 0),
        ActivationKind.Elu => (ActivationFunction.Elu(), 1, 0),
        ActivationKind.Softplus => (ActivationFunction.Softplus(), 1, 20),
        ActivationKind.Clip => (ActivationFunction.Clip(0, 6), 0, 6),
        ActivationKind.Power => (ActivationFunction.Power(2), 2, 0),
        ActivationKind.Root => (ActivationFunction.Root(3, 4), 3, 4),
        ActivationKind.Affine => (ActivationFunction.Affine(-2, 0.5f), -2, 0.5f),
        _ => (Plain.First(f => f.Kind == kind), 0, 0),
    };

    /// <summary>A function and its parameters: slope, alpha, beta, exponent or lower bound; threshold, factor or upper bound.</summary>
    private static (ActivationFunction Function, float First, float Second) Draw(RandomCases random, ActivationKind kind)
    {
        var any = random.Floats(1)[0];
        switch (kind)
        {
            case ActivationKind.LeakyReLU:
                return (ActivationFunction.LeakyReLU(any), any, 0);
            case ActivationKind.Elu:
                var alpha = random.Chance(0.3) ? 1 : 2 * Math.Abs(any);
                return (ActivationFunction.Elu(alpha), alpha, 0);
            case ActivationKind.Softplus:
                var (beta, threshold) = random.Chance(0.3) ? (1, 20) : (0.1f + 3 * Math.Abs(any), random.Between(1, 100));
                return (ActivationFunction.Softplus(beta, threshold), beta, threshold);
            case ActivationKind.Clip:
                // The lower bound is nearer to 0 than any number of the gradient check.
                var (low, high) = random.Chance(0.3) ? (0, 6) : (any / 16, 0.25f + Math.Abs(random.Floats(1)[0]));
                return (ActivationFunction.Clip(low, high), low, high);
            case ActivationKind.Power or ActivationKind.Root:
                float[] exponents = [1, 1.5f, 2, 2.5f, 3, 4];
                var (exponent, factor) = (exponents[random.Between(0, 5)], random.Between(1, 9));
                return kind == ActivationKind.Power
                    ? (ActivationFunction.Power(exponent), exponent, 0) : (ActivationFunction.Root(exponent, factor), exponent, factor);
            case ActivationKind.Affine:
                var shift = random.Floats(1)[0];
                return (ActivationFunction.Affine(any, shift), any, shift);
            default:
                return Standard(kind);
        }
    }

    private static ActivationKind AnyKind(RandomCases random) => (ActivationKind)random.Between(0, Enum.GetValues<ActivationKind>().Length - 1);

    private static float[] Inputs(RandomCases random, int count)
    {
        float scale = random.Between(0, 3) switch { 0 => 1, 1 => 4, 2 => 30, _ => 120 };
        var x = Array.ConvertAll(random.Floats(count), v => v * scale);
        if (random.Chance(0.5))
            for (var i = 0; i < Math.Min(count, Special.Length); i++) x[(i * 7 + 3) % count] = Special[i];
        return x;
    }
}
