namespace ConvGpu;

/// <summary>
/// Turns, scales, shears and shifts an image about its middle by amounts drawn evenly to either side, bilinearly; black comes in from
/// outside. torchvision's RandomAffine; the scale is drawn evenly in its logarithm.
/// </summary>
public sealed class AffineAugmentation : ImageAugmentation
{
    private readonly double _degrees, _scale, _shift, _shear;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="degrees">The farthest turn, 0 to 180 degrees.</param>
    /// <param name="scale">How many times as large things become at most, 1 to 10; the least is its inverse.</param>
    /// <param name="shift">The farthest shift as a share of rows and columns, 0 to 1.</param>
    /// <param name="shear">The farthest shear along the rows, 0 to 80 degrees.</param>
    /// <exception cref="DataException">A number is out of range.</exception>
    public AffineAugmentation(double degrees = 0, double scale = 1, double shift = 0, double shear = 0)
    {
        _degrees = Checked(degrees, 0, 180, "A turn in degrees");
        _scale = Checked(scale, 1, 10, "A scale");
        _shift = Checked(shift, 0, 1, "A shift as a share of the image");
        _shear = Checked(shear, 0, 80, "A shear in degrees");
    }

    /// <inheritdoc/>
    public override string Description => string.Join(" and ", new[]
    {
        _degrees > 0 ? FormattableString.Invariant($"turned by up to {_degrees:0.##} degrees") : null,
        _scale > 1 ? FormattableString.Invariant($"scaled by up to {_scale:0.##}") : null,
        _shift > 0 ? FormattableString.Invariant($"shifted by up to {100 * _shift:0.##} %") : null,
        _shear > 0 ? FormattableString.Invariant($"sheared by up to {_shear:0.##} degrees") : null,
    }.OfType<string>().DefaultIfEmpty("left as they are"));

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, ref ImageRandom random)
    {
        var logScale = Math.Log(_scale);
        var degrees = random.Between(-_degrees, _degrees);
        var zoom = Math.Exp(random.Between(-logScale, logScale));
        var right = random.Between(-_shift, _shift) * shape.W;
        var down = random.Between(-_shift, _shift) * shape.H;
        new ImageWarp(degrees, zoom, right, down, random.Between(-_shear, _shear)).Apply(source, destination, shape);
    }
}
