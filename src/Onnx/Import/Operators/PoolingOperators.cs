using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Poolings over windows and over whole images.</summary>
internal static class PoolingOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("MaxPool", new(c => Pool(c, isMaximum: true))),
        ("AveragePool", new(c => Pool(c, isMaximum: false))),
        ("LpPool", new(PowerPool)),
        ("GlobalAveragePool", new(c => Global(c, () => new GlobalAvgPool2D()), OldestOpset: 1)),
        ("GlobalMaxPool", new(c => Global(c, () => new GlobalMaxPool2D()), OldestOpset: 1)),
    ];

    private static void Pool(Conversion c, bool isMaximum)
    {
        c.RequireOutputs(1);
        if (isMaximum) c.Attributes.Require("storage_order", 0, "indices are not put out");
        var images = Images.Of(c, mostAxes: 3, perChannel: true);
        var windows = Windows.Read(c, images.Size, null);
        var (ceil, counted) = (c.Attributes.Flag("ceil_mode"), c.Attributes.Flag("count_include_pad"));
        if (!isMaximum && windows.Dilation.Any(d => d != 1)) throw c.Error("averages with dilations, which is not supported");
        var item = images.Item(images.Channels, images.Size);
        var value = images.Value;
        if (Enumerable.Range(0, windows.Rank).Any(i => 2L * Math.Max(windows.Before[i], windows.After[i]) > windows.Kernel[i]))
        {
            // More padding than layers take, as elements of its own.
            if (!isMaximum && !counted)
            {
                Uncounted(c, images, windows);
                return;
            }
            (value, images) = Padded(c, images, windows, isMaximum ? float.NegativeInfinity : 0);
            windows = windows.Unpadded();
        }
        if (windows.Rank < 3)
        {
            var layer = Layer(c, windows, isMaximum, ceil, counted);
            c.Set(c.Add(layer, images.Item(images.Channels, images.SizeBehind(c, layer)), null, value));
            return;
        }
        // A maximum of maxima, and a mean of means: first each plane, then along the planes.
        var (channels, depth) = (images.Channels, images.Size[0]);
        var planes = c.As(c.Sized(value, images.Item(channels, images.Size)), new Shape(1, checked(channels * depth), images.Size[1], images.Size[2]));
        var inPlane = Layer(c, windows.Along(1..), isMaximum, ceil, counted);
        var flat = c.Guard(() => inPlane.InferShape([planes.Shape]));
        var pooled = c.Add(inPlane, images.Item(channels, [depth, flat.H, flat.W]), null, planes);
        var stacked = c.As(pooled, new Shape(1, channels, depth, checked(flat.H * flat.W)));
        var along = windows.Along(..1);
        var between = c.Guard<Layer>(() => isMaximum
            ? new MaxPool2D((along.Kernel[0], 1), (along.Stride[0], 1), new Padding(along.Before[0], 0, along.After[0], 0), ceil, (along.Dilation[0], 1))
            : new AvgPool2D((along.Kernel[0], 1), (along.Stride[0], 1), new Padding(along.Before[0], 0, along.After[0], 0), ceil, counted));
        var planesLeft = c.Guard(() => between.InferShape([stacked.Shape])).H;
        c.Set(c.Add(between, images.Item(channels, [planesLeft, flat.H, flat.W]), "planes", stacked));
    }

    private static Layer Layer(Conversion c, Windows w, bool isMaximum, bool ceil, bool counted) => c.Guard<Layer>(() => isMaximum
        ? new MaxPool2D(w.Size(w.Kernel), w.Distance(w.Stride), w.Padding, ceil, w.Distance(w.Dilation))
        : new AvgPool2D(w.Size(w.Kernel), w.Distance(w.Stride), w.Padding, ceil, counted));

    private static (ComputedValue, Images) Padded(Conversion c, Images images, Windows w, float fill)
    {
        int[] item = [images.Channels, .. images.Size];
        var axes = Rearranging.Whole(item);
        var size = new int[images.Size.Length];
        for (var i = 0; i < size.Length; i++)
        {
            size[i] = checked(images.Size[i] + w.Before[i] + w.After[i]);
            axes[i + 1] = axes[i + 1] with { Out = size[i], Start = -w.Before[i] };
        }
        var padded = c.Rearrange(images.Value, axes, images.Item(images.Channels, size), "padded", fill);
        var seen = c.As(padded, Images.Seen(images.Channels, size));
        return (seen, images with { Value = seen, Size = size });
    }

    // The mean with all of the padding, times how much more it was divided by.
    private static void Uncounted(Conversion c, Images images, Windows w)
    {
        if (w.Rank != 2 || c.Attributes.Flag("ceil_mode"))
            throw c.Error("has padding of more than half of its kernel that does not count, which is supported for images in floor mode");
        var (value, padded) = Padded(c, images, w, 0);
        var layer = Layer(c, w.Unpadded(), isMaximum: false, ceil: false, counted: true);
        var size = padded.SizeBehind(c, layer);
        var factors = c.Made(OnnxTensor.CountOf(size, c.Name), i =>
        {
            var inside = Inside(images.Size[0], w, 0, i / size[1]) * Inside(images.Size[1], w, 1, i % size[1]);
            return inside == 0 ? 0 : (float)w.Kernel[0] * w.Kernel[1] / inside;
        });
        var item = images.Item(images.Channels, size);
        var means = c.Add(layer, item, "counted", value);
        var spread = c.Spread(new KnownValue(new OnnxTensor("", size, factors), false), item, means);
        c.Set(c.Add(new Product(), item, null, means, c.As(spread, means.Shape)));
    }

    private static int Inside(int size, Windows w, int axis, int output)
    {
        var start = output * w.Stride[axis] - w.Before[axis];
        return Math.Max(Math.Min(start + w.Kernel[axis], size) - Math.Max(start, 0), 0);
    }

    private static void PowerPool(Conversion c)
    {
        var images = Images.Of(c, mostAxes: 2, perChannel: true);
        var w = Windows.Read(c, images.Size, null);
        if (w.Before.Concat(w.After).Any(p => p != 0) || w.Dilation.Any(d => d != 1)) throw c.Error("has padding or dilations, which are not supported");
        var layer = c.Guard(() => new LpPool2D(c.Attributes.Integer("p", 2), w.Size(w.Kernel), w.Distance(w.Stride), c.Attributes.Flag("ceil_mode")));
        c.Set(c.Add(layer, images.Item(images.Channels, images.SizeBehind(c, layer)), null, images.Value));
    }

    private static void Global(Conversion c, Func<Layer> make)
    {
        var images = Images.Of(c, mostAxes: 3, perChannel: true);
        var value = images.Size.Length == 3
            ? c.As(images.Value, new Shape(1, images.Channels, images.Size[0], checked(images.Size[1] * images.Size[2])))
            : images.Value;
        c.Set(c.Add(make(), images.Item(images.Channels, images.Size.Select(_ => 1)), null, value));
    }
}
