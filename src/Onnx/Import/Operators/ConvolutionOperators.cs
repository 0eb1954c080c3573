namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Conv and ConvTranspose.</summary>
internal static class ConvolutionOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Conv", new(Convolution, ConstantFrom: 1)),
        ("ConvTranspose", new(Transposed, ConstantFrom: 1)),
    ];

    private static void Convolution(Conversion c)
    {
        var images = Images.Of(c, mostAxes: 3);
        var (weight, bias) = (c.Constant(1), c.OptionalConstant(2));
        var rank = images.Size.Length;
        RequireWeight(c, weight, rank);
        var windows = Windows.Read(c, images.Size, [.. weight.Dims.Skip(2)]);
        var (outputs, groups) = (weight.Dims[0], Groups(c));
        if ((long)weight.Dims[1] * groups != images.Channels)
            throw c.Error($"has weights of {OnnxTensor.Describe(weight.Dims)} in {groups} groups, but gets {images.Channels} channels: "
                + $"give an input of {(long)weight.Dims[1] * groups}");
        RequireBias(c, bias, outputs);
        var layer = c.Guard<Layer>(() => rank == 3
            ? new Conv3D(
                images.Channels, outputs, Of(windows.Kernel), Of(windows.Stride),
                new Padding3D(windows.Before[0], windows.Before[1], windows.Before[2], windows.After[0], windows.After[1], windows.After[2]),
                Of(windows.Dilation), groups, bias is not null)
            : new Conv2D(
                images.Channels, outputs, windows.Size(windows.Kernel), windows.Distance(windows.Stride), windows.Padding,
                windows.Distance(windows.Dilation), groups, bias is not null));
        Finish(c, images, layer, outputs, weight, bias);
    }

    private static void Transposed(Conversion c)
    {
        var images = Images.Of(c, mostAxes: 3);
        var (weight, bias) = (c.Constant(1), c.OptionalConstant(2));
        var rank = images.Size.Length;
        RequireWeight(c, weight, rank);
        int[] kernel = [.. weight.Dims.Skip(2)];
        var (groups, a) = (Groups(c), c.Attributes);
        var outputs = checked(weight.Dims[1] * groups);
        if (weight.Dims[0] != images.Channels)
            throw c.Error($"has weights of {OnnxTensor.Describe(weight.Dims)}, but gets {images.Channels} channels: give an input of {weight.Dims[0]}");
        RequireBias(c, bias, outputs);
        if (a.Has("kernel_shape") && !a.Sizes("kernel_shape", rank, 1).SequenceEqual(kernel)) throw c.Error("has a kernel_shape other than that of its weights");
        var (stride, dilation) = (a.Sizes("strides", rank, 1), a.Sizes("dilations", rank, 1));
        var (pads, more) = (a.Sizes("pads", 2 * rank, 0, least: 0), a.Sizes("output_padding", rank, 0, least: 0));
        var mode = a.Text("auto_pad", "NOTSET");
        var wanted = a.Has("output_shape") ? WantedSize(c, rank)
            : mode.StartsWith("SAME", StringComparison.Ordinal) ? [.. images.Size.Zip(stride, (i, s) => checked(i * s))] : null;
        for (var i = 0; wanted is not null && i < rank; i++)
        {
            var total = (long)stride[i] * (images.Size[i] - 1) + more[i] + (long)dilation[i] * (kernel[i] - 1) + 1 - wanted[i];
            // What is missing is added behind; what is too much is cut off both sides.
            if (total < 0) (more[i], total) = (checked((int)(more[i] - total)), 0);
            var (less, rest) = ((int)(total / 2), (int)(total - total / 2));
            (pads[i], pads[rank + i]) = mode == "SAME_UPPER" ? (less, rest) : (rest, less);
        }
        if (rank == 3)
        {
            Volumes(c, images, weight, bias, new(kernel, stride, dilation, pads[..rank], pads[rank..]), more, groups);
            return;
        }
        Size2D Pair(int[] of, int one) => rank == 1 ? new(one, of[0]) : new(of[0], of[1]);
        var padding = rank == 1 ? new Padding(0, pads[0], 0, pads[1]) : new Padding(pads[0], pads[1], pads[2], pads[3]);
        var layer = c.Guard(() => new ConvTranspose2D(
            images.Channels, outputs, Pair(kernel, 1), Pair(stride, 1), padding, Pair(more, 0), Pair(dilation, 1), groups, bias is not null));
        Finish(c, images, layer, outputs, weight, bias);
    }

    /// <summary>
    /// A transposed convolution of volumes: zeros between the voxels, as many as a stride is longer than 1, and around them what the turned kernel
    /// reaches, less what is cut off; then a convolution with that kernel.
    /// </summary>
    private static void Volumes(Conversion c, Images images, OnnxTensor weight, OnnxTensor? bias, Windows w, int[] more, int groups)
    {
        int[] item = [images.Channels, .. images.Size], spread = [.. item], before = new int[3], after = new int[3];
        var (value, taps) = (images.Value, w.Kernel[0] * w.Kernel[1] * w.Kernel[2]);
        for (var i = 0; i < 3; i++)
        {
            var reach = checked((int)w.Span(i) - 1);
            (before[i], after[i]) = (reach - w.Before[i], checked(reach - w.After[i] + more[i]));
            // A voxel and what stands behind it, then those behind each other less what stands behind the last.
            var axes = Rearranging.Whole(spread).ToList();
            axes.Insert(i + 2, new(w.Stride[i], 1, 1));
            var whole = checked(spread[i + 1] * w.Stride[i]);
            spread[i + 1] = whole;
            value = c.Rearrange(value, axes, images.Item(images.Channels, spread[1..]), $"apart{i}");
            var cut = Rearranging.Whole(spread);
            spread[i + 1] = checked(whole - w.Stride[i] + 1 + before[i] + after[i]);
            if (spread[i + 1] < 1) throw c.Error("cuts all of its output off");
            cut[i + 1] = cut[i + 1] with { Out = spread[i + 1], Start = -before[i] };
            value = c.Rearrange(value, cut, images.Item(images.Channels, spread[1..]), $"around{i}");
        }
        int inputs = images.Channels, each = weight.Dims[1], outputs = each * groups, group = inputs / groups;
        var values = c.Floats(weight);
        var turned = c.Made(values.Length, i =>
        {
            int tap = i % taps, input = i / taps % group, output = i / taps / group;
            return values[((output / each * group + input) * each + output % each) * taps + taps - 1 - tap];
        });
        var layer = c.Guard(() => new Conv3D(inputs, outputs, Of(w.Kernel), dilation: Of(w.Dilation), groups: groups, bias: bias is not null));
        var seen = images with { Value = c.As(value, Images.Seen(inputs, spread[1..])), Size = spread[1..] };
        Finish(c, seen, layer, outputs, new OnnxTensor(weight.Name, [outputs, group, .. w.Kernel], turned), bias);
    }

    // Of opset 1 on the sizes alone; some files have batch and channels in front.
    private static int[] WantedSize(Conversion c, int rank)
    {
        var given = c.Attributes.Integers("output_shape")!;
        return given.Length >= rank && given.All(v => v is > 0 and <= int.MaxValue)
            ? [.. given.Skip(given.Length - rank).Select(v => (int)v)]
            : throw c.Error($"has an output_shape of {given.Length} sizes for images of {rank} axes");
    }

    private static void Finish(Conversion c, Images images, Layer layer, int outputs, OnnxTensor weight, OnnxTensor? bias)
    {
        var result = c.Add(layer, images.Item(outputs, images.SizeBehind(c, layer)), null, images.Value);
        c.Start(result, "weight", c.Floats(weight));
        if (bias is not null) c.Start(result, "bias", c.Floats(bias));
        c.Set(result);
    }

    private static int Groups(Conversion c) =>
        c.Attributes.Integer("group", 1) is >= 1 and <= int.MaxValue and var groups ? (int)groups : throw c.Error("has a group below 1");

    private static void RequireWeight(Conversion c, OnnxTensor weight, int rank)
    {
        if (weight.Dims.Count != rank + 2 || weight.Dims.Any(d => d < 1))
            throw c.Error($"has weights of {OnnxTensor.Describe(weight.Dims)} for images of {rank} axes");
    }

    private static void RequireBias(Conversion c, OnnxTensor? bias, int outputs)
    {
        if (bias is not null && bias.Count != outputs) throw c.Error($"has a bias of {bias.Count} values for {outputs} channels");
    }

    private static Size3D Of(int[] sizes) => new(sizes[0], sizes[1], sizes[2]);
}
