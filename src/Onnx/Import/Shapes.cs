namespace ConvGpu.Onnx.Import;

/// <summary>Sizes of an item as the graph's shapes.</summary>
internal static class Shapes
{
    /// <summary>
    /// (C), (C, L) as one row, (C, H, W) and (C, D, H, W); more axes than that, or fewer than one, as one.
    /// </summary>
    public static Shape Of(IReadOnlyList<int> item) => item switch
    {
        [var c] => new(1, c),
        [var c, var l] => new(1, c, 1, l),
        [var c, var h, var w] => new(1, c, h, w),
        [var c, var d, var h, var w] => Shape.Volume(1, c, d, h, w),
        _ => new(1, checked((int)Math.Min(Conversion.Count(item), int.MaxValue))),
    };
}
