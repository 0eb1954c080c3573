using ConvGpu.Onnx.Import.Operators;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Import;

/// <summary>How one operator becomes layers.</summary>
/// <param name="Convert">Adds the layers; null where the operator is supported for constants only.</param>
/// <param name="Fold">Computes the output where all inputs are known; null where that does not occur. May decline by null.</param>
/// <param name="ConstantFrom">The first input that must be known before anything is computed, as weights and sizes are.</param>
/// <param name="FoldsShapes">Whether the output follows from the sizes of the input.</param>
/// <param name="OldestOpset">The first version with the operator's present meaning, where that is older than what is read otherwise.</param>
internal sealed record OperatorRow(
    Action<Conversion>? Convert, Func<Conversion, OnnxTensor?>? Fold = null, int ConstantFrom = int.MaxValue, bool FoldsShapes = false,
    int OldestOpset = OperatorTable.OldestOpset);

/// <summary>All operators that are read: a row each, a file for each family.</summary>
internal static class OperatorTable
{
    /// <summary>The versions that are read.</summary>
    public const int OldestOpset = 6, NewestOpset = 22;

    /// <summary>The domain of functions that exported models carry.</summary>
    public const string OwnDomain = "convgpu";

    private static readonly Dictionary<string, OperatorRow> _rows = new IEnumerable<(string Name, OperatorRow Row)>[]
    {
        ConvolutionOperators.Rows, PoolingOperators.Rows, NormalizationOperators.Rows, ActivationOperators.Rows, ElementwiseOperators.Rows,
        ShapeOperators.Rows, LogicOperators.Rows, PlaceOperators.Rows, SliceOperators.Rows, ReductionOperators.Rows,
        GemmOperators.Rows, ResamplingOperators.Rows, ConstantOperators.Rows,
    }.SelectMany(rows => rows).ToDictionary(r => r.Name, r => r.Row);

    /// <summary>The operators by name.</summary>
    public static IReadOnlyCollection<string> Names => _rows.Keys;

    public static OperatorRow? Find(NodeProto node) => node.Domain is "" or "ai.onnx" || (node.Domain == OwnDomain && node.OpType == "AffineGrid")
        ? _rows.GetValueOrDefault(node.OpType)
        : null;
}
