using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>How a stride is undone: which output row or column, if any, has its window start at a distance.</summary>
internal interface IStrideUndo
{
    /// <summary>The output position whose window starts <paramref name="distance"/> elements in, or -1 where none does.</summary>
    int Position(int distance, FastDivide stride);
}

/// <summary>Stride 1: every distance is a position.</summary>
internal readonly struct UnitStride : IStrideUndo
{
    public int Position(int distance, FastDivide stride) => distance;
}

/// <summary>Any stride: multiples alone are positions.</summary>
internal readonly struct AnyStride : IStrideUndo
{
    public int Position(int distance, FastDivide stride)
    {
        int position = -1;
        if (distance >= 0)
        {
            int quotient = stride.Divide(distance);
            if (quotient * stride.Divisor == distance)
                position = quotient;
        }
        return position;
    }
}

/// <summary>
/// B of the input's gradient: (output channel, tap) by input pixels. A tap that lies (row, column) into the window meets input pixel
/// (h, w) in the window that starts at (h - row, w - column). Where padding repeats the image the pixels are those of the padded image,
/// and <see cref="ConvKernels.FoldPadding"/> adds up what belongs to one element.
/// </summary>
internal readonly struct GradientByPixels<TStride> : IGemmOperand where TStride : struct, IStrideUndo
{
    private readonly ArrayView<float> _gradient;
    private readonly int _outHeight, _outWidth, _imageLength, _groupLength, _padTop, _padLeft;
    private readonly int _firstTapRow, _firstTapColumn, _tapRowStep, _tapColumnStep;
    private readonly FastDivide _inPlane, _inWidth, _taps, _kernelWidth, _strideHeight, _strideWidth;

    public GradientByPixels(ArrayView<float> gradient, Conv2DGeometry geometry)
    {
        var window = geometry.Window;
        bool folds = geometry.PaddingMode != PaddingMode.Zero;
        int height = geometry.InHeight + (folds ? window.PadTop + window.PadBottom : 0);
        int width = geometry.InWidth + (folds ? window.PadLeft + window.PadRight : 0);
        _gradient = gradient;
        (_outHeight, _outWidth) = (geometry.OutHeight, geometry.OutWidth);
        _imageLength = geometry.OutCount;
        _groupLength = geometry.GroupOutChannels * _outHeight * _outWidth;
        (_padTop, _padLeft) = folds ? (0, 0) : (window.PadTop, window.PadLeft);
        (_tapRowStep, _tapColumnStep) = (-window.DilationHeight, -window.DilationWidth);
        if (geometry.Flip)
        {
            _firstTapRow = 1 - window.SpanHeight;
            _firstTapColumn = 1 - window.SpanWidth;
            (_tapRowStep, _tapColumnStep) = (-_tapRowStep, -_tapColumnStep);
        }
        _inPlane = new FastDivide(height * width);
        _inWidth = new FastDivide(width);
        _taps = new FastDivide(window.KernelHeight * window.KernelWidth);
        _kernelWidth = new FastDivide(window.KernelWidth);
        _strideHeight = new FastDivide(window.StrideHeight);
        _strideWidth = new FastDivide(window.StrideWidth);
    }

    public int LanesAlongK => 0;

    public Cursor Outer(int index, int group)
    {
        int image = _inPlane.Divide(index), pixel = index - image * _inPlane.Divisor;
        int row = _inWidth.Divide(pixel), column = pixel - row * _inWidth.Divisor;
        return new Cursor { Base = image * _imageLength + group * _groupLength, Row = row + _padTop, Column = column + _padLeft };
    }

    public Cursor Inner(int k)
    {
        int channel = _taps.Divide(k), tap = k - channel * _taps.Divisor;
        int row = _kernelWidth.Divide(tap), column = tap - row * _kernelWidth.Divisor;
        return new Cursor
        {
            Base = channel * _outHeight * _outWidth,
            Row = _firstTapRow + row * _tapRowStep,
            Column = _firstTapColumn + column * _tapColumnStep,
        };
    }

    public float Load(Cursor outer, Cursor inner)
    {
        TStride stride = default;
        int row = stride.Position(outer.Row + inner.Row, _strideHeight), column = stride.Position(outer.Column + inner.Column, _strideWidth);
        ZeroPadding padding = default;
        return padding.Read(_gradient, outer.Base + inner.Base, row, column, _outHeight, _outWidth);
    }

    public bool IsInFours => typeof(TStride) == typeof(UnitStride) && _inWidth.Divisor % 4 == 0;

    public Float4 LoadFour(Cursor outer, Cursor inner)
    {
        ZeroPadding padding = default;
        return padding.ReadFour(
            _gradient, outer.Base + inner.Base, outer.Row + inner.Row, outer.Column + inner.Column, _outHeight, _outWidth);
    }
}
