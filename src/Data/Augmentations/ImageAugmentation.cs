namespace ConvGpu;

/// <summary>
/// A random change of training images that keeps their class, drawn anew each time an image is trained on. What is drawn depends on the
/// seed, the epoch and the image alone, so that a run can be repeated bit by bit.
/// </summary>
public abstract class ImageAugmentation
{
    /// <summary>The names that <see cref="Parse"/> takes.</summary>
    public static IReadOnlyList<string> Names => AugmentationTable.Names;

    /// <summary>What is done, in words.</summary>
    public abstract string Description { get; }

    /// <summary>Reads a list such as <c>shift,flip</c> or <c>shift:4,rotate:15</c>, applied in this order.</summary>
    /// <param name="text">Names, each with a colon and a number where it takes one, and commas between them.</param>
    /// <exception cref="DataException">A name is not one of <see cref="Names"/>, or a number is none or out of range.</exception>
    public static IReadOnlyList<ImageAugmentation> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(AugmentationTable.Parse)];

    /// <summary>Writes a changed image; the destination is never the source.</summary>
    /// <param name="source">The pixels in CHW order.</param>
    /// <param name="destination">As many pixels, all overwritten.</param>
    /// <param name="shape">Channels, rows and columns of the image; N is ignored.</param>
    /// <param name="random">Numbers of this image's own.</param>
    public abstract void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, ref ImageRandom random);

    /// <summary>Whether the images are such that the change keeps their class.</summary>
    /// <param name="images">Channels, rows and columns; N is ignored.</param>
    /// <exception cref="DataException">They are not.</exception>
    internal virtual void Check(Shape images)
    {
    }

    /// <summary>A number of an augmentation.</summary>
    /// <exception cref="DataException">It is not in the range.</exception>
    internal static double Checked(double value, double least, double most, string what) => value >= least && value <= most
        ? value
        : throw new DataException(FormattableString.Invariant($"{what} is from {least} to {most}, not {value}."));
}
