using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton, 2016) with PyTorch's rules: mean and variance over the last axes of each batch item, whose sizes
/// are given, and a weight and a bias for each of their elements. Axes of one element do not count, so that (N, C) is a vector of C and
/// (N, C, L) may be normalised over L, or over C and L.
/// </summary>
/// <inheritdoc cref="GroupNormalization"/>
public sealed class LayerNorm : GroupNormalization
{
    private readonly int[] _sizes;
    private readonly int _length;

    /// <summary>Creates the layer.</summary>
    /// <param name="normalizedShape">The sizes of the last axes, such as [64, 28, 28]; PyTorch's <c>normalized_shape</c>.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <param name="affine">Whether weight and bias are learned; PyTorch's <c>elementwise_affine</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or there are more than four sizes.</exception>
    public LayerNorm(IReadOnlyList<int> normalizedShape, float epsilon = 1e-5f, bool affine = true) : base(epsilon, affine)
    {
        long count = 1;
        foreach (var size in normalizedShape) count = size >= 1 && count * size <= int.MaxValue ? count * size : 0;
        if (normalizedShape.Count is 0 or > 4 || count == 0)
            throw new ArgumentOutOfRangeException(
                nameof(normalizedShape), string.Join(", ", normalizedShape), $"One to four sizes of at least 1, with at most {int.MaxValue:N0} elements.");
        (_sizes, _length) = ([.. normalizedShape], (int)count);
    }

    /// <summary>Creates the layer for the last axis.</summary>
    /// <param name="length">Its size.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <param name="affine">Whether weight and bias are learned.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public LayerNorm(int length, float epsilon = 1e-5f, bool affine = true) : this([length], epsilon, affine)
    {
    }

    /// <inheritdoc/>
    public override string Kind => "layernorm";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        int[] axes = [.. new[] { input.C, input.D, input.H, input.W }.Where(size => size > 1)], wanted = [.. _sizes.Where(size => size > 1)];
        return wanted.Length <= axes.Length && axes.AsSpan(axes.Length - wanted.Length).SequenceEqual(wanted)
            ? input
            : throw new ShapeException(
                $"normalises over last axes of {string.Join("x", _sizes)}, but gets {input}; use new LayerNorm([{string.Join(", ", axes)}]), or fewer of the last.");
    }

    private protected override Shape ParameterShape => _sizes.Length switch
    {
        1 => new(_sizes[0]),
        2 => new(_sizes[0], _sizes[1]),
        3 => new(_sizes[0], _sizes[1], _sizes[2]),
        _ => new(_sizes[0], _sizes[1], _sizes[2], _sizes[3]),
    };

    private protected override GroupSizes SizesOf(Shape input) => new((int)(input.ItemCount / _length), _length, _length, 1);
}
