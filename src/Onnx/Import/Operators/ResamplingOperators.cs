namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Larger and smaller images, and spatial transformers.</summary>
internal static class ResamplingOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Resize", new(Resize, ConstantFrom: 1)),
        ("Upsample", new(c => Resample(c, "asymmetric", "floor", c.Opset < 9 ? c.Attributes.Floats("scales") : c.Floats(c.Constant(1)), null), ConstantFrom: 1)),
        ("GridSample", new(GridSamples)),
        ("AffineGrid", new(AffineGrids, ConstantFrom: 1)),
    ];

    private static void Resize(Conversion c)
    {
        var a = c.Attributes;
        if (a.Flag("antialias") || a.Has("axes") || a.Has("keep_aspect_ratio_policy")) throw c.Error("has antialias, axes or keep_aspect_ratio_policy, which are not supported");
        if (c.Opset < 11)
        {
            Resample(c, "asymmetric", "floor", c.Floats(c.Constant(1)), null);
            return;
        }
        var scales = c.Has(2) && c.Constant(2).Count > 0 ? c.Floats(c.Constant(2)) : null;
        var sizes = c.Has(3) && c.Constant(3).Count > 0 ? c.Constant(3).Integers : null;
        Resample(c, a.Text("coordinate_transformation_mode", "half_pixel"), a.Text("nearest_mode", "round_prefer_floor"), scales, sizes);
    }

    private static void Resample(Conversion c, string transform, string rounding, float[]? scales, long[]? sizes)
    {
        var images = Images.Of(c, mostAxes: 2, perChannel: true);
        var rank = images.Size.Length + 2;
        if ((scales?.Length ?? sizes?.Length) != rank) throw c.Error("has neither scales nor sizes for each axis");
        var output = new int[images.Size.Length];
        var factor = new double[output.Length];
        for (var i = 0; i < rank; i++)
        {
            var size = c.Data(0).Dims[i];
            var wanted = sizes is not null ? sizes[i] : Math.Floor((double)size * scales![i]);
            if (!(wanted is >= 1 and <= int.MaxValue / 2)) throw c.Error($"makes {wanted} of {size}");
            if (i >= 2) (output[i - 2], factor[i - 2]) = ((int)wanted, sizes is not null ? wanted / size : scales![i]);
            else if (wanted != size) throw c.Error("changes the number of items or channels, which is not supported");
        }
        OnnxTensor.CountOf([images.Channels, .. output], c.Node.Output[0]);
        var mode = c.Attributes.Text("mode", "nearest");
        var isNearest = mode == "nearest";
        if (!isNearest && mode is not ("linear" or "bilinear")) throw c.Error($"has a mode of '{mode}'; nearest and linear are supported");
        if (isNearest)
        {
            var places = output.Select((to, i) => Nearest(c, transform, rounding, images.Size[i], to, factor[i])).ToArray();
            // The layer takes pixel floor(o from / to).
            if (!places.Select((p, i) => p.Select((place, o) => place == (long)o * images.Size[i] / output[i]).All(same => same)).All(same => same))
            {
                Pick(c, images, places);
                return;
            }
        }
        for (var i = 0; i < output.Length && !isNearest; i++)
        {
            var (from, to) = (images.Size[i], output[i]);
            if (from != to && !IsLinear(transform, from, to, factor[i]))
                throw c.Error($"resamples {from} to {to} by '{transform}', which gives other pixels than the layers here");
        }
        var size2 = output.Length == 1 ? new Size2D(1, output[0]) : new Size2D(output[0], output[1]);
        var layer = c.Guard(() => Upsample.ToSize(size2, isNearest ? UpsampleMode.Nearest : UpsampleMode.Bilinear, !isNearest && transform == "align_corners"));
        c.Set(c.Add(layer, images.Item(images.Channels, output), null, images.Value));
    }

    private static bool IsLinear(string transform, int from, int to, double factor) => transform switch
    {
        "align_corners" => to > 1,
        "half_pixel" => factor == (double)to / from,
        "pytorch_half_pixel" => factor == (double)to / from && to > 1,
        _ => false,
    };

    private static void Pick(Conversion c, Images images, int[][] places)
    {
        var item = c.Item(c.Data(0));
        var value = c.Sized(images.Value, item);
        for (var i = 0; i < places.Length; i++) value = SliceOperators.Picked(c, value, item.Length - places.Length + i, places[i]);
        c.Set(value);
    }

    /// <summary>The pixel that each output takes.</summary>
    private static int[] Nearest(Conversion c, string transform, string rounding, int from, int to, double factor)
    {
        c.Charge(to);
        var places = new int[to];
        for (var o = 0; o < to; o++)
        {
            var x = transform switch
            {
                "asymmetric" => o / factor,
                "half_pixel" => (o + 0.5) / factor - 0.5,
                "pytorch_half_pixel" => to > 1 ? (o + 0.5) / factor - 0.5 : 0,
                "align_corners" => to > 1 ? (double)o * (from - 1) / (to - 1) : 0,
                "tf_half_pixel_for_nn" => (o + 0.5) / factor,
                _ => throw c.Error($"has a coordinate_transformation_mode of '{transform}', which is not supported"),
            };
            places[o] = (int)Math.Clamp(rounding switch
            {
                "round_prefer_floor" => Math.Ceiling(x - 0.5),
                "round_prefer_ceil" => Math.Floor(x + 0.5),
                "floor" => Math.Floor(x),
                "ceil" => Math.Ceiling(x),
                _ => throw c.Error($"has a nearest_mode of '{rounding}'"),
            }, 0, from - 1);
        }
        return places;
    }

    private static void GridSamples(Conversion c)
    {
        var images = Images.Of(c, mostAxes: 2);
        var a = c.Attributes;
        if (images.Size.Length != 2 || a.Flag("align_corners") || a.Text("mode", "bilinear") is not ("bilinear" or "linear") || a.Text("padding_mode", "zeros") != "zeros")
            throw c.Error("samples in a way that is not supported: images, bilinear, with zeros around them and align_corners 0 are");
        var grid = c.Data(1);
        if (grid.Dims.Count != 4 || grid.Dims[3] != 2) throw c.Error($"takes a grid of {OnnxTensor.Describe(grid.Dims)}");
        var seen = c.As(grid, new Shape(1, grid.Dims[1], grid.Dims[2], 2));
        c.Set(c.Add(new GridSample(), images.Item(images.Channels, [grid.Dims[1], grid.Dims[2]]), null, images.Value, seen));
    }

    private static void AffineGrids(Conversion c)
    {
        var (input, size) = (c.Data(0), c.Constant(1).Integers);
        if (c.Attributes.Flag("align_corners") || size.Length != 4 || input.Dims.Count < 2 || Conversion.Count(c.Item(input)) != 6)
            throw c.Error("is supported for images with align_corners 0");
        int rows = (int)Math.Clamp(size[2], 0, int.MaxValue), columns = (int)Math.Clamp(size[3], 0, int.MaxValue);
        var layer = c.Guard(() => new AffineGrid((rows, columns)));
        c.Set(c.Add(layer, c.Lead == 1 ? [rows, columns, 2] : [1, rows, columns, 2], null, c.As(input, new Shape(1, 6))));
    }
}
