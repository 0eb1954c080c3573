namespace ILGPU;

/// <summary>A 64-bit index or extent of three components, X fastest.</summary>
public readonly struct LongIndex3D : ILongIndex<LongIndex3D, Index3D>
{
    /// <summary>All components -1.</summary>
    public static readonly LongIndex3D Invalid = new(-1, -1, -1);

    /// <summary>All components 0.</summary>
    public static readonly LongIndex3D Zero = new(0, 0, 0);

    /// <summary>All components 1.</summary>
    public static readonly LongIndex3D One = new(1, 1, 1);

    /// <summary>Makes an index from its components.</summary>
    public LongIndex3D(long x, long y, long z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>Makes an index with every component equal to <paramref name="value"/>.</summary>
    public LongIndex3D(long value) : this(value, value, value) { }

    /// <summary>Makes an index from X and Y and from Z.</summary>
    public LongIndex3D(LongIndex2D xy, long z) : this(xy.X, xy.Y, z) { }

    /// <summary>Makes an index from X and from Y and Z.</summary>
    public LongIndex3D(long x, LongIndex2D yz) : this(x, yz.X, yz.Y) { }

    /// <summary>The X component.</summary>
    public long X { get; }

    /// <summary>The Y component.</summary>
    public long Y { get; }

    /// <summary>The Z component.</summary>
    public long Z { get; }

    /// <summary>X and Y.</summary>
    public LongIndex2D XY => new(X, Y);

    /// <summary>Y and Z.</summary>
    public LongIndex2D YZ => new(Y, Z);

    /// <summary>Whether all components are 0.</summary>
    public bool IsFirst => X == 0 & Y == 0 & Z == 0;

    /// <summary>The product of the components.</summary>
    public long Size => X * Y * Z;

    /// <summary>Which index type this is.</summary>
    public IndexType IndexType => IndexType.LongIndex3D;

    /// <summary>The smaller value, component by component.</summary>
    public static LongIndex3D Min(LongIndex3D first, LongIndex3D second) =>
        new(IntrinsicMath.Min(first.X, second.X), IntrinsicMath.Min(first.Y, second.Y), IntrinsicMath.Min(first.Z, second.Z));

    /// <summary>The larger value, component by component.</summary>
    public static LongIndex3D Max(LongIndex3D first, LongIndex3D second) =>
        new(IntrinsicMath.Max(first.X, second.X), IntrinsicMath.Max(first.Y, second.Y), IntrinsicMath.Max(first.Z, second.Z));

    /// <summary>Limits <paramref name="value"/> to the closed range, component by component.</summary>
    public static LongIndex3D Clamp(LongIndex3D value, LongIndex3D min, LongIndex3D max) => Min(Max(value, min), max);

    /// <summary>The same index in 32 bits; higher bits are dropped.</summary>
    public Index3D ToIntIndex() => new((int)X, (int)Y, (int)Z);

    /// <summary>Whether 0 &lt;= component &lt; <paramref name="dimension"/> for every component.</summary>
    public bool InBounds(LongIndex3D dimension) => X >= 0 & X < dimension.X & Y >= 0 & Y < dimension.Y & Z >= 0 & Z < dimension.Z;

    /// <summary>Whether 0 &lt;= component &lt;= <paramref name="dimension"/> for every component.</summary>
    public bool InBoundsInclusive(LongIndex3D dimension) => X >= 0 & X <= dimension.X & Y >= 0 & Y <= dimension.Y & Z >= 0 & Z <= dimension.Z;

    /// <summary>The sum, component by component.</summary>
    public LongIndex3D Add(LongIndex3D rhs) => this + rhs;

    /// <summary>The difference, component by component.</summary>
    public LongIndex3D Subtract(LongIndex3D rhs) => this - rhs;

    /// <summary>The components as a tuple.</summary>
    public (long, long, long) ToValueTuple() => (X, Y, Z);

    /// <summary>Takes the index apart.</summary>
    public void Deconstruct(out long x, out long y, out long z)
    {
        x = X;
        y = Y;
        z = Z;
    }

    /// <inheritdoc/>
    public bool Equals(LongIndex3D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LongIndex3D other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y, Z);

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y}, {Z})";

    /// <summary>The same index in 32 bits; higher bits are dropped.</summary>
    public static explicit operator Index3D(LongIndex3D index) => index.ToIntIndex();

    /// <summary>An index of the tuple's components.</summary>
    public static implicit operator LongIndex3D((long, long, long) values) => new(values.Item1, values.Item2, values.Item3);

    /// <summary>The sum, component by component.</summary>
    public static LongIndex3D Add(LongIndex3D first, LongIndex3D second) => first + second;

    /// <summary>The sum, component by component.</summary>
    public static LongIndex3D operator +(LongIndex3D first, LongIndex3D second) =>
        new(first.X + second.X, first.Y + second.Y, first.Z + second.Z);

    /// <summary>The difference, component by component.</summary>
    public static LongIndex3D Subtract(LongIndex3D first, LongIndex3D second) => first - second;

    /// <summary>The difference, component by component.</summary>
    public static LongIndex3D operator -(LongIndex3D first, LongIndex3D second) =>
        new(first.X - second.X, first.Y - second.Y, first.Z - second.Z);

    /// <summary>The product, component by component.</summary>
    public static LongIndex3D Multiply(LongIndex3D first, LongIndex3D second) => first * second;

    /// <summary>The product, component by component.</summary>
    public static LongIndex3D operator *(LongIndex3D first, LongIndex3D second) =>
        new(first.X * second.X, first.Y * second.Y, first.Z * second.Z);

    /// <summary>The quotient, component by component.</summary>
    public static LongIndex3D Divide(LongIndex3D first, LongIndex3D second) => first / second;

    /// <summary>The quotient, component by component.</summary>
    public static LongIndex3D operator /(LongIndex3D first, LongIndex3D second) =>
        new(first.X / second.X, first.Y / second.Y, first.Z / second.Z);

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(LongIndex3D first, LongIndex3D second) => first.X == second.X & first.Y == second.Y & first.Z == second.Z;

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(LongIndex3D first, LongIndex3D second) => first.X != second.X | first.Y != second.Y | first.Z != second.Z;
}
