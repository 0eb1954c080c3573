namespace ConvGpu.Kernels;

/// <summary>How much padding each mode allows.</summary>
internal static class PaddingLimits
{
    /// <summary>The mode in words of messages.</summary>
    public static string Name(PaddingMode mode) => mode switch
    {
        PaddingMode.Zero => "zero",
        PaddingMode.Edge => "edge",
        PaddingMode.Reflect => "reflect",
        PaddingMode.Circular => "circular",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Padding is zero, edge, reflect or circular."),
    };

    /// <summary>Why an image cannot be padded this far in this mode, and what to do; null where it can.</summary>
    public static string? Refusal(PaddingMode mode, Window2D window, int height, int width)
    {
        var name = Name(mode);
        var spare = mode switch { PaddingMode.Reflect => 1, PaddingMode.Circular => 0, _ => -1 };
        if (spare < 0 || (Math.Max(window.PadTop, window.PadBottom) <= height - spare && Math.Max(window.PadLeft, window.PadRight) <= width - spare))
            return null;
        return $"{name} padding of an image of {height}x{width} is at most {height - spare} rows and {width - spare} columns on a side, "
            + $"but it is {OpCheck.Padding(window)}; use less padding, edge padding or a larger image";
    }
}
