using ConvGpu.Onnx;
using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Tests.Onnx;

/// <summary>One of ONNX's own tests: a small model, inputs and the outputs that it has to give.</summary>
/// <param name="Suite">The folder of tests: node, pytorch-converted, ...</param>
/// <param name="Name">The test.</param>
public sealed record OnnxTest(string Suite, string Name)
{
    public string Directory => Path.Combine(OnnxTestData.Root, Suite, Name);

    public string ModelPath => Path.Combine(Directory, "model.onnx");

    internal ModelProto Model => ModelProto.Parser.ParseFrom(File.ReadAllBytes(ModelPath));

    public IReadOnlyList<OnnxTensor> Inputs() => Read("input");

    public IReadOnlyList<OnnxTensor> Outputs() => Read("output");

    public override string ToString() => $"{Suite}/{Name}";

    private List<OnnxTensor> Read(string kind)
    {
        var set = Path.Combine(Directory, "test_data_set_0");
        return [.. Enumerable.Range(0, 100).Select(i => Path.Combine(set, $"{kind}_{i}.pb")).TakeWhile(File.Exists).Select(TensorReader.ReadFile)];
    }
}

/// <summary>The tests of Debian's package libonnx-testdata.</summary>
public static class OnnxTestData
{
    public const string Root = "/usr/share/libonnx-testdata/data";

    public const string Missing = "ONNX's node tests are not installed: on Debian, apt-get install libonnx-testdata";

    private static readonly string[] _suites = ["node", "pytorch-converted", "pytorch-operator", "simple"];

    public static bool IsInstalled => Directory.Exists(Root);

    public static IReadOnlyList<OnnxTest> All { get; } = IsInstalled
        ? [.. _suites.SelectMany(suite => Directory.EnumerateDirectories(Path.Combine(Root, suite)).Select(d => new OnnxTest(suite, Path.GetFileName(d))).OrderBy(t => t.Name, StringComparer.Ordinal))]
        : [];

    /// <summary>Why a test is left out; null where it runs.</summary>
    public static string? WhyNot(OnnxTest test)
    {
        var nodes = test.Model.Graph.Node;
        var unknown = nodes.FirstOrDefault(n => OperatorTable.Find(n) is null)?.OpType;
        return unknown is not null ? $"{unknown} is not read" : OnnxLeftOut.Find(test);
    }
}
