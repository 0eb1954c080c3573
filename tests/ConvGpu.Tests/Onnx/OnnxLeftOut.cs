namespace ConvGpu.Tests.Onnx;

/// <summary>The tests of operators that are read which do not run, and why: a row a reason.</summary>
public static class OnnxLeftOut
{
    private static readonly (string Reason, string[] Tests)[] _rows = [];

    public static IReadOnlyList<(string Reason, string[] Tests)> Rows => _rows;

    public static string? Find(OnnxTest test) => _rows.FirstOrDefault(row => row.Tests.Contains($"{test.Suite}/{test.Name}")).Reason;
}
