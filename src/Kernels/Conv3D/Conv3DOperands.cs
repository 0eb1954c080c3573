using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Takes apart an element of a volume; on the host, from its sizes.</summary>
internal readonly struct VolumeIndex(int depth, int height, int width)
{
    private readonly FastDivide _volume = new(depth * height * width), _plane = new(height * width), _width = new(width);

    public int Width => _width.Divisor;

    /// <summary>The volume in Base, and the place in it.</summary>
    public Cursor TakeApart(int index)
    {
        int volume = _volume.Divide(index), rest = index - volume * _volume.Divisor;
        int depth = _plane.Divide(rest), pixel = rest - depth * _plane.Divisor;
        int row = _width.Divide(pixel);
        return new Cursor { Base = volume, Depth = depth, Row = row, Column = pixel - row * _width.Divisor };
    }
}

/// <summary>A window's taps along one axis, turned around where the kernel is flipped.</summary>
internal readonly struct TapSteps(WindowAxis axis, bool flip)
{
    private readonly int _first = flip ? (int)axis.Span - 1 : 0;
    private readonly int _step = flip ? -axis.Dilation : axis.Dilation;

    public int Offset(int tap) => _first + tap * _step;
}

/// <summary>A volume that reads as zero outside.</summary>
internal readonly struct ZeroPaddedVolume(ArrayView<float> data, int depth, int height, int width)
{
    private readonly ArrayView<float> _data = data;
    private readonly int _depth = depth, _height = height, _width = width;

    public float Read(int start, int depth, int row, int column)
    {
        ZeroPadding padding = default;
        // A row above all others stands for planes outside.
        int inside = (uint)depth < (uint)_depth ? row : -1;
        return padding.Read(_data, start + depth * _height * _width, inside, column, _height, _width);
    }

    public Float4 ReadFour(int start, int depth, int row, int column)
    {
        ZeroPadding padding = default;
        int inside = (uint)depth < (uint)_depth ? row : -1;
        return padding.ReadFour(_data, start + depth * _height * _width, inside, column, _height, _width);
    }
}

/// <summary>What tap (channel, depth, row, column) of a kernel meets at an output of a 3-D convolution; as <see cref="ConvWindow{TPadding}"/>.</summary>
internal readonly struct ConvWindow3D(ArrayView<float> volumes, Conv3DGeometry geometry) : IConvWindow
{
    private readonly ZeroPaddedVolume _volumes = new(volumes, geometry.InDepth, geometry.InHeight, geometry.InWidth);
    private readonly VolumeIndex _outputs = new(geometry.OutDepth, geometry.OutHeight, geometry.OutWidth);
    private readonly VolumeIndex _taps = new(geometry.Window.Depth.Kernel, geometry.Window.Height.Kernel, geometry.Window.Width.Kernel);
    private readonly TapSteps _depths = new(geometry.Window.Depth, geometry.Flip), _rows = new(geometry.Window.Height, geometry.Flip);
    private readonly TapSteps _columns = new(geometry.Window.Width, geometry.Flip);
    private readonly int _itemLength = geometry.InCount, _channelLength = geometry.InVolume;
    private readonly int _groupLength = geometry.GroupInChannels * geometry.InVolume;
    private readonly int _strideDepth = geometry.Window.Depth.Stride, _padFront = geometry.Window.Depth.PadBefore;
    private readonly int _strideHeight = geometry.Window.Height.Stride, _padTop = geometry.Window.Height.PadBefore;
    private readonly int _strideWidth = geometry.Window.Width.Stride, _padLeft = geometry.Window.Width.PadBefore;

    public Cursor Pixel(int index)
    {
        var at = _outputs.TakeApart(index);
        return new Cursor
        {
            Base = at.Base * _itemLength,
            Depth = at.Depth * _strideDepth - _padFront,
            Row = at.Row * _strideHeight - _padTop,
            Column = at.Column * _strideWidth - _padLeft,
        };
    }

    public Cursor Tap(int index, int group)
    {
        var at = _taps.TakeApart(index);
        return new Cursor
        {
            Base = group * _groupLength + at.Base * _channelLength,
            Depth = _depths.Offset(at.Depth),
            Row = _rows.Offset(at.Row),
            Column = _columns.Offset(at.Column),
        };
    }

    public float Load(Cursor pixel, Cursor tap) =>
        _volumes.Read(pixel.Base + tap.Base, pixel.Depth + tap.Depth, pixel.Row + tap.Row, pixel.Column + tap.Column);

    public bool IsInFours => _outputs.Width % 4 == 0 && _strideWidth == 1;

    public Float4 LoadFour(Cursor pixel, Cursor tap) =>
        _volumes.ReadFour(pixel.Base + tap.Base, pixel.Depth + tap.Depth, pixel.Row + tap.Row, pixel.Column + tap.Column);

    public int GroupStart(int group) => group * _groupLength;
}

/// <summary>
/// B of the input's gradient in 3-D: (output channel, tap) by input elements. A tap that lies so far into the window meets an element in
/// the window that starts as far before it; as <see cref="GradientByPixels{TStride}"/>.
/// </summary>
internal readonly struct GradientByElements<TStride>(ArrayView<float> gradient, Conv3DGeometry geometry) : IGemmOperand
    where TStride : struct, IStrideUndo
{
    private readonly ZeroPaddedVolume _gradients = new(gradient, geometry.OutDepth, geometry.OutHeight, geometry.OutWidth);
    private readonly VolumeIndex _inputs = new(geometry.InDepth, geometry.InHeight, geometry.InWidth);
    private readonly VolumeIndex _taps = new(geometry.Window.Depth.Kernel, geometry.Window.Height.Kernel, geometry.Window.Width.Kernel);
    private readonly TapSteps _depths = new(geometry.Window.Depth, geometry.Flip), _rows = new(geometry.Window.Height, geometry.Flip);
    private readonly TapSteps _columns = new(geometry.Window.Width, geometry.Flip);
    private readonly FastDivide _strideDepth = new(geometry.Window.Depth.Stride), _strideHeight = new(geometry.Window.Height.Stride);
    private readonly FastDivide _strideWidth = new(geometry.Window.Width.Stride);
    private readonly int _itemLength = geometry.OutCount, _channelLength = geometry.OutVolume;
    private readonly int _groupLength = geometry.GroupOutChannels * geometry.OutVolume;
    private readonly int _padFront = geometry.Window.Depth.PadBefore, _padTop = geometry.Window.Height.PadBefore;
    private readonly int _padLeft = geometry.Window.Width.PadBefore;

    public int LanesAlongK => 0;

    public Cursor Outer(int index, int group)
    {
        var at = _inputs.TakeApart(index);
        return new Cursor
        {
            Base = at.Base * _itemLength + group * _groupLength,
            Depth = at.Depth + _padFront,
            Row = at.Row + _padTop,
            Column = at.Column + _padLeft,
        };
    }

    public Cursor Inner(int k)
    {
        var at = _taps.TakeApart(k);
        return new Cursor
        {
            Base = at.Base * _channelLength,
            Depth = -_depths.Offset(at.Depth),
            Row = -_rows.Offset(at.Row),
            Column = -_columns.Offset(at.Column),
        };
    }

    public float Load(Cursor outer, Cursor inner)
    {
        TStride stride = default;
        return _gradients.Read(
            outer.Base + inner.Base, stride.Position(outer.Depth + inner.Depth, _strideDepth),
            stride.Position(outer.Row + inner.Row, _strideHeight), stride.Position(outer.Column + inner.Column, _strideWidth));
    }

    public bool IsInFours => typeof(TStride) == typeof(UnitStride) && _inputs.Width % 4 == 0;

    public Float4 LoadFour(Cursor outer, Cursor inner) =>
        _gradients.ReadFour(outer.Base + inner.Base, outer.Depth + inner.Depth, outer.Row + inner.Row, outer.Column + inner.Column);
}
