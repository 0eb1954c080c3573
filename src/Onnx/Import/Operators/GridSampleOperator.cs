using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>
/// GridSample. The layer samples bilinearly with zeros around the image, and -1 and 1 are the outer edges of its corner pixels; for other ways the
/// grid is changed before.
/// </summary>
internal static class GridSampleOperator
{
    public static void Convert(Conversion c)
    {
        var images = Images.Of(c, mostAxes: 2);
        var a = c.Attributes;
        var (mode, padding, isAligned) = (a.Text("mode", "bilinear"), a.Text("padding_mode", "zeros"), a.Flag("align_corners"));
        if (images.Size.Length != 2 || mode is not ("bilinear" or "linear" or "nearest") || padding is not ("zeros" or "border" or "reflection"))
        {
            throw c.Error(
                $"samples images of {images.Size.Length} axes by '{mode}' with '{padding}' around them; "
                + "images of two axes, linear or nearest, with zeros, border or reflection are supported");
        }
        var grid = c.Data(1);
        if (grid.Dims.Count != 4 || grid.Dims[3] != 2) throw c.Error($"takes a grid of {OnnxTensor.Describe(grid.Dims)}");
        // x goes along the columns.
        float[] sizes = [images.Size[1], images.Size[0]];
        if (isAligned) grid = Scaled(c, grid, [.. sizes.Select(s => (s - 1) / s)], "aligned");
        if (padding == "reflection") grid = Reflected(c, grid, sizes, isAligned);
        if (padding != "zeros") grid = Bounded(c, grid, sizes);
        if (mode == "nearest") grid = Rounded(c, grid, sizes);
        var seen = c.As(grid, new Shape(1, grid.Dims[1], grid.Dims[2], 2));
        c.Set(c.Add(new GridSample(), images.Item(images.Channels, [grid.Dims[1], grid.Dims[2]]), null, images.Value, seen));
    }

    // From the middle of the first pixel to that of the last.
    private static ComputedValue Bounded(Conversion c, ComputedValue grid, float[] sizes)
    {
        float[] most = [.. sizes.Select(s => (s - 1) / s)];
        var unit = c.Add(new Clip(-1, 1), c.Item(grid), "border", Scaled(c, grid, [.. most.Select(m => m > 0 ? 1 / m : 0)], "to border"));
        return Scaled(c, unit, most, "from border");
    }

    // The edges that reflect are those of the image, or with aligned corners the middles of the corner pixels. Between them x goes on as a
    // wave: 1 - |x - 1| between -1 and 3, from where it begins anew.
    private static ComputedValue Reflected(Conversion c, ComputedValue grid, float[] sizes, bool isAligned)
    {
        float[] edges = [.. sizes.Select(s => isAligned ? (s - 1) / s : 1)];
        var item = c.Item(grid);
        var x = Scaled(c, grid, [.. edges.Select(e => e > 0 ? 1 / e : 0)], "to edges");
        var periods = Apply(c, ActivationFunction.Floor, Apply(c, ActivationFunction.Affine(0.25f, 0.25f), x, "quarter"), "periods");
        var within = c.Add(new Sum(), item, "within", x, Apply(c, ActivationFunction.Affine(-4, 0), periods, "less"));
        var distance = Apply(c, ActivationFunction.Abs, Apply(c, ActivationFunction.Affine(1, -1), within, "from turn"), "distance");
        return Scaled(c, Apply(c, ActivationFunction.Affine(-1, 1), distance, "wave"), edges, "from edges");
    }

    // The position of a pixel is ((x + 1) size - 1) / 2.
    private static ComputedValue Rounded(Conversion c, ComputedValue grid, float[] sizes)
    {
        var half = Scaled(c, grid, [.. sizes.Select(s => s / 2)], "half");
        var positions = Apply(c, ActivationFunction.Round, Shifted(c, half, [.. sizes.Select(s => (s - 1) / 2)], "positions"), "rounded");
        return Scaled(c, Shifted(c, positions, [.. sizes.Select(s => (1 - s) / 2)], "from middle"), [.. sizes.Select(s => 2 / s)], "nearest");
    }

    private static ComputedValue Apply(Conversion c, ActivationFunction function, ComputedValue value, string part) =>
        ActivationOperators.Apply(c, function, value, part);

    private static ComputedValue Scaled(Conversion c, ComputedValue grid, float[] by, string part) => With(c, new Product(), grid, by, part);

    private static ComputedValue Shifted(Conversion c, ComputedValue grid, float[] by, string part) => With(c, new Sum(), grid, by, part);

    private static ComputedValue With(Conversion c, Layer layer, ComputedValue grid, float[] both, string part)
    {
        var item = c.Item(grid);
        var spread = c.Spread(new KnownValue(new OnnxTensor("", [2], both), false), item, grid);
        return c.Add(layer, item, part, grid, c.As(spread, grid.Shape));
    }
}
