using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Dropout at the rates that the lectures name: identity at 0, the share kept, the scaling, one mask in both directions.</summary>
public abstract class DropoutTests(string device)
{
    private const int Count = 4000, Batch = 2;

    [Theory]
    [InlineData(0f)]
    [InlineData(0.2f)]
    [InlineData(0.4f)]
    public void KeepsTheShareAndScalesIt(float rate)
    {
        var x = Array.ConvertAll(new RandomCases(3).Floats(Count * Batch), v => v + 2);
        var y = Forward(rate, x, step: 5);
        if (rate == 0)
        {
            Assert.Equal(x, y);
            return;
        }
        var kept = y.Count(v => v != 0);
        // Five standard deviations of the binomial distribution: a right mask is beyond them once in two million seeds, and this one is fixed.
        var deviation = Math.Sqrt(x.Length * rate * (1 - rate));
        Assert.InRange(kept, x.Length * (1 - rate) - 5 * deviation, x.Length * (1 - rate) + 5 * deviation);
        // 1 - rate, its reciprocal and the product round once each.
        for (var i = 0; i < x.Length; i++)
            if (y[i] != 0) Assert.Equal(1.0, y[i] * (1.0 - rate) / x[i], 4 * Expected.UnitRoundoff);
    }

    [Theory]
    [InlineData(0.2f)]
    [InlineData(0.4f)]
    public void TheSameMaskServesBackward(float rate)
    {
        var random = new RandomCases(4);
        float[] x = Array.ConvertAll(random.Floats(Count * Batch), v => v + 2), dy = Array.ConvertAll(random.Floats(Count * Batch), v => v + 2);
        float[] y = Forward(rate, x, step: 7), dx = Run(new DropoutBackward(Count, rate, 1), rate, dy, step: 7), next = Forward(rate, x, step: 8);
        Assert.Equal(y.Select(v => v != 0), dx.Select(v => v != 0));
        Assert.NotEqual(y.Select(v => v != 0), next.Select(v => v != 0));
    }

    private float[] Forward(float rate, float[] x, int step) => Run(new DropoutForward(Count, rate, 1), rate, x, step);

    private float[] Run(Op op, float rate, float[] values, int step)
    {
        var state = new int[DeviceState.Length];
        (state[DeviceState.Step], state[DeviceState.SeedLow], state[DeviceState.SeedHigh]) = (step, 11, 13);
        var expected = DropoutReference.Apply(values, rate, step, 11, 13, 1);
        var results = OpRunner.Run(
            TestDevices.Open(device),
            new OpCase(op, Batch, [OpOperand.In("x", values, Count), OpOperand.Out("y", expected, Count), OpOperand.In("state", state)]));
        OpMatrix.Count(op.Name, device, "named");
        return Array.ConvertAll(results[1], BitConverter.Int32BitsToSingle);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class DropoutTestsOnCpu() : DropoutTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class DropoutTestsOnCpuAccelerator() : DropoutTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class DropoutTestsOnOpenCl() : DropoutTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class DropoutTestsOnCuda() : DropoutTests(OnDevice.Cuda);
