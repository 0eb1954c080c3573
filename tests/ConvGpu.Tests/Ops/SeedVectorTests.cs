using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Every vector of Data/vectors.json on every device.</summary>
public abstract class SeedVectorTests(string device)
{
    /// <summary>The vectors' ids.</summary>
    public static TheoryData<string> Ids => [.. SeedVector.All.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void GivesTheNumbersOfTheVector(string id)
    {
        var opDevice = TestDevices.Open(device);
        var vector = SeedVector.All[id];
        Assert.True(vector.Output is not null || vector.Gradients is not null, $"{id} has neither an output nor gradients, so that nothing would be compared.");
        if (vector.IsPooling)
        {
            var g = vector.Pooling();
            var pooling = vector.IsMaximum ? PoolCases.MaxForward(g, 1, vector.Input) : PoolCases.AverageForward(g, true, 1, vector.Input);
            Compare(vector.Output!, OpRunner.Run(opDevice, pooling)[1], $"{id}, {pooling}");
            OpMatrix.Count(pooling.Op.Name, device, "vectors");
            return;
        }

        var geometry = vector.Convolution();
        var forward = ConvolutionCases.Forward(geometry, 1, vector.Input, vector.Weights, vector.Bias);
        var results = OpRunner.Run(opDevice, forward);
        if (vector.Output is { } output)
            Compare(output, results[^1], $"{id}, {forward}");
        OpMatrix.Count(forward.Op.Name, device, "vectors");
        if (vector.Gradients is not { } gradients)
            return;
        var ones = new float[geometry.OutCount];
        Array.Fill(ones, 1);
        var data = ConvolutionCases.BackwardData(geometry, 1, ones, vector.Weights);
        Compare(gradients.Input, OpRunner.Run(opDevice, data)[2], $"{id}, {data}");
        OpMatrix.Count(data.Op.Name, device, "vectors");
        var weights = ConvolutionCases.BackwardWeights(geometry, 1, vector.Input, ones, true);
        var sums = OpRunner.Run(opDevice, weights);
        Compare(gradients.Weights, sums[2], $"{id}, {weights}");
        Compare(gradients.Bias, sums[3], $"{id}, {weights}");
        OpMatrix.Count(weights.Op.Name, device, "vectors");
    }

    private static void Compare(float[] expected, int[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var value = BitConverter.Int32BitsToSingle(actual[i]);
            Assert.True(
                Math.Abs(value - expected[i]) <= SeedVector.Tolerance, $"{what}: value {i} is {value:R}, the vector says {expected[i]:R}");
        }
    }
}

[Collection(OnDevice.Cpu)]
public sealed class SeedVectorTestsOnCpu() : SeedVectorTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class SeedVectorTestsOnCpuAccelerator() : SeedVectorTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class SeedVectorTestsOnOpenCl() : SeedVectorTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class SeedVectorTestsOnCuda() : SeedVectorTests(OnDevice.Cuda);
