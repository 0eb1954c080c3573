using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Random gradient checks, by backward op.</summary>
public static class GradientCases
{
    /// <summary>Makes the check of a seed.</summary>
    public static IReadOnlyDictionary<Type, Func<int, GradientCase>> Generators { get; } = new Dictionary<Type, Func<int, GradientCase>>
    {
        [typeof(Conv2DBackwardData)] = seed => ConvolutionData(new RandomCases(seed + 1000)),
        [typeof(Conv2DBackwardWeights)] = seed => ConvolutionWeights(new RandomCases(seed + 1000)),
        [typeof(ChannelBiasBackward)] = seed => ChannelCases.BiasGradient(new RandomCases(seed + 1000)),
        [typeof(Subsample2DBackward)] = seed => ChannelCases.SubsampleGradient(new RandomCases(seed + 1000)),
        [typeof(Pad3DBackward)] = seed => PadCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(Conv3DBackwardData)] = seed => Convolution3DCases.DataGradient(new RandomCases(seed + 1000)),
        [typeof(Conv3DBackwardWeights)] = seed => Convolution3DCases.WeightsGradient(new RandomCases(seed + 1000)),
        [typeof(LocallyConnected2DBackwardData)] = seed => LocallyConnectedCases.DataGradient(new RandomCases(seed + 1000)),
        [typeof(LocallyConnected2DBackwardWeights)] = seed => LocallyConnectedCases.WeightsGradient(new RandomCases(seed + 1000)),
        [typeof(DenseBackwardData)] = seed => DenseData(new RandomCases(seed + 1000)),
        [typeof(DenseBackwardWeights)] = seed => DenseWeights(new RandomCases(seed + 1000)),
        [typeof(MaxPool2DBackward)] = seed => MaxPool(new RandomCases(seed + 1000)),
        [typeof(AvgPool2DBackward)] = seed => AveragePool(new RandomCases(seed + 1000)),
        [typeof(ReLUBackward)] = seed => ReLU(new RandomCases(seed + 1000)),
        [typeof(AdaptiveMaxPool2DBackward)] = seed => AdaptivePoolCases.MaxGradient(new RandomCases(seed + 1000)),
        [typeof(AdaptiveAvgPool2DBackward)] = seed => AdaptivePoolCases.AverageGradient(new RandomCases(seed + 1000)),
        [typeof(SoftmaxBackward)] = seed => SoftmaxCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(ActivationBackward)] = seed => ActivationCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(DropoutBackward)] = seed => Dropout(new RandomCases(seed + 1000)),
        [typeof(SoftmaxCrossEntropyBackward)] = seed => Softmax(new RandomCases(seed + 1000)),
        [typeof(NegativeLogLikelihoodBackward)] = seed => LossCases.LikelihoodGradient(new RandomCases(seed + 1000)),
        [typeof(ElementLossBackward)] = seed => ElementLossCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(TargetLikelihoodBackward)] = seed => TargetLikelihoodCases.Gradient(new RandomCases(seed + 1000)),

        [typeof(ConcatBackward)] = seed => BranchCases.ConcatGradient(new RandomCases(seed + 1000)),
        [typeof(BatchNormBackwardWeights)] = seed => BatchNormCases.WeightsGradient(new RandomCases(seed + 1000)),
        [typeof(BatchNormBackwardData)] = seed => BatchNormCases.DataGradient(new RandomCases(seed + 1000)),
        [typeof(LocalResponseNormBackward)] = seed => LocalResponseCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(EmbeddingBackward)] = seed => EmbeddingCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(AffineGridBackward)] = seed => SpatialCases.AffineGradient(new RandomCases(seed + 1000)),
        [typeof(GridSampleBackwardData)] = seed => SpatialCases.DataGradient(new RandomCases(seed + 1000)),
        [typeof(GridSampleBackwardGrid)] = seed => SpatialCases.GridGradient(new RandomCases(seed + 1000)),

        [typeof(GroupNormBackwardWeights)] = seed => GroupNormCases.WeightsGradient(new RandomCases(seed + 1000)),
        [typeof(GroupNormBackwardData)] = seed => GroupNormCases.DataGradient(new RandomCases(seed + 1000)),
        [typeof(PReLUBackwardWeights)] = seed => PReLUCases.WeightsGradient(new RandomCases(seed + 1000)),
        [typeof(PReLUBackwardData)] = seed => PReLUCases.DataGradient(new RandomCases(seed + 1000)),
        [typeof(Resample2DBackward)] = seed => ResampleCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(MaxUnpool2DBackward)] = seed => UnpoolCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(PixelShuffleBackward)] = seed => ShuffleCases.Gradient(new RandomCases(seed + 1000)),
        [typeof(RearrangeBackward)] = seed => RearrangeCases.Gradient(new RandomCases(seed + 1000)),
    };

    private static GradientCase ConvolutionData(RandomCases random)
    {
        var (g, n) = (random.Convolution(), random.Batch());
        float[] x = Exact(random, n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        return new(ConvolutionCases.BackwardData(g, n, dy, w), () => Sum(dy, ConvReference.Forward(g, n, x, w, []).Values), [(2, x)]);
    }

    private static GradientCase ConvolutionWeights(RandomCases random)
    {
        var (g, n) = (random.Convolution(), random.Batch());
        float[] x = random.Floats(n * g.InCount), w = Exact(random, g.WeightCount), b = Exact(random, g.OutChannels);
        var dy = random.Floats(n * g.OutCount);
        return new(
            ConvolutionCases.BackwardWeights(g, n, x, dy, true), () => Sum(dy, ConvReference.Forward(g, n, x, w, b).Values), [(2, w), (3, b)]);
    }

    private static GradientCase DenseData(RandomCases random)
    {
        var (inputs, outputs, n) = (random.Between(1, 20), random.Between(1, 20), random.Batch());
        float[] x = Exact(random, n * inputs), w = random.Floats(outputs * inputs), dy = random.Floats(n * outputs);
        return new(
            DenseCases.BackwardData(inputs, outputs, n, dy, w), () => Sum(dy, DenseReference.Forward(inputs, outputs, n, x, w, []).Values), [(2, x)]);
    }

    private static GradientCase DenseWeights(RandomCases random)
    {
        var (inputs, outputs, n) = (random.Between(1, 20), random.Between(1, 20), random.Batch());
        float[] x = random.Floats(n * inputs), w = Exact(random, outputs * inputs), b = Exact(random, outputs), dy = random.Floats(n * outputs);
        return new(
            DenseCases.BackwardWeights(inputs, outputs, n, x, dy, true),
            () => Sum(dy, DenseReference.Forward(inputs, outputs, n, x, w, b).Values), [(2, w), (3, b)]);
    }

    private static GradientCase MaxPool(RandomCases random)
    {
        var (g, n) = (random.Pooling(), random.Batch());
        // All values differ by 1/16 or more, so that no step changes a winner.
        var x = random.Distinct(n * g.InCount);
        var dy = random.Floats(n * g.OutCount);
        return new(
            PoolCases.MaxBackward(g, n, x, dy),
            () =>
            {
                var (values, indices) = PoolReference.MaxForward(g, n, x);
                return Sum(dy, [.. values.Select((v, i) => indices[i] < 0 ? 0 : (double)v)]);
            },
            [(2, x)]);
    }

    private static GradientCase AveragePool(RandomCases random)
    {
        var (g, n, countPadding) = (random.Pooling(), random.Batch(), random.Chance(0.5));
        float[] x = Exact(random, n * g.InCount), dy = random.Floats(n * g.OutCount);
        return new(
            PoolCases.AverageBackward(g, countPadding, n, dy), () => Sum(dy, PoolReference.AverageForward(g, countPadding, n, x).Values), [(1, x)]);
    }

    private static GradientCase ReLU(RandomCases random)
    {
        var (count, n) = (random.Between(1, 40), random.Batch());
        // At least 1/8 away from the kink.
        var x = Array.ConvertAll(Exact(random, n * count), v => v < 0 ? v - 0.125f : v + 0.125f);
        var dy = random.Floats(n * count);
        var y = Array.ConvertAll(x, v => Math.Max(v, 0));
        return new(ElementwiseCases.ReLUBackward(count, n, y, dy), () => Sum(dy, ElementwiseReference.ReLUForward(x).Values), [(2, x)]);
    }

    private static GradientCase Dropout(RandomCases random)
    {
        var (planes, plane, n, rate, stream) = (random.Between(1, 8), random.Between(1, 5), random.Batch(), random.Between(0, 15) / 16f, random.Between(0, 9));
        var count = planes * plane;
        float[] x = Exact(random, n * count), dy = random.Floats(n * count);
        var state = new int[DeviceState.Length];
        (state[DeviceState.Step], state[DeviceState.SeedLow], state[DeviceState.SeedHigh]) = (random.Between(0, 999), 7, 9);
        Expected Apply(float[] values) => DropoutReference.Apply(values, rate, state[DeviceState.Step], 7, 9, stream, plane);
        var backward = new OpCase(
            new DropoutBackward(count, rate, stream, plane), n,
            [OpOperand.In("dy", dy, count), OpOperand.Out("dx", Apply(dy), count), OpOperand.In("state", state)]);
        return new(backward, () => Sum(dy, Apply(x).Values), [(1, x)]);
    }

    private static GradientCase Softmax(RandomCases random)
    {
        var (classes, n) = (random.Between(1, 20), random.Batch());
        var logits = Array.ConvertAll(Exact(random, n * classes), v => v * 4);
        var labels = random.Ints(n, classes);
        var probabilities = Array.ConvertAll(LossReference.SoftmaxCrossEntropyForward(classes, n, logits, labels).Probabilities.Values, p => (float)p);
        // The third derivative of log(sum(exp)) is at most 1/(6 sqrt 3) < 0.1: step^2 / 6 of it; and the probabilities were rounded.
        const double truncation = GradientCase.Step * (double)GradientCase.Step / 6 * 0.1 + Expected.UnitRoundoff;
        return new(
            LossCases.SoftmaxBackward(classes, n, probabilities, labels),
            () => LossReference.SoftmaxCrossEntropyForward(classes, n, logits, labels).Losses.Values.Sum() / n, [(2, logits)], truncation / n);
    }

    /// <summary>The loss of given outputs: their sum, each times its upstream gradient.</summary>
    internal static double Sum(float[] upstream, double[] values)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
            sum += upstream[i] * values[i];
        return sum;
    }

    /// <summary>Values in -1..1 that are multiples of 2^-8.</summary>
    internal static float[] Exact(RandomCases random, int count) => Array.ConvertAll(random.Floats(count), v => MathF.Round(v * 256) / 256);
}
