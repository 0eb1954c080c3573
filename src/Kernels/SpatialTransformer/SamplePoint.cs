namespace ConvGpu.Kernels;

/// <summary>The sizes that kernels and managed code read.</summary>
internal readonly struct SampleShape(SampleSizes sizes)
{
    public readonly FastDivide OutPlane = new(sizes.OutPlane);
    public readonly int Channels = sizes.Channels, InHeight = sizes.InHeight, InWidth = sizes.InWidth;

    public int InPlane => InHeight * InWidth;
}

/// <summary>
/// Where a sample lies: the pixel above and to the left of it, and how far it is from there. Positions far outside are brought near before
/// they become integers, so that none overflows.
/// </summary>
internal readonly struct SamplePoint
{
    public readonly int Row, Column;

    /// <summary>The share of the row below and of the column to the right.</summary>
    public readonly float Down, Right;

    public SamplePoint(float x, float y, SampleShape shape)
    {
        float column = Near(Position(x, shape.InWidth), shape.InWidth), row = Near(Position(y, shape.InHeight), shape.InHeight);
        // Two is added so that truncation rounds down.
        Column = (int)(column + 2) - 2;
        Row = (int)(row + 2) - 2;
        Right = column - Column;
        Down = row - Row;
    }

    public static bool IsInside(int row, int column, SampleShape shape) =>
        (row >= 0) & (row < shape.InHeight) & (column >= 0) & (column < shape.InWidth);

    /// <summary>The weight of one of the four pixels, by its distance (0 or 1) in rows and columns.</summary>
    public float Weight(int down, int right) => (down == 0 ? 1 - Down : Down) * (right == 0 ? 1 - Right : Right);

    /// <summary>
    /// The sample between the four pixels, their weighted sum. Where they are equal it is exactly what they are, so that equal samples stay
    /// equal on every device and pooling behind takes the same of them; where they are infinite it is what the weights make of that.
    /// </summary>
    public float Between(float upLeft, float upRight, float downLeft, float downRight) =>
        Between(Between(upLeft, upRight, Right), Between(downLeft, downRight, Right), Down);

    // The difference of equal infinities is no number, and so not 0.
    private static float Between(float first, float second, float share) =>
        second - first == 0 ? first : first * (1 - share) + second * share;

    // Half of the product is exact, so that fusing it with the subtraction changes nothing: under the identity, where every sample lies on
    // a pixel, all devices round to the same side of it and take the same difference of pixels for the slope.
    private static float Position(float coordinate, int size) => (coordinate + 1) * size * 0.5f - 0.5f;

    // A comparison with what is no number is false: that lies outside.
    private static float Near(float position, int size)
    {
        float low = position > -2 ? position : -2;
        return low < size + 1 ? low : size + 1;
    }
}
