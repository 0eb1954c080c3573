namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Larger and smaller images, and spatial transformers.</summary>
internal static class ResamplingOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Resize", new(Resize, ConstantFrom: 1)),
        ("Upsample", new(c => Resample(c, "asymmetric", "floor", c.Opset < 9 ? c.Attributes.Floats("scales") : c.Floats(c.Constant(1)), null), ConstantFrom: 1)),
        ("GridSample", new(GridSampleOperator.Convert)),
        ("AffineGrid", new(AffineGrids, ConstantFrom: 1)),
    ];

    private static void Resize(Conversion c)
    {
        var a = c.Attributes;
        if (c.Opset < 11)
        {
            Resample(c, "asymmetric", "floor", c.Floats(c.Constant(1)), null);
            return;
        }
        float[]? Numbers(int input) => c.Has(input) && c.Constant(input).Count > 0 ? c.Floats(c.Constant(input)) : null;
        var scales = Numbers(2);
        var sizes = c.Has(3) && c.Constant(3).Count > 0 ? c.Constant(3).Integers : null;
        Resample(c, a.Text("coordinate_transformation_mode", "half_pixel"), a.Text("nearest_mode", "round_prefer_floor"), scales, sizes, Numbers(1));
    }

    private static void Resample(Conversion c, string transform, string rounding, float[]? scales, long[]? sizes, float[]? parts = null)
    {
        var images = Images.Of(c, mostAxes: 2, perChannel: true);
        var axes = Axes(c, images, transform, scales, sizes, parts);
        int[] output = [.. axes.Select(axis => axis.To)];
        OnnxTensor.CountOf([images.Channels, .. output], c.Node.Output[0]);
        var mode = c.Attributes.Text("mode", "nearest");
        if (mode is not ("nearest" or "linear" or "bilinear" or "cubic")) throw c.Error($"has a mode of '{mode}'; nearest, linear and cubic are supported");
        var (isNearest, isWide) = (mode == "nearest", c.Attributes.Flag("antialias"));
        if (isNearest)
        {
            var places = axes.Select(axis => Nearest(c, axis, rounding)).ToArray();
            // The layer takes pixel floor(o from / to).
            if (!places.Select((p, i) => p.Select((place, o) => place == (long)o * images.Size[i] / output[i]).All(same => same)).All(same => same))
            {
                Pick(c, images, places);
                return;
            }
        }
        else if (mode == "cubic" || isWide || !axes.All(IsLinear))
        {
            Weighted(c, images, axes, new ResampleWeights(
                mode == "cubic", c.Attributes.Float("cubic_coeff_a", -0.75f), isWide, c.Attributes.Flag("exclude_outside")));
            return;
        }
        var size2 = output.Length == 1 ? new Size2D(1, output[0]) : new Size2D(output[0], output[1]);
        var layer = c.Guard(() => Upsample.ToSize(size2, isNearest ? UpsampleMode.Nearest : UpsampleMode.Bilinear, !isNearest && transform == "align_corners"));
        c.Set(c.Add(layer, images.Item(images.Channels, output), null, images.Value));
    }

    /// <summary>What becomes of each axis of the images; from opset 18 on some axes may be named, and sizes that only bound others.</summary>
    private static ResampledAxis[] Axes(Conversion c, Images images, string transform, float[]? scales, long[]? sizes, float[]? parts)
    {
        var rank = images.Size.Length + 2;
        int[] named = c.Attributes.Integers("axes") is { } told ? Array.ConvertAll(told, axis => c.Axis(axis, rank)) : [.. Enumerable.Range(0, rank)];
        var count = scales?.Length ?? sizes?.Length;
        if (count != named.Length || named.Distinct().Count() != named.Length) throw c.Error("has neither scales nor sizes for each axis");
        if (transform == "tf_crop_and_resize" && parts?.Length != 2 * count) throw c.Error("has no roi for each axis");
        // Other transforms ignore the region, whatever it says.
        if (transform != "tf_crop_and_resize") parts = null;
        var policy = sizes is null ? "stretch" : c.Attributes.Text("keep_aspect_ratio_policy", "stretch");
        var ratios = named.Select((axis, i) => sizes is null ? scales![i] : (double)sizes[i] / c.Data(0).Dims[axis]).ToArray();
        if (policy != "stretch") Array.Fill(ratios, policy == "not_larger" ? ratios.Min() : ratios.Max());
        var result = images.Size.Select(size => new ResampledAxis(size, size, 1, transform, 0, 1)).ToArray();
        for (var i = 0; i < named.Length; i++)
        {
            int axis = named[i], size = c.Data(0).Dims[axis];
            var wanted = policy != "stretch" ? Math.Floor(size * ratios[i] + 0.5) : sizes is not null ? sizes[i] : Math.Floor((double)size * scales![i]);
            if (!(wanted is >= 1 and <= int.MaxValue / 2)) throw c.Error($"makes {wanted} of {size}");
            var scale = policy != "stretch" ? ratios[i] : sizes is not null ? wanted / size : scales![i];
            if (axis >= 2) result[axis - 2] = new(size, (int)wanted, scale, transform, parts?[i] ?? 0, parts?[i + named.Length] ?? 1);
            else if (wanted != size) throw c.Error("changes the number of items or channels, which is not supported");
        }
        return result.All(axis => axis.IsKnown) ? result : throw c.Error($"has a coordinate_transformation_mode of '{transform}', which is not supported");
    }

    // Whether the layer makes the same of an axis.
    private static bool IsLinear(ResampledAxis axis) => axis.From == axis.To && axis.Transform != "tf_crop_and_resize" || axis.Transform switch
    {
        "align_corners" => axis.To > 1,
        "half_pixel" => axis.Factor == (double)axis.To / axis.From,
        "pytorch_half_pixel" => axis.Factor == (double)axis.To / axis.From && axis.To > 1,
        _ => false,
    };

    // Each axis in turn becomes the channels, which a matrix is multiplied by.
    private static void Weighted(Conversion c, Images images, ResampledAxis[] axes, ResampleWeights weights)
    {
        int[] item = [images.Channels, .. images.Size];
        var value = c.Sized(images.Value, images.Item(images.Channels, images.Size));
        for (var i = 0; i < axes.Length; i++)
        {
            var (axis, at) = (axes[i], i + 1);
            if (axis.From == axis.To && axis.Transform != "tf_crop_and_resize") continue;
            int[] front = [at, .. Enumerable.Range(0, item.Length).Where(a => a != at)];
            int[] back = [.. Enumerable.Range(0, item.Length).Select(a => Array.IndexOf(front, a))];
            var rest = (int)(Conversion.Count(item) / axis.From);
            var turned = c.As(c.Rearrange(c.Sized(value, item), Rearranging.Permuted(item, front), [axis.From, rest], $"axis{i}"), new Shape(1, axis.From, 1, rest));
            var made = c.Add(new FixedMatrix(axis.From, axis.To, weights.Matrix(c, axis)), [axis.To, rest], $"matrix{i}", turned);
            item[at] = axis.To;
            value = c.Rearrange(made, Rearranging.Permuted([.. front.Select(a => item[a])], back), item, $"back{i}");
        }
        c.Set(c.Sized(Extrapolated(c, value, axes), images.Item(images.Channels, axes.Select(axis => axis.To))));
    }

    // What lies outside of the image is one number, where the matrices have left 0.
    private static ComputedValue Extrapolated(Conversion c, ComputedValue value, ResampledAxis[] axes)
    {
        var number = c.Attributes.Float("extrapolation_value", 0);
        if (number == 0 || !axes.Any(axis => Enumerable.Range(0, axis.To).Any(axis.IsOutside))) return value;
        int[] size = [.. axes.Select(axis => axis.To)];
        var columns = size[^1];
        bool IsOutside(int i) => axes[^1].IsOutside(i % columns) || (axes.Length > 1 && axes[0].IsOutside(i / columns));
        var outside = c.Made(OnnxTensor.CountOf(size, c.Name), i => IsOutside(i) ? number : 0);
        var spread = c.Spread(new KnownValue(new OnnxTensor("", size, outside), false), c.Item(value), value);
        return c.Add(new Sum(), c.Item(value), "extrapolated", value, c.As(spread, value.Shape));
    }

    private static void Pick(Conversion c, Images images, int[][] places)
    {
        var item = c.Item(c.Data(0));
        var value = c.Sized(images.Value, item);
        for (var i = 0; i < places.Length; i++) value = SliceOperators.Picked(c, value, item.Length - places.Length + i, places[i]);
        c.Set(value);
    }

    /// <summary>The pixel that each output takes.</summary>
    private static int[] Nearest(Conversion c, ResampledAxis axis, string rounding)
    {
        c.Charge(axis.To, sizeof(int));
        var places = new int[axis.To];
        for (var o = 0; o < axis.To; o++)
        {
            var x = axis.Position(o);
            places[o] = (int)Math.Clamp(rounding switch
            {
                "round_prefer_floor" => Math.Ceiling(x - 0.5),
                "round_prefer_ceil" => Math.Floor(x + 0.5),
                "floor" => Math.Floor(x),
                "ceil" => Math.Ceiling(x),
                _ => throw c.Error($"has a nearest_mode of '{rounding}'"),
            }, 0, axis.From - 1);
        }
        return places;
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
