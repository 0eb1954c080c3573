namespace ILGPU;

/// <summary>A 64-bit index or extent of two components, X fastest.</summary>
public readonly struct LongIndex2D : ILongIndex<LongIndex2D, Index2D>
{
    /// <summary>All components -1.</summary>
    public static readonly LongIndex2D Invalid = new(-1, -1);

    /// <summary>All components 0.</summary>
    public static readonly LongIndex2D Zero = new(0, 0);

    /// <summary>All components 1.</summary>
    public static readonly LongIndex2D One = new(1, 1);

    /// <summary>Makes an index from its components.</summary>
    public LongIndex2D(long x, long y)
    {
        X = x;
        Y = y;
    }

    /// <summary>Makes an index with every component equal to <paramref name="value"/>.</summary>
    public LongIndex2D(long value) : this(value, value) { }

    /// <summary>The X component.</summary>
    public long X { get; }

    /// <summary>The Y component.</summary>
    public long Y { get; }

    /// <summary>Whether all components are 0.</summary>
    public bool IsFirst => X == 0 & Y == 0;

    /// <summary>The product of the components.</summary>
    public long Size => X * Y;

    /// <summary>Which index type this is.</summary>
    public IndexType IndexType => IndexType.LongIndex2D;

    /// <summary>The smaller value, component by component.</summary>
    public static LongIndex2D Min(LongIndex2D first, LongIndex2D second) =>
        new(IntrinsicMath.Min(first.X, second.X), IntrinsicMath.Min(first.Y, second.Y));

    /// <summary>The larger value, component by component.</summary>
    public static LongIndex2D Max(LongIndex2D first, LongIndex2D second) =>
        new(IntrinsicMath.Max(first.X, second.X), IntrinsicMath.Max(first.Y, second.Y));

    /// <summary>Limits <paramref name="value"/> to the closed range, component by component.</summary>
    public static LongIndex2D Clamp(LongIndex2D value, LongIndex2D min, LongIndex2D max) => Min(Max(value, min), max);

    /// <summary>The same index in 32 bits; higher bits are dropped.</summary>
    public Index2D ToIntIndex() => new((int)X, (int)Y);

    /// <summary>Whether 0 &lt;= component &lt; <paramref name="dimension"/> for every component.</summary>
    public bool InBounds(LongIndex2D dimension) => X >= 0 & X < dimension.X & Y >= 0 & Y < dimension.Y;

    /// <summary>Whether 0 &lt;= component &lt;= <paramref name="dimension"/> for every component.</summary>
    public bool InBoundsInclusive(LongIndex2D dimension) => X >= 0 & X <= dimension.X & Y >= 0 & Y <= dimension.Y;

    /// <summary>The sum, component by component.</summary>
    public LongIndex2D Add(LongIndex2D rhs) => this + rhs;

    /// <summary>The difference, component by component.</summary>
    public LongIndex2D Subtract(LongIndex2D rhs) => this - rhs;

    /// <summary>The components as a tuple.</summary>
    public (long, long) ToValueTuple() => (X, Y);

    /// <summary>Takes the index apart.</summary>
    public void Deconstruct(out long x, out long y)
    {
        x = X;
        y = Y;
    }

    /// <inheritdoc/>
    public bool Equals(LongIndex2D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LongIndex2D other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y})";

    /// <summary>The same index in 32 bits; higher bits are dropped.</summary>
    public static explicit operator Index2D(LongIndex2D index) => index.ToIntIndex();

    /// <summary>An index of the tuple's components.</summary>
    public static implicit operator LongIndex2D((long, long) values) => new(values.Item1, values.Item2);

    /// <summary>The sum, component by component.</summary>
    public static LongIndex2D Add(LongIndex2D first, LongIndex2D second) => first + second;

    /// <summary>The sum, component by component.</summary>
    public static LongIndex2D operator +(LongIndex2D first, LongIndex2D second) =>
        new(first.X + second.X, first.Y + second.Y);

    /// <summary>The difference, component by component.</summary>
    public static LongIndex2D Subtract(LongIndex2D first, LongIndex2D second) => first - second;

    /// <summary>The difference, component by component.</summary>
    public static LongIndex2D operator -(LongIndex2D first, LongIndex2D second) =>
        new(first.X - second.X, first.Y - second.Y);

    /// <summary>The product, component by component.</summary>
    public static LongIndex2D Multiply(LongIndex2D first, LongIndex2D second) => first * second;

    /// <summary>The product, component by component.</summary>
    public static LongIndex2D operator *(LongIndex2D first, LongIndex2D second) =>
        new(first.X * second.X, first.Y * second.Y);

    /// <summary>The quotient, component by component.</summary>
    public static LongIndex2D Divide(LongIndex2D first, LongIndex2D second) => first / second;

    /// <summary>The quotient, component by component.</summary>
    public static LongIndex2D operator /(LongIndex2D first, LongIndex2D second) =>
        new(first.X / second.X, first.Y / second.Y);

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(LongIndex2D first, LongIndex2D second) => first.X == second.X & first.Y == second.Y;

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(LongIndex2D first, LongIndex2D second) => first.X != second.X | first.Y != second.Y;
}
