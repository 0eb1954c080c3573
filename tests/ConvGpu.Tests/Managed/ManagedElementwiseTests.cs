using ConvGpu.Kernels;
using ConvGpu.Kernels.Managed;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>The managed element-wise ops, dropout and SGD against the naive reference.</summary>
public sealed unsafe class ManagedElementwiseTests
{
    private static int Length(RandomCases random, int seed) => seed % 10 == 0 ? random.Between(16_000, 50_000) : random.Between(1, 100);

    [Fact]
    public void ArithmeticMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            var length = Length(random, seed);
            float[] a = random.Floats(length), b = random.Floats(length);
            if (seed % 4 == 0) a[length / 2] = float.NaN;
            var factor = random.Floats(1)[0];
            using var memory = new HostTensors();
            float* inA = memory.Input(a), inB = memory.Input(b);
            HostTensor sum = memory.Output(length), product = memory.Output(length), scaled = memory.Output(length), filled = memory.Output(length);
            HostTensor rectified = memory.Output(length), gradient = memory.Output(length);
            new AddJob().Run(length, inA, inB, sum.Pointer);
            new MultiplyJob().Run(length, inA, inB, product.Pointer);
            new ScaleJob(factor).Run(length, inA, scaled.Pointer);
            new FillJob(factor).Run(length, filled.Pointer);
            new ActivationForwardJob<ReLUFunctor>(default).Run(length, inA, rectified.Pointer);
            new ActivationBackwardJob<ReLUFunctor>(default).Run(length, inA, inB, gradient.Pointer);
            ElementwiseReference.Add(a, b).Check(sum.ToArray(), $"case {seed}: add of {length}");
            ElementwiseReference.Multiply(a, b).Check(product.ToArray(), $"case {seed}: multiply of {length}");
            ElementwiseReference.Scale(a, factor).Check(scaled.ToArray(), $"case {seed}: scale of {length}");
            Assert.All(filled.ToArray(), value => Assert.Equal(factor, value));
            ElementwiseReference.ReLUForward(a).Check(rectified.ToArray(), $"case {seed}: relu of {length}");
            ElementwiseReference.ReLUBackward(a, b).Check(gradient.ToArray(), $"case {seed}: relu gradient of {length}");
        }
    }

    [Fact]
    public void DropoutMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            var length = Length(random, seed);
            var x = random.Floats(length);
            var rate = seed % 9 == 0 ? 0 : random.Between(1, 95) / 100f;
            int[] state = [seed * 3, random.Between(int.MinValue, int.MaxValue - 1), random.Between(0, 9), 0, 0, 0, 0, 0];
            var stream = random.Between(0, 1000);
            using var memory = new HostTensors();
            var y = memory.Output(length);
            new ElementDropoutJob(rate, stream).Run(length, memory.Input(x), y.Pointer, memory.Input(state));
            DropoutReference.Apply(x, rate, state[0], state[1], state[2], stream).Check(y.ToArray(), $"case {seed}: dropout {rate} of {length}");
        }
    }

    [Fact]
    public void SgdMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            var length = Length(random, seed);
            float[] w = random.Floats(length), g = random.Floats(length), v = random.Floats(length);
            float momentum = random.Chance(0.3) ? 0 : 0.9f, decay = random.Chance(0.5) ? 0 : 5e-4f, rate = random.Between(1, 100) / 100f;
            var nesterov = momentum != 0 && random.Chance(0.5);
            using var memory = new HostTensors();
            float* weights = memory.Input(w), velocity = memory.Input(v);
            var rule = new SgdRule(new SgdUpdate(length, momentum, decay, nesterov));
            var gradient = memory.Input(g);
            UpdateJob job = momentum == 0
                ? new UpdateJob<SgdRule, NoSlots>(rule) { Weights = weights, Gradient = gradient, First = null, Second = null, Third = null }
                : new UpdateJob<SgdRule, OneSlot>(rule) { Weights = weights, Gradient = gradient, First = velocity, Second = null, Third = null };
            job.Run(length, memory.Input((int[])[0, 0, 0, BitConverter.SingleToInt32Bits(rate), 0, 0, 0, 0]));
            var (expectedWeights, expectedVelocity) = ElementwiseReference.Sgd(w, g, v, rate, momentum, decay, nesterov);
            var what = $"case {seed}: sgd of {length}, momentum {momentum}, decay {decay}, nesterov {nesterov}";
            expectedWeights.Check(new ReadOnlySpan<float>(weights, length), what);
            if (momentum != 0) expectedVelocity.Check(new ReadOnlySpan<float>(velocity, length), "momentum of " + what);
        }
    }
}
