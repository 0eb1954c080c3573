namespace ILGPU;

/// <summary>A 32-bit index or extent of three components, X fastest.</summary>
public readonly struct Index3D : IIntIndex<Index3D, LongIndex3D>
{
    /// <summary>All components -1.</summary>
    public static readonly Index3D Invalid = new(-1, -1, -1);

    /// <summary>All components 0.</summary>
    public static readonly Index3D Zero = new(0, 0, 0);

    /// <summary>All components 1.</summary>
    public static readonly Index3D One = new(1, 1, 1);

    /// <summary>Makes an index from its components.</summary>
    public Index3D(int x, int y, int z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>Makes an index with every component equal to <paramref name="value"/>.</summary>
    public Index3D(int value) : this(value, value, value) { }

    /// <summary>Makes an index from X and Y and from Z.</summary>
    public Index3D(Index2D xy, int z) : this(xy.X, xy.Y, z) { }

    /// <summary>Makes an index from X and from Y and Z.</summary>
    public Index3D(int x, Index2D yz) : this(x, yz.X, yz.Y) { }

    /// <summary>The X component.</summary>
    public int X { get; }

    /// <summary>The Y component.</summary>
    public int Y { get; }

    /// <summary>The Z component.</summary>
    public int Z { get; }

    /// <summary>X and Y.</summary>
    public Index2D XY => new(X, Y);

    /// <summary>Y and Z.</summary>
    public Index2D YZ => new(Y, Z);

    /// <summary>Whether all components are 0.</summary>
    public bool IsFirst => X == 0 & Y == 0 & Z == 0;

    /// <summary>The product of the components in 32 bits.</summary>
    public int Size => X * Y * Z;

    /// <summary>The product of the components in 64 bits.</summary>
    public long LongSize => (long)X * Y * Z;

    long IIndex.Size => LongSize;

    /// <summary>Which index type this is.</summary>
    public IndexType IndexType => IndexType.Index3D;

    /// <summary>The smaller value, component by component.</summary>
    public static Index3D Min(Index3D first, Index3D second) =>
        new(IntrinsicMath.Min(first.X, second.X), IntrinsicMath.Min(first.Y, second.Y), IntrinsicMath.Min(first.Z, second.Z));

    /// <summary>The larger value, component by component.</summary>
    public static Index3D Max(Index3D first, Index3D second) =>
        new(IntrinsicMath.Max(first.X, second.X), IntrinsicMath.Max(first.Y, second.Y), IntrinsicMath.Max(first.Z, second.Z));

    /// <summary>Limits <paramref name="value"/> to the closed range, component by component.</summary>
    public static Index3D Clamp(Index3D value, Index3D min, Index3D max) => Min(Max(value, min), max);

    /// <summary>The same index in 64 bits.</summary>
    public LongIndex3D ToLongIndex() => new(X, Y, Z);

    /// <summary>Whether 0 &lt;= component &lt; <paramref name="dimension"/> for every component.</summary>
    public bool InBounds(Index3D dimension) => X >= 0 & X < dimension.X & Y >= 0 & Y < dimension.Y & Z >= 0 & Z < dimension.Z;

    /// <summary>Whether 0 &lt;= component &lt;= <paramref name="dimension"/> for every component.</summary>
    public bool InBoundsInclusive(Index3D dimension) => X >= 0 & X <= dimension.X & Y >= 0 & Y <= dimension.Y & Z >= 0 & Z <= dimension.Z;

    /// <summary>The sum, component by component.</summary>
    public Index3D Add(Index3D rhs) => this + rhs;

    /// <summary>The difference, component by component.</summary>
    public Index3D Subtract(Index3D rhs) => this - rhs;

    /// <summary>The components as a tuple.</summary>
    public (int, int, int) ToValueTuple() => (X, Y, Z);

    /// <summary>Takes the index apart.</summary>
    public void Deconstruct(out int x, out int y, out int z)
    {
        x = X;
        y = Y;
        z = Z;
    }

    /// <inheritdoc/>
    public bool Equals(Index3D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Index3D other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y, Z);

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y}, {Z})";

    /// <summary>The same index in 64 bits.</summary>
    public static implicit operator LongIndex3D(Index3D index) => index.ToLongIndex();

    /// <summary>An index of the tuple's components.</summary>
    public static implicit operator Index3D((int, int, int) values) => new(values.Item1, values.Item2, values.Item3);

    /// <summary>The sum, component by component.</summary>
    public static Index3D Add(Index3D first, Index3D second) => first + second;

    /// <summary>The sum, component by component.</summary>
    public static Index3D operator +(Index3D first, Index3D second) =>
        new(first.X + second.X, first.Y + second.Y, first.Z + second.Z);

    /// <summary>The difference, component by component.</summary>
    public static Index3D Subtract(Index3D first, Index3D second) => first - second;

    /// <summary>The difference, component by component.</summary>
    public static Index3D operator -(Index3D first, Index3D second) =>
        new(first.X - second.X, first.Y - second.Y, first.Z - second.Z);

    /// <summary>The product, component by component.</summary>
    public static Index3D Multiply(Index3D first, Index3D second) => first * second;

    /// <summary>The product, component by component.</summary>
    public static Index3D operator *(Index3D first, Index3D second) =>
        new(first.X * second.X, first.Y * second.Y, first.Z * second.Z);

    /// <summary>The quotient, component by component.</summary>
    public static Index3D Divide(Index3D first, Index3D second) => first / second;

    /// <summary>The quotient, component by component.</summary>
    public static Index3D operator /(Index3D first, Index3D second) =>
        new(first.X / second.X, first.Y / second.Y, first.Z / second.Z);

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(Index3D first, Index3D second) => first.X == second.X & first.Y == second.Y & first.Z == second.Z;

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(Index3D first, Index3D second) => first.X != second.X | first.Y != second.Y | first.Z != second.Z;
}
