using ConvGpu.Onnx;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Onnx;

/// <summary>ONNX's own tests of the operators that are read, with the tolerances of its own runner.</summary>
public abstract class NodeTests(string device)
{
    private const double Relative = 1e-3, Absolute = 1e-7;

    /// <summary>The tests that run; one that says so where they are not installed.</summary>
    public static TheoryData<string, string> Tests
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var test in OnnxTestData.All.Where(t => OnnxTestData.WhyNot(t) is null)) data.Add(test.Suite, test.Name);
            if (!OnnxTestData.IsInstalled) data.Add("node", "none");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void GivesTheOutputsOfTheTest(string suite, string name)
    {
        if (!OnnxTestData.IsInstalled) Assert.Skip(OnnxTestData.Missing);
        var test = new OnnxTest(suite, name);
        var outputs = OnnxModel.Run(test.ModelPath, test.Inputs(), TestDevices.Open(device));
        var expected = test.Outputs();
        Assert.Equal(expected.Count, outputs.Count);
        foreach (var (wanted, got) in expected.Zip(outputs))
        {
            Assert.Equal(wanted.Dims, got.Dims);
            float[] a = wanted.ToFloats(), b = got.ToFloats();
            for (var i = 0; i < a.Length; i++)
            {
                if (a[i].Equals(b[i])) continue;
                Assert.True(Math.Abs(a[i] - b[i]) <= Absolute + Relative * Math.Abs(a[i]), $"{test}: {got.Name}[{i}] is {b[i]:R}, expected {a[i]:R}");
            }
        }
    }
}

[Collection(OnDevice.Cpu)]
public sealed class NodeTestsOnCpu() : NodeTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class NodeTestsOnCpuAccelerator() : NodeTests(OnDevice.CpuAccelerator);
