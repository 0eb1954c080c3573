namespace ConvGpu;

/// <summary>Planes, rows and columns of a window or step; a single number means the same for all three.</summary>
/// <param name="Depth">Planes.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size3D(int Depth, int Height, int Width)
{
    /// <summary>The same number of planes, rows and columns.</summary>
    public static implicit operator Size3D(int side) => new(side, side, side);

    /// <summary>Planes, rows and columns.</summary>
    public static implicit operator Size3D((int Depth, int Height, int Width) size) => new(size.Depth, size.Height, size.Width);

    /// <summary>The sizes as <c>3x3x3</c>.</summary>
    public override string ToString() => $"{Depth}x{Height}x{Width}";

    internal Size3D OrIfUnset(Size3D other) => this == default ? other : this;

    internal Size3D AtLeastOne(string name) => Depth >= 1 && Height >= 1 && Width >= 1
        ? this
        : throw new ArgumentOutOfRangeException(name, this, "Planes, rows and columns are at least 1.");
}
