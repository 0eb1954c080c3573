namespace ConvGpu;

/// <summary>The numbers that become black and white; those between become grey in proportion, those outside are cut off.</summary>
internal readonly record struct PixelRange(float Black, float White)
{
    /// <summary>Numbers that already are pixels.</summary>
    public static PixelRange Pixels => new(0, byte.MaxValue);

    /// <summary>From the least to the greatest number.</summary>
    public static PixelRange Of(ReadOnlySpan<float> values)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return new PixelRange(least, most);
    }

    /// <summary>As far below 0 as above, so that 0 becomes the grey in the middle.</summary>
    public static PixelRange AroundZero(ReadOnlySpan<float> values)
    {
        var range = Of(values);
        var far = Math.Max(Math.Abs(range.Black), Math.Abs(range.White));
        return new PixelRange(-far, far);
    }

    /// <summary>The pixel of a number; black where all numbers are the same, and for NaN.</summary>
    public byte ToPixel(float value)
    {
        var share = ((double)value - Black) / ((double)White - Black);
        return share > 0 ? (byte)Math.Round(Math.Min(share, 1) * byte.MaxValue) : (byte)0;
    }

    /// <summary>The pixels of numbers.</summary>
    public byte[] ToPixels(ReadOnlySpan<float> values)
    {
        var pixels = new byte[values.Length];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = ToPixel(values[i]);
        return pixels;
    }
}
