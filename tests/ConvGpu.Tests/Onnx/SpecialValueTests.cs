using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Tests.Ops;
using Attribute = ConvGpu.Onnx.Export.Attribute;

namespace ConvGpu.Tests.Onnx;

/// <summary>Comparisons and choices of numbers that are infinite, or none, as ONNX defines them.</summary>
public abstract class SpecialValueTests(string device)
{
    private const float Inf = float.PositiveInfinity;

    private static readonly float[] _values = [float.NaN, -Inf, -float.MaxValue, -2, -0.5f, -0f, 0, 0.5f, 2, 1e-38f, float.MaxValue, Inf];

    private static readonly Dictionary<string, Func<float, float, bool>> _comparisons = new()
    {
        ["Greater"] = (a, b) => a > b, ["Less"] = (a, b) => a < b, ["GreaterOrEqual"] = (a, b) => a >= b, ["LessOrEqual"] = (a, b) => a <= b, ["Equal"] = (a, b) => a == b,
    };

    public static TheoryData<string> Comparisons() => [.. _comparisons.Keys];

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void PairsAreComparedAsNumbersAre(string name)
    {
        float[] first = [.. _values.SelectMany(a => Enumerable.Repeat(a, _values.Length))], second = [.. Enumerable.Repeat(_values, _values.Length).SelectMany(v => v)];
        float[] expected = [.. first.Zip(second, (a, b) => _comparisons[name](a, b) ? 1f : 0)];
        Assert.Equal(expected, Run(w => w.Node("y", name, ["x", "z"]), first, second));
        Assert.Equal(expected, Run(w => w.Node("y", name, ["x", w.Initializer("k", [second.Length], second)]), first));
        Assert.Equal(expected, Run(w => w.Node("y", name, [w.Initializer("k", [first.Length], first), "x"]), second));
    }

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void NumbersOfTheFileAreComparedAsWell(string name)
    {
        foreach (var number in _values)
        {
            Assert.Equal(_values.Select(v => _comparisons[name](v, number) ? 1f : 0), Run(w => w.Node("y", name, ["x", w.Initializer("k", [1], [number])]), _values));
            Assert.Equal(_values.Select(v => _comparisons[name](number, v) ? 1f : 0), Run(w => w.Node("y", name, [w.Initializer("k", [1], [number]), "x"]), _values));
        }
    }

    [Fact]
    public void WhatIsNotZeroIsTrue() =>
        Assert.Equal(_values.Select(v => v != 0 ? 1f : 0), Run(w => w.Node("y", "Cast", ["x"], Attribute.Of("to", (long)OnnxElementType.Bool)), _values));

    /// <summary>x above alpha, else 0; of what is no number nothing is said, and it stays none.</summary>
    [Theory]
    [InlineData(1f)]
    [InlineData(0f)]
    [InlineData(-1f)]
    public void ThresholdedReluOfInfinities(float alpha) =>
        Same(_values.Select(v => float.IsNaN(v) || v > alpha ? v : 0), Run(w => w.Node("y", "ThresholdedRelu", ["x"], Attribute.Of("alpha", alpha)), _values));

    /// <summary>x + bias below -lambd, x - bias above lambd, else 0.</summary>
    [Theory]
    [InlineData(0.5f, 0f)]
    [InlineData(1f, 0.25f)]
    [InlineData(0f, -3f)]
    public void ShrinkOfInfinities(float limit, float bias) =>
        Same(_values.Select(v => float.IsNaN(v) ? v : v < -limit ? v + bias : v > limit ? v - bias : 0), Run(w => w.Node("y", "Shrink", ["x"], Attribute.Of("lambd", limit), Attribute.Of("bias", bias)), _values));

    [Fact]
    public void ShrinkWithALimitBelowZeroIsRefused()
    {
        var error = Assert.Throws<OnnxFormatException>(() => Run(w => w.Node("y", "Shrink", ["x"], Attribute.Of("lambd", -1f)), _values));
        Assert.Contains("'y' (Shrink) has a lambd of -1", error.Message);
    }

    /// <summary>The largest and the smallest of infinities; with NaN there is none.</summary>
    [Theory]
    [InlineData("Max")]
    [InlineData("Min")]
    public void ExtremesOfInfinities(string name)
    {
        float[] first = [.. _values.SelectMany(a => Enumerable.Repeat(a, _values.Length))], second = [.. Enumerable.Repeat(_values, _values.Length).SelectMany(v => v)];
        Same(first.Zip(second, (a, b) => name == "Max" ? MathF.Max(a, b) : MathF.Min(a, b)), Run(w => w.Node("y", name, ["x", "z"]), first, second));
    }

    // Zeros of both signs are the same.
    private static void Same(IEnumerable<float> expected, float[] actual) => Assert.Equal(expected.Select(v => v + 0f), actual.Select(v => v + 0f));

    private float[] Run(Func<ModelWriter, string> node, params float[][] inputs)
    {
        var writer = new ModelWriter("special");
        string[] names = ["x", "z"];
        for (var i = 0; i < inputs.Length; i++) writer.Model.Graph.Input.Add(ModelWriter.Info(names[i], OnnxElementType.Float, [inputs[i].Length]));
        writer.Model.Graph.Output.Add(ModelWriter.Info(node(writer), OnnxElementType.Float, [inputs[0].Length]));
        return OnnxModel.Run(writer.Model, [.. inputs.Select((v, i) => new OnnxTensor(names[i], [1, v.Length], v))], TestDevices.Open(device))[0].ToFloats();
    }
}

[Collection(OnDevice.Cpu)]
public sealed class SpecialValueTestsOnCpu() : SpecialValueTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class SpecialValueTestsOnCpuAccelerator() : SpecialValueTests(OnDevice.CpuAccelerator);
