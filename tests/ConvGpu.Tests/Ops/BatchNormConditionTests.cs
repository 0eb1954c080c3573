using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>
/// How far the gradient of batch normalisation may be off when mean and inverse deviation are the device's own. With u = 2^-24, k values a
/// channel, M the mean of |x| and s the deviation, the device's mean is off by (k + 2) u M at most and so a normalised value by (k + 2) u M / s
/// and little more: the condition of the gradient is M / s, and two devices may differ by (k + 2) u M / s times what dw, or w / s times dy,
/// is made of, however well they add. <see cref="BatchNormReference"/> has the bounds of mean and inverse.
/// </summary>
public abstract class BatchNormConditionTests(string device)
{
    private const double U = Expected.UnitRoundoff;

    private static readonly ChannelSizes _sizes = new(3, 13);
    private const int N = 5;
    private const int Values = 5 * 13;

    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(10, 2e-3)]
    [InlineData(300, 1e-1)]
    public void TheGradientIsOffByNoMoreThanItsConditionMakesIt(float offset, double narrow)
    {
        var random = new RandomCases(11);
        float[] x = Array.ConvertAll(random.Floats(N * _sizes.Count), v => v + offset), dy = random.Floats(x.Length), w = random.Floats(_sizes.Channels);
        var opDevice = TestDevices.Open(device);
        var prepared = BatchNormCases.Forward(_sizes, N, x, random);
        var (means, inverses) = (prepared.Operands[5].Expected!, prepared.Operands[6].Expected!);
        var forward = OpRunner.Run(opDevice, prepared);
        float[] mean = Floats(forward[5]), inverse = Floats(forward[6]);
        var weights = OpRunner.Run(opDevice, BatchNormCases.BackwardWeights(_sizes, N, x, dy, mean, inverse));
        float[] dw = Floats(weights[4]), db = Floats(weights[5]);
        var dx = Floats(OpRunner.Run(opDevice, BatchNormCases.BackwardData(_sizes, N, x, dy, w, mean, inverse, dw, db))[7]);
        for (var c = 0; c < _sizes.Channels; c++)
        {
            int[] places = [.. Enumerable.Range(0, N).SelectMany(item => Enumerable.Range((item * _sizes.Channels + c) * _sizes.Plane, _sizes.Plane))];
            double center = means.Values[c], scale = inverses.Values[c];
            double centerError = means.Bound(c), relative = inverses.Bound(c) / scale + 4 * U;
            double Normal(int i) => (x[i] - center) * scale;
            double NormalError(int i) => (scale * centerError + Math.Abs(Normal(i)) * relative) * (1 + 8 * U);
            double exactDw = places.Sum(i => dy[i] * Normal(i)), exactDb = places.Sum(i => (double)dy[i]);
            var dwError = places.Sum(i => Math.Abs(dy[i]) * NormalError(i)) + (Values + 6) * U * places.Sum(i => Math.Abs(dy[i] * Normal(i)));
            var dbError = (Values + 1) * U * places.Sum(i => Math.Abs((double)dy[i]));
            Within(dw[c], exactDw, dwError, $"dw[{c}]");
            var (largest, largestError) = (0.0, 0.0);
            foreach (var i in places)
            {
                var expected = w[c] * scale * (dy[i] - exactDb / Values - Normal(i) * exactDw / Values);
                var terms = Math.Abs(dy[i]) + (Math.Abs(exactDb) + Math.Abs(Normal(i) * exactDw)) / Values;
                var slopeError = (Math.Abs(Normal(i)) * dwError + NormalError(i) * (Math.Abs(exactDw) + dwError)) / Values;
                var error = Math.Abs(w[c]) * scale * (dbError / Values + slopeError + (relative + 8 * U) * terms) * (1 + relative);
                Within(dx[i], expected, error, $"dx[{i}]");
                (largest, largestError) = (Math.Max(largest, Math.Abs(expected)), Math.Max(largestError, error));
            }
            Assert.InRange(largestError, 0, narrow * largest);
        }
        OpMatrix.Count("batch-norm.backward", device, "condition");
    }

    private static void Within(float actual, double expected, double error, string what) =>
        Assert.True(Math.Abs(actual - expected) <= error, $"{what} is {actual:R} instead of {expected:R}: off by {Math.Abs(actual - expected):E2}, bound {error:E2}");

    private static float[] Floats(int[] words) => Array.ConvertAll(words, BitConverter.Int32BitsToSingle);
}

[Collection(OnDevice.Cpu)]
public sealed class BatchNormConditionTestsOnCpu() : BatchNormConditionTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class BatchNormConditionTestsOnCpuAccelerator() : BatchNormConditionTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class BatchNormConditionTestsOnOpenCl() : BatchNormConditionTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class BatchNormConditionTestsOnCuda() : BatchNormConditionTests(OnDevice.Cuda);
