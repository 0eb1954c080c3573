namespace ConvGpu;

/// <summary>How large a picture may be that is read.</summary>
internal static class PixelLimit
{
    /// <summary>The most pixels: a hundred million, ten thousand by ten thousand.</summary>
    public const long Most = 100_000_000;

    /// <summary>Refuses larger pictures before memory is taken for them.</summary>
    /// <exception cref="FileFormatException">The picture is larger.</exception>
    public static void Check(long height, long width, string name, string format)
    {
        if ((Int128)height * width > Most)
            throw new FileFormatException($"{name}: the {format} file says it holds {height}x{width} pixels; at most {Most:N0} are read.");
    }
}
