namespace ConvGpu.Onnx.Import.Operators;

/// <summary>An input of channels and one to three axes of an image.</summary>
/// <param name="Value">The input, seen as (C, H, W), (C, 1, L) or (C, D, H, W).</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Size">The sizes of its images.</param>
/// <param name="Front">The sizes in front of the channels in an item.</param>
internal sealed record Images(ComputedValue Value, int Channels, int[] Size, int[] Front)
{
    /// <summary>Takes the first input of a node.</summary>
    /// <param name="c">The node.</param>
    /// <param name="mostAxes">Axes of an image that the operator takes.</param>
    /// <param name="perChannel">Whether channels do not mix, so that items of a batch may count as channels.</param>
    public static Images Of(Conversion c, int mostAxes, bool perChannel = false)
    {
        var value = c.Data(0);
        var rank = value.Dims.Count - 2;
        if (rank < 1 || rank > mostAxes)
            throw c.Error($"takes {OnnxTensor.Describe(value.Dims)}; images of 1 to {mostAxes} axes behind batch and channels are supported");
        var (batch, size) = (value.Dims[0], value.Dims.Skip(2).ToArray());
        if (c.Lead == 1) return new(c.As(value, Seen(value.Dims[1], size)), value.Dims[1], size, []);
        if (batch != 1 && !perChannel) throw c.Mixed($"takes a batch of {batch}, but the model mixes its items elsewhere");
        var channels = checked(batch * value.Dims[1]);
        return new(c.As(value, Seen(channels, size)), channels, size, [batch]);
    }

    /// <summary>The sizes of an item of the output.</summary>
    public int[] Item(int channels, IEnumerable<int> size) => [.. Front, Front is [> 1] ? channels / Front[0] : channels, .. size];

    /// <summary>The sizes that a layer makes of the input.</summary>
    public int[] SizeBehind(Conversion c, Layer layer)
    {
        var shape = c.Guard(() => layer.InferShape([Value.Shape]));
        return Size.Length switch { 1 => [shape.W], 2 => [shape.H, shape.W], _ => [shape.D, shape.H, shape.W] };
    }

    public static Shape Seen(int channels, int[] size) => size switch
    {
        [var l] => new(1, channels, 1, l),
        [var h, var w] => new(1, channels, h, w),
        [var d, var h, var w] => Shape.Volume(1, channels, d, h, w),
        _ => throw new ArgumentException("An image has one to three axes."),
    };
}
