using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Every activation by name on every device: infinities, NaN and numbers far out, and the gradient.</summary>
public abstract class ActivationTests(string device)
{
    /// <summary>The functions by name.</summary>
    public static TheoryData<string> Kinds => [.. Enum.GetNames<ActivationKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SpecialValues(string kind)
    {
        var (f, first, second) = ActivationCases.Standard(Enum.Parse<ActivationKind>(kind));
        var opDevice = TestDevices.Open(device);
        float[] x = [.. ActivationCases.Special, .. new RandomCases(1).Floats(18).Select(v => v * 8)], dy = new RandomCases(2).Floats(x.Length);
        OpRunner.Run(opDevice, ActivationCases.Forward(f, first, second, 11, 3, x));
        OpRunner.Run(opDevice, ActivationCases.Backward(f, first, second, 11, 3, x, dy));
        OpMatrix.Count(f.Name + ".forward", device, "named");
        OpMatrix.Count(f.Name + ".backward", device, "named");
    }

    /// <summary>The cases that OpTests draws may leave a function out where they are few.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void RandomParameters(string name)
    {
        var (opDevice, kind) = (TestDevices.Open(device), Enum.Parse<ActivationKind>(name));
        for (var seed = 0; seed < 4; seed++)
        {
            OpCase forward = ActivationCases.Forward(new RandomCases(seed), kind), backward = ActivationCases.Backward(new RandomCases(seed), kind);
            OpRunner.Run(opDevice, forward);
            OpRunner.Run(opDevice, backward);
            GradientTests.Check(opDevice, ActivationCases.Gradient(new RandomCases(seed), kind), seed);
            OpMatrix.Count(forward.Op.Name, device, "random");
            OpMatrix.Count(backward.Op.Name, device, "random");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradient(string kind)
    {
        var opDevice = TestDevices.Open(device);
        var (f, first, second) = ActivationCases.Standard(Enum.Parse<ActivationKind>(kind));
        GradientTests.Check(opDevice, ActivationCases.Gradient(new RandomCases(3), f, first, second), 3);
        OpMatrix.Count(f.Name + ".backward", device, "gradient");
    }

    /// <summary>What PyTorch 2 prints for x = -3, -1, -0.25, 0.5, 2, to its digits.</summary>
    [Theory]
    [InlineData("Sigmoid", 0.0474, 0.2689, 0.4378, 0.6225, 0.8808)]
    [InlineData("Tanh", -0.9951, -0.7616, -0.2449, 0.4621, 0.9640)]
    [InlineData("LeakyReLU", -0.03, -0.01, -0.0025, 0.5, 2.0)]
    [InlineData("Elu", -0.9502, -0.6321, -0.2212, 0.5, 2.0)]
    [InlineData("Gelu", -0.0040, -0.1587, -0.1003, 0.3457, 1.9545)]
    [InlineData("GeluTanh", -0.0036, -0.1588, -0.1003, 0.3457, 1.9546)]
    [InlineData("SiLU", -0.1423, -0.2689, -0.1095, 0.3112, 1.7616)]
    [InlineData("Softplus", 0.0486, 0.3133, 0.5759, 0.9741, 2.1269)]
    [InlineData("Clip", 0.0, 0.0, 0.0, 0.5, 2.0)]
    [InlineData("Selu", -1.6706, -1.1113, -0.3889, 0.5254, 2.1014)]
    [InlineData("HardSigmoid", 0.0, 0.3333, 0.4583, 0.5833, 0.8333)]
    [InlineData("HardSwish", 0.0, -0.3333, -0.1146, 0.2917, 1.6667)]
    [InlineData("Softsign", -0.75, -0.5, -0.2, 0.3333, 0.6667)]
    [InlineData("Exp", 0.0498, 0.3679, 0.7788, 1.6487, 7.3891)]
    [InlineData("Abs", 3.0, 1.0, 0.25, 0.5, 2.0)]
    [InlineData("Reciprocal", -0.3333, -1.0, -4.0, 2.0, 0.5)]
    [InlineData("Erf", -1.0, -0.8427, -0.2763, 0.5205, 0.9953)]
    [InlineData("Floor", -3.0, -1.0, -1.0, 0.0, 2.0)]
    [InlineData("Ceil", -3.0, -1.0, 0.0, 1.0, 2.0)]
    [InlineData("Round", -3.0, -1.0, 0.0, 0.0, 2.0)]
    [InlineData("Step", 0.0, 0.0, 0.0, 1.0, 1.0)]
    [InlineData("Affine", 6.5, 2.5, 1.0, -0.5, -3.5)]
    public void PublishedValues(string kind, params double[] expected)
    {
        var (f, first, second) = ActivationCases.Standard(Enum.Parse<ActivationKind>(kind));
        var y = OpRunner.Run(TestDevices.Open(device), ActivationCases.Forward(f, first, second, 5, 1, [-3, -1, -0.25f, 0.5f, 2]))[1];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], BitConverter.Int32BitsToSingle(y[i]), 0.00006);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class ActivationTestsOnCpu() : ActivationTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class ActivationTestsOnCpuAccelerator() : ActivationTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class ActivationTestsOnOpenCl() : ActivationTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class ActivationTestsOnCuda() : ActivationTests(OnDevice.Cuda);
