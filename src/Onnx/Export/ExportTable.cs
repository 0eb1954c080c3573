using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Export;

/// <summary>What each op is written as: a row an op, a file for each family.</summary>
internal static class ExportTable
{
    private static readonly Dictionary<Type, Action<OpExport>> _rows = new IEnumerable<(Type Op, Action<OpExport> Row)>[]
    {
        ConvolutionExports.Rows, PoolingExports.Rows, NormalizationExports.Rows, ElementExports.Rows, PlaceExports.Rows, SpatialExports.Rows,
    }.SelectMany(rows => rows).ToDictionary(r => r.Op, r => r.Row);

    /// <summary>The ops that are written.</summary>
    public static IReadOnlyCollection<Type> OpTypes => _rows.Keys;

    public static Action<OpExport>? Find(Op op) => _rows.GetValueOrDefault(op.GetType());
}
