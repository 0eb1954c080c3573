using ConvGpu.Tests.Matrix;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>The device's analytic gradient of every op against the numeric gradient of the double-precision reference.</summary>
public abstract class GradientTests(string device)
{
    private const int Samples = 24;

    /// <summary>The backward op types by name.</summary>
    public static TheoryData<string> OpNames => [.. GradientCases.Generators.Keys.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(OpNames))]
    public void MatchesTheNumericGradient(string op)
    {
        var opDevice = TestDevices.Open(device);
        for (var seed = 0; seed < Math.Max(1, TestDevices.RandomCases(device) / 4); seed++)
        {
            var check = GradientCases.Generators.First(pair => pair.Key.Name == op).Value(seed);
            Check(opDevice, check, seed);
            OpMatrix.Count(check.Backward.Op.Name, device, "gradient");
            CheckMatrix.Passed(Subject.Op, op, device, Matrix.Check.Gradient);
        }
    }

    /// <summary>Runs the backward op and compares its outputs with numeric gradients.</summary>
    public static void Check(ComputeDevice device, GradientCase check, int seed)
    {
        var results = OpRunner.Run(device, check.Backward);
        foreach (var (operand, variable) in check.Outputs)
            Check(check, operand, variable, results[operand], seed);
    }

    private static void Check(GradientCase check, int operand, float[] variable, int[] result, int seed)
    {
        var random = new Random(seed);
        var expected = check.Backward.Operands[operand].Expected!;
        var scale = 1 + Math.Abs(check.Loss());
        for (var sample = 0; sample < Math.Min(Samples, variable.Length); sample++)
        {
            var i = variable.Length <= Samples ? sample : random.Next(variable.Length);
            var at = variable[i];
            variable[i] = at + GradientCase.Step;
            var above = check.Loss();
            variable[i] = at - GradientCase.Step;
            var below = check.Loss();
            variable[i] = at;
            var numeric = (above - below) / (2.0 * GradientCase.Step);
            var actual = BitConverter.Int32BitsToSingle(result[i]);
            // The loss is a sum of doubles: its rounding, some 2^-50 of it, is magnified by the division by the step.
            var bound = expected.Bound(i) + check.Truncation + scale * Math.Pow(2, -50) * variable.Length / GradientCase.Step;
            Assert.True(
                Math.Abs(actual - numeric) <= bound,
                $"{check.Backward}: gradient {i} of operand {operand} is {actual:R}, numerically {numeric:R}; off by {Math.Abs(actual - numeric):E2}, bound {bound:E2}");
        }
    }
}

[Collection(OnDevice.Cpu)]
public sealed class GradientTestsOnCpu() : GradientTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class GradientTestsOnCpuAccelerator() : GradientTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class GradientTestsOnOpenCl() : GradientTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class GradientTestsOnCuda() : GradientTests(OnDevice.Cuda);
