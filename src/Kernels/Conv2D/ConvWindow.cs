using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>What a window reads outside an image.</summary>
internal interface IPadding
{
    float Read(ArrayView<float> data, int start, int row, int column, int height, int width);

    /// <summary>Four columns from <paramref name="column"/> on, each of which may lie outside.</summary>
    Float4 ReadFour(ArrayView<float> data, int start, int row, int column, int height, int width);
}

/// <summary>Zeros outside.</summary>
internal readonly struct ZeroPadding : IPadding
{
    public float Read(ArrayView<float> data, int start, int row, int column, int height, int width)
    {
        float value = 0;
        if (((uint)row < (uint)height) & ((uint)column < (uint)width))
            value = data[start + row * width + column];
        return value;
    }

    public Float4 ReadFour(ArrayView<float> data, int start, int row, int column, int height, int width)
    {
        bool inRow = (uint)row < (uint)height;
        int at = start + row * width + column;
        Float4 values = default;
        if (inRow & ((uint)column < (uint)width))
            values.X = data[at];
        if (inRow & ((uint)(column + 1) < (uint)width))
            values.Y = data[at + 1];
        if (inRow & ((uint)(column + 2) < (uint)width))
            values.Z = data[at + 2];
        if (inRow & ((uint)(column + 3) < (uint)width))
            values.W = data[at + 3];
        return values;
    }
}

/// <summary>Elements of the image outside, in any of the modes that repeat them.</summary>
internal readonly struct RepeatedPadding(Conv2DGeometry geometry) : IPadding
{
    private readonly PaddedAxis _rows = PaddedAxis.Rows(geometry), _columns = PaddedAxis.Columns(geometry);

    public float Read(ArrayView<float> data, int start, int row, int column, int height, int width) =>
        data[start + _rows.Source(row) * width + _columns.Source(column)];

    public Float4 ReadFour(ArrayView<float> data, int start, int row, int column, int height, int width)
    {
        int at = start + _rows.Source(row) * width;
        return new Float4
        {
            X = data[at + _columns.Source(column)],
            Y = data[at + _columns.Source(column + 1)],
            Z = data[at + _columns.Source(column + 2)],
            W = data[at + _columns.Source(column + 3)],
        };
    }
}

/// <summary>What the taps of a convolution's kernel meet at its outputs: both are taken apart once and added up per element.</summary>
internal interface IConvWindow
{
    /// <summary>Takes apart an output of the batch.</summary>
    Cursor Pixel(int index);

    /// <summary>Takes apart a weight of a filter.</summary>
    Cursor Tap(int index, int group);

    /// <summary>Reads what the tap meets at the output.</summary>
    float Load(Cursor pixel, Cursor tap);

    /// <summary>Whether four outputs from each multiple of four on meet neighbouring columns of the input; on the host.</summary>
    bool IsInFours { get; }

    /// <summary>Reads what the tap meets at four outputs, <paramref name="pixel"/> the first.</summary>
    Float4 LoadFour(Cursor pixel, Cursor tap);

    /// <summary>Where the channels of a group start in an input.</summary>
    int GroupStart(int group);
}

/// <summary>
/// The address of what tap (channel, row, column) of a kernel meets at output pixel (image, row, column): a pixel and a tap each give an
/// element offset, a row and a column, which add up.
/// </summary>
internal readonly struct ConvWindow<TPadding> : IConvWindow where TPadding : struct, IPadding
{
    private readonly ArrayView<float> _images;
    private readonly TPadding _padding;
    private readonly int _height, _width, _imageLength, _groupLength;
    private readonly int _strideHeight, _strideWidth, _padTop, _padLeft;
    private readonly int _firstTapRow, _firstTapColumn, _tapRowStep, _tapColumnStep;
    private readonly FastDivide _outPlane, _outWidth, _taps, _kernelWidth;

    public ConvWindow(ArrayView<float> images, Conv2DGeometry geometry, TPadding padding)
    {
        var window = geometry.Window;
        _images = images;
        _padding = padding;
        (_height, _width) = (geometry.InHeight, geometry.InWidth);
        _imageLength = geometry.InCount;
        _groupLength = geometry.GroupInChannels * geometry.InHeight * geometry.InWidth;
        (_strideHeight, _strideWidth) = (window.StrideHeight, window.StrideWidth);
        (_padTop, _padLeft) = (window.PadTop, window.PadLeft);
        (_tapRowStep, _tapColumnStep) = (window.DilationHeight, window.DilationWidth);
        if (geometry.Flip)
        {
            _firstTapRow = window.SpanHeight - 1;
            _firstTapColumn = window.SpanWidth - 1;
            (_tapRowStep, _tapColumnStep) = (-_tapRowStep, -_tapColumnStep);
        }
        _outPlane = new FastDivide(geometry.OutHeight * geometry.OutWidth);
        _outWidth = new FastDivide(geometry.OutWidth);
        _taps = new FastDivide(window.KernelHeight * window.KernelWidth);
        _kernelWidth = new FastDivide(window.KernelWidth);
    }

    /// <summary>Takes apart an output pixel of the batch.</summary>
    public Cursor Pixel(int index)
    {
        int image = _outPlane.Divide(index), pixel = index - image * _outPlane.Divisor;
        int row = _outWidth.Divide(pixel), column = pixel - row * _outWidth.Divisor;
        return new Cursor
        {
            Base = image * _imageLength,
            Row = row * _strideHeight - _padTop,
            Column = column * _strideWidth - _padLeft,
        };
    }

    /// <summary>Takes apart a weight of a filter.</summary>
    public Cursor Tap(int index, int group)
    {
        int channel = _taps.Divide(index), tap = index - channel * _taps.Divisor;
        int row = _kernelWidth.Divide(tap), column = tap - row * _kernelWidth.Divisor;
        return new Cursor
        {
            Base = group * _groupLength + channel * _height * _width,
            Row = _firstTapRow + row * _tapRowStep,
            Column = _firstTapColumn + column * _tapColumnStep,
        };
    }

    /// <summary>Reads what the tap meets at the pixel.</summary>
    public float Load(Cursor pixel, Cursor tap) =>
        _padding.Read(_images, pixel.Base + tap.Base, pixel.Row + tap.Row, pixel.Column + tap.Column, _height, _width);

    /// <summary>
    /// Whether four pixels from each multiple of four on are in one row of the output and meet neighbouring columns of the input; on the host.
    /// </summary>
    public bool IsInFours => _outWidth.Divisor % 4 == 0 && _strideWidth == 1;

    /// <summary>Reads what the tap meets at four pixels, <paramref name="pixel"/> the first.</summary>
    public Float4 LoadFour(Cursor pixel, Cursor tap) =>
        _padding.ReadFour(_images, pixel.Base + tap.Base, pixel.Row + tap.Row, pixel.Column + tap.Column, _height, _width);

    /// <summary>Where the channels of a group start in an image.</summary>
    public int GroupStart(int group) => group * _groupLength;
}
