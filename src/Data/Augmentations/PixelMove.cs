namespace ConvGpu;

/// <summary>
/// Where the pixels of a changed image come from: row r and column c from row r - Down and column Sign c + Offset, 0 where that is outside.
/// </summary>
internal readonly record struct PixelMove(int Down, int Sign, int Offset)
{
    public static PixelMove None { get; } = new(0, 1, 0);

    /// <summary>This, then another on what it made; exact where one of them at most moves pixels out of the image.</summary>
    public PixelMove Then(PixelMove next) => new(Down + next.Down, Sign * next.Sign, Sign * next.Offset + Offset);
}

/// <summary>An augmentation that only moves pixels, which a kernel can do as well.</summary>
internal interface IPixelMover
{
    /// <summary>Whether pixels may leave the image.</summary>
    bool LosesPixels { get; }

    /// <summary>The move of one image, by the same random numbers as <see cref="ImageAugmentation.Apply"/>.</summary>
    PixelMove Draw(Shape shape, ref ImageRandom random);
}
