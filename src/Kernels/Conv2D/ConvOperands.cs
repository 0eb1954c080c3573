using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>B of the forward pass: taps by pixels, neighbours along the pixels.</summary>
internal readonly struct TapsByPixels<TWindow>(TWindow window) : IGemmOperand where TWindow : struct, IConvWindow
{
    private readonly TWindow _window = window;

    public int LanesAlongK => 0;

    public Cursor Outer(int index, int group)
    {
        var pixel = _window.Pixel(index);
        pixel.Base += _window.GroupStart(group);
        return pixel;
    }

    public Cursor Inner(int k) => _window.Tap(k, 0);

    public float Load(Cursor outer, Cursor inner) => _window.Load(outer, inner);

    public bool IsInFours => _window.IsInFours;

    public Float4 LoadFour(Cursor outer, Cursor inner) => _window.LoadFour(outer, inner);
}

/// <summary>B of the weights' gradient: pixels by taps, neighbours along the taps.</summary>
internal readonly struct PixelsByTaps<TWindow>(TWindow window) : IGemmOperand where TWindow : struct, IConvWindow
{
    private readonly TWindow _window = window;

    public int LanesAlongK => 0;

    public Cursor Outer(int index, int group) => _window.Tap(index, group);

    public Cursor Inner(int k) => _window.Pixel(k);

    public float Load(Cursor outer, Cursor inner) => _window.Load(inner, outer);

    public bool IsInFours => false;

    public Float4 LoadFour(Cursor outer, Cursor inner) => default;
}

/// <summary>As <see cref="PixelsByTaps{TWindow}"/>, neighbours along the pixels: an item takes apart one pixel for all its taps.</summary>
internal readonly struct TapsAlongPixels<TWindow>(TWindow window) : IGemmOperand where TWindow : struct, IConvWindow
{
    private readonly TWindow _window = window;

    public int LanesAlongK => 1;

    public Cursor Outer(int index, int group) => _window.Tap(index, group);

    public Cursor Inner(int k) => _window.Pixel(k);

    public float Load(Cursor outer, Cursor inner) => _window.Load(inner, outer);

    public bool IsInFours => _window.IsInFours;

    public Float4 LoadFour(Cursor outer, Cursor inner) => _window.LoadFour(inner, outer);
}

/// <summary>A of the weights' gradient: channels of dy by pixels of the batch, neighbours along the pixels.</summary>
internal readonly struct ChannelsByPixels(ArrayView<float> gradient, int groupChannels, int groups, int plane) : IGemmOperand
{
    private readonly ArrayView<float> _gradient = gradient;
    private readonly int _groupLength = groupChannels * plane;
    private readonly int _imageLength = groupChannels * groups * plane;
    private readonly FastDivide _plane = new(plane);

    public int LanesAlongK => 1;

    public Cursor Outer(int index, int group) => new() { Base = group * _groupLength + index * _plane.Divisor };

    public Cursor Inner(int k)
    {
        int image = _plane.Divide(k);
        return new Cursor { Base = image * _imageLength + (k - image * _plane.Divisor) };
    }

    public float Load(Cursor outer, Cursor inner) => _gradient[outer.Base + inner.Base];

    public bool IsInFours => _plane.Divisor % 4 == 0 && Float4.Fits(_gradient);

    public Float4 LoadFour(Cursor outer, Cursor inner) => Float4.Load(_gradient, outer.Base + inner.Base);
}

/// <summary>A of the input's gradient: input channels by (output channel, tap), from the weights, neighbours along k.</summary>
internal readonly struct WeightsByInputChannel(ArrayView<float> weights, int filterCount, int groupFilters, int taps) : IGemmOperand
{
    private readonly ArrayView<float> _weights = weights;
    private readonly int _filterLength = filterCount;
    private readonly int _groupLength = groupFilters * filterCount;
    private readonly FastDivide _taps = new(taps);

    public WeightsByInputChannel(ArrayView<float> weights, Conv2DGeometry geometry)
        : this(weights, geometry.FilterCount, geometry.GroupOutChannels, geometry.Window.KernelHeight * geometry.Window.KernelWidth)
    {
    }

    public int LanesAlongK => 1;

    public Cursor Outer(int index, int group) => new() { Base = group * _groupLength + index * _taps.Divisor };

    public Cursor Inner(int k)
    {
        int channel = _taps.Divide(k);
        return new Cursor { Base = channel * _filterLength + (k - channel * _taps.Divisor) };
    }

    public float Load(Cursor outer, Cursor inner) => _weights[outer.Base + inner.Base];

    public bool IsInFours => _taps.Divisor % 4 == 0 && Float4.Fits(_weights);

    public Float4 LoadFour(Cursor outer, Cursor inner) => Float4.Load(_weights, outer.Base + inner.Base);
}
