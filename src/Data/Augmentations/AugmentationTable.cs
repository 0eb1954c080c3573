using System.Globalization;

namespace ConvGpu;

/// <summary>The augmentations by name, each with the number that may stand behind it.</summary>
internal static class AugmentationTable
{
    private static readonly (string Name, Func<double?, ImageAugmentation> Create)[] _rows =
    [
        ("shift", number => new ShiftAugmentation(Whole(number) ?? ShiftAugmentation.DefaultPixels)),
        ("flip", number => number is null ? new FlipAugmentation() : throw new DataException("flip takes no number.")),
        ("resized-crop", number => number is { } share ? new ResizedCropAugmentation(share) : new ResizedCropAugmentation()),
        ("rotate", number => new AffineAugmentation(degrees: number ?? 15)),
        ("scale", number => new AffineAugmentation(scale: number ?? 1.25)),
        ("affine", number => new AffineAugmentation(number ?? 10, scale: 1.1, shift: 0.1, shear: 5)),
        ("jitter", number => number is { } strength ? new ColorJitterAugmentation(strength, strength, strength, strength / 4) : new ColorJitterAugmentation()),
        ("cutout", number => new CutoutAugmentation(Whole(number) ?? CutoutAugmentation.DefaultSide)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. _rows.Select(row => row.Name)];

    /// <summary>Reads one entry of a list.</summary>
    /// <exception cref="DataException">It is none.</exception>
    public static ImageAugmentation Parse(string text)
    {
        var colon = text.IndexOf(':');
        var (name, number) = (colon < 0 ? text : text[..colon], default(double?));
        if (colon >= 0)
        {
            number = double.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new DataException($"'{text}': behind the colon is a number, as in shift:2.");
        }
        var row = Array.Find(_rows, row => row.Name == name);
        return row.Create?.Invoke(number) ?? throw new DataException($"There is no augmentation '{name}'; there are {string.Join(", ", Names)}.");
    }

    private static int? Whole(double? number) => number is not { } value ? null
        : value == Math.Truncate(value) && value < int.MaxValue ? (int)value
        : throw new DataException(FormattableString.Invariant($"{value} is no whole number of pixels."));
}
