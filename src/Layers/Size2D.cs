namespace ConvGpu;

/// <summary>Rows and columns of a window or step; a single number means the same for both.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>The same number of rows and columns.</summary>
    public static implicit operator Size2D(int side) => new(side, side);

    /// <summary>Rows and columns.</summary>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>The sizes as <c>3x3</c>.</summary>
    public override string ToString() => $"{Height}x{Width}";

    internal Size2D OrIfUnset(Size2D other) => this == default ? other : this;
}
