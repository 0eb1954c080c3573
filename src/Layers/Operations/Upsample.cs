using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Makes images larger, or of a given size: (N, C, H, W) gives (N, C, H factor, W factor). PyTorch's Upsample with its modes nearest and
/// bilinear; a factor is a whole number, other sizes are named by <see cref="ToSize"/>. Sequences (N, C, L) are images of one row: give them
/// a factor of (1, f).
/// </summary>
public sealed class Upsample : Layer
{
    private readonly Size2D _size;
    private readonly bool _isFactor;
    private readonly ResampleMode _mode;

    /// <summary>Creates the layer.</summary>
    /// <param name="factor">Rows and columns of the output for each of the input, at least 1; PyTorch's <c>scale_factor</c>.</param>
    /// <param name="mode">What an output is made of.</param>
    /// <param name="alignCorners">
    /// In the bilinear mode, whether the corners of input and output are the middles of their corner pixels (o (H - 1) / (factor H - 1)) or,
    /// as in PyTorch unless told otherwise, their outer edges.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    /// <exception cref="ArgumentException">Corners are to be aligned in the nearest mode, which has none.</exception>
    public Upsample(Size2D factor, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false) : this(factor, true, mode, alignCorners)
    {
    }

    private Upsample(Size2D size, bool isFactor, UpsampleMode mode, bool alignCorners)
    {
        _size = Sizes.AtLeastOne(size, isFactor ? "factor" : "size");
        _isFactor = isFactor;
        if (alignCorners && mode == UpsampleMode.Nearest)
            throw new ArgumentException("Corners are aligned in the bilinear mode only.", nameof(alignCorners));
        _mode = mode == UpsampleMode.Nearest ? ResampleMode.Nearest : alignCorners ? ResampleMode.BilinearCorners : ResampleMode.Bilinear;
    }

    /// <summary>A layer whose output has the given rows and columns, whatever the input's; it may make images smaller.</summary>
    /// <param name="size">Rows and columns of the output, at least 1.</param>
    /// <param name="mode">What an output is made of.</param>
    /// <param name="alignCorners">As in the constructor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">Corners are to be aligned in the nearest mode.</exception>
    public static Upsample ToSize(Size2D size, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false) =>
        new(size, false, mode, alignCorners);

    /// <inheritdoc/>
    public override string Kind => "upsample";

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => !_isFactor ? Footprint.Whole
        : _mode == ResampleMode.Nearest ? Footprint.Transposed(_size, _size)
        : Footprint.Transposed(new Size2D(2 * _size.Height, 2 * _size.Width), _size);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        var output = _isFactor ? Sizes.Enlarged(input, _size) : input with { H = _size.Height, W = _size.Width };
        return ResampleSizes.IsCountable(input.H, output.H) && ResampleSizes.IsCountable(input.W, output.W)
            ? output
            : throw new ShapeException($"makes {output} of {input}, whose sizes are too large to multiply; use a smaller factor or image.");
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context) => context.Emit(new Resample2DForward(SizesOf(context)), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (context.NeedsInputGradient())
            context.Emit(new Resample2DBackward(SizesOf(context)), context.ReadOnlyOutputGradient, context.InputGradient());
    }

    private ResampleSizes SizesOf(LayerContext context)
    {
        var (input, output) = (context.InputShape(), context.OutputShape);
        return new(input.C, input.H, input.W, output.H, output.W, _mode);
    }
}

/// <summary>What an output of <see cref="Upsample"/> is made of.</summary>
public enum UpsampleMode
{
    /// <summary>One pixel.</summary>
    Nearest,

    /// <summary>The four pixels around it.</summary>
    Bilinear,
}
