using System.Globalization;

namespace ConvGpu;

/// <summary>
/// A random change of training images that keeps their class, drawn anew each time an image is trained on. What is drawn depends on the
/// seed, the epoch and the image alone, so that a run can be repeated bit by bit.
/// </summary>
public abstract class ImageAugmentation
{
    private static readonly (string Name, Func<int?, ImageAugmentation> Create)[] _table =
    [
        ("shift", pixels => new ShiftAugmentation(pixels ?? ShiftAugmentation.DefaultPixels)),
        ("flip", number => number is null ? new FlipAugmentation() : throw new DataException("flip takes no number.")),
    ];

    /// <summary>The names that <see cref="Parse"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _table.Select(row => row.Name)];

    /// <summary>What is done, in words.</summary>
    public abstract string Description { get; }

    /// <summary>Reads a list such as <c>shift,flip</c> or <c>shift:4</c>, applied in this order.</summary>
    /// <param name="text">Names, each with a colon and a whole number where it takes one, and commas between them.</param>
    /// <exception cref="DataException">A name is not one of <see cref="Names"/>, or a number is none or out of range.</exception>
    public static IReadOnlyList<ImageAugmentation> Parse(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(ParseOne)];

    /// <summary>Writes a changed image; the destination is never the source.</summary>
    /// <param name="source">The pixels in CHW order.</param>
    /// <param name="destination">As many pixels, all overwritten.</param>
    /// <param name="shape">Channels, rows and columns of the image; N is ignored.</param>
    /// <param name="random">32 random bits of this image's own, twice.</param>
    public abstract void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, (uint First, uint Second) random);

    /// <summary>Whether the images are such that the change keeps their class.</summary>
    /// <param name="images">Channels, rows and columns; N is ignored.</param>
    /// <exception cref="DataException">They are not.</exception>
    internal virtual void Check(Shape images)
    {
    }

    private static ImageAugmentation ParseOne(string text)
    {
        var colon = text.IndexOf(':');
        var (name, number) = (colon < 0 ? text : text[..colon], default(int?));
        if (colon >= 0)
        {
            number = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new DataException($"'{text}': behind the colon is a whole number, as in shift:2.");
        }
        var row = Array.Find(_table, row => row.Name == name);
        return row.Create?.Invoke(number) ?? throw new DataException($"There is no augmentation '{name}'; there are {string.Join(", ", Names)}.");
    }
}
