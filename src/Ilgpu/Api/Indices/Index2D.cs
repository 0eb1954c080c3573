namespace ILGPU;

/// <summary>A 32-bit index or extent of two components, X fastest.</summary>
public readonly struct Index2D : IIntIndex<Index2D, LongIndex2D>
{
    /// <summary>All components -1.</summary>
    public static readonly Index2D Invalid = new(-1, -1);

    /// <summary>All components 0.</summary>
    public static readonly Index2D Zero = new(0, 0);

    /// <summary>All components 1.</summary>
    public static readonly Index2D One = new(1, 1);

    /// <summary>Makes an index from its components.</summary>
    public Index2D(int x, int y)
    {
        X = x;
        Y = y;
    }

    /// <summary>Makes an index with every component equal to <paramref name="value"/>.</summary>
    public Index2D(int value) : this(value, value) { }

    /// <summary>The X component.</summary>
    public int X { get; }

    /// <summary>The Y component.</summary>
    public int Y { get; }

    /// <summary>Whether all components are 0.</summary>
    public bool IsFirst => X == 0 & Y == 0;

    /// <summary>The product of the components in 32 bits.</summary>
    public int Size => X * Y;

    /// <summary>The product of the components in 64 bits.</summary>
    public long LongSize => (long)X * Y;

    long IIndex.Size => LongSize;

    /// <summary>Which index type this is.</summary>
    public IndexType IndexType => IndexType.Index2D;

    /// <summary>The smaller value, component by component.</summary>
    public static Index2D Min(Index2D first, Index2D second) =>
        new(IntrinsicMath.Min(first.X, second.X), IntrinsicMath.Min(first.Y, second.Y));

    /// <summary>The larger value, component by component.</summary>
    public static Index2D Max(Index2D first, Index2D second) =>
        new(IntrinsicMath.Max(first.X, second.X), IntrinsicMath.Max(first.Y, second.Y));

    /// <summary>Limits <paramref name="value"/> to the closed range, component by component.</summary>
    public static Index2D Clamp(Index2D value, Index2D min, Index2D max) => Min(Max(value, min), max);

    /// <summary>The same index in 64 bits.</summary>
    public LongIndex2D ToLongIndex() => new(X, Y);

    /// <summary>Whether 0 &lt;= component &lt; <paramref name="dimension"/> for every component.</summary>
    public bool InBounds(Index2D dimension) => X >= 0 & X < dimension.X & Y >= 0 & Y < dimension.Y;

    /// <summary>Whether 0 &lt;= component &lt;= <paramref name="dimension"/> for every component.</summary>
    public bool InBoundsInclusive(Index2D dimension) => X >= 0 & X <= dimension.X & Y >= 0 & Y <= dimension.Y;

    /// <summary>The sum, component by component.</summary>
    public Index2D Add(Index2D rhs) => this + rhs;

    /// <summary>The difference, component by component.</summary>
    public Index2D Subtract(Index2D rhs) => this - rhs;

    /// <summary>The components as a tuple.</summary>
    public (int, int) ToValueTuple() => (X, Y);

    /// <summary>Takes the index apart.</summary>
    public void Deconstruct(out int x, out int y)
    {
        x = X;
        y = Y;
    }

    /// <inheritdoc/>
    public bool Equals(Index2D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Index2D other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y})";

    /// <summary>The same index in 64 bits.</summary>
    public static implicit operator LongIndex2D(Index2D index) => index.ToLongIndex();

    /// <summary>An index of the tuple's components.</summary>
    public static implicit operator Index2D((int, int) values) => new(values.Item1, values.Item2);

    /// <summary>The sum, component by component.</summary>
    public static Index2D Add(Index2D first, Index2D second) => first + second;

    /// <summary>The sum, component by component.</summary>
    public static Index2D operator +(Index2D first, Index2D second) =>
        new(first.X + second.X, first.Y + second.Y);

    /// <summary>The difference, component by component.</summary>
    public static Index2D Subtract(Index2D first, Index2D second) => first - second;

    /// <summary>The difference, component by component.</summary>
    public static Index2D operator -(Index2D first, Index2D second) =>
        new(first.X - second.X, first.Y - second.Y);

    /// <summary>The product, component by component.</summary>
    public static Index2D Multiply(Index2D first, Index2D second) => first * second;

    /// <summary>The product, component by component.</summary>
    public static Index2D operator *(Index2D first, Index2D second) =>
        new(first.X * second.X, first.Y * second.Y);

    /// <summary>The quotient, component by component.</summary>
    public static Index2D Divide(Index2D first, Index2D second) => first / second;

    /// <summary>The quotient, component by component.</summary>
    public static Index2D operator /(Index2D first, Index2D second) =>
        new(first.X / second.X, first.Y / second.Y);

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(Index2D first, Index2D second) => first.X == second.X & first.Y == second.Y;

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(Index2D first, Index2D second) => first.X != second.X | first.Y != second.Y;
}
