namespace ILGPU;

/// <summary>A 32-bit index or extent of one component.</summary>
public readonly struct Index1D : IIntIndex<Index1D, LongIndex1D>
{
    /// <summary>All components -1.</summary>
    public static readonly Index1D Invalid = new(-1);

    /// <summary>All components 0.</summary>
    public static readonly Index1D Zero = new(0);

    /// <summary>All components 1.</summary>
    public static readonly Index1D One = new(1);

    /// <summary>Makes an index from its component.</summary>
    public Index1D(int x)
    {
        X = x;
    }

    /// <summary>The X component.</summary>
    public int X { get; }

    /// <summary>Whether all components are 0.</summary>
    public bool IsFirst => X == 0;

    /// <summary>The product of the components in 32 bits.</summary>
    public int Size => X;

    /// <summary>The product of the components in 64 bits.</summary>
    public long LongSize => X;

    long IIndex.Size => LongSize;

    /// <summary>Which index type this is.</summary>
    public IndexType IndexType => IndexType.Index1D;

    /// <summary>The smaller value, component by component.</summary>
    public static Index1D Min(Index1D first, Index1D second) =>
        new(IntrinsicMath.Min(first.X, second.X));

    /// <summary>The larger value, component by component.</summary>
    public static Index1D Max(Index1D first, Index1D second) =>
        new(IntrinsicMath.Max(first.X, second.X));

    /// <summary>Limits <paramref name="value"/> to the closed range, component by component.</summary>
    public static Index1D Clamp(Index1D value, Index1D min, Index1D max) => Min(Max(value, min), max);

    /// <summary>The same index in 64 bits.</summary>
    public LongIndex1D ToLongIndex() => new(X);

    /// <summary>Whether 0 &lt;= component &lt; <paramref name="dimension"/> for every component.</summary>
    public bool InBounds(Index1D dimension) => X >= 0 & X < dimension.X;

    /// <summary>Whether 0 &lt;= component &lt;= <paramref name="dimension"/> for every component.</summary>
    public bool InBoundsInclusive(Index1D dimension) => X >= 0 & X <= dimension.X;

    /// <summary>The sum, component by component.</summary>
    public Index1D Add(Index1D rhs) => this + rhs;

    /// <summary>The difference, component by component.</summary>
    public Index1D Subtract(Index1D rhs) => this - rhs;

    /// <inheritdoc/>
    public bool Equals(Index1D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Index1D other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => X.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => X.ToString();

    /// <summary>The same index in 64 bits.</summary>
    public static implicit operator LongIndex1D(Index1D index) => index.ToLongIndex();

    /// <summary>The sum, component by component.</summary>
    public static Index1D Add(Index1D first, Index1D second) => first + second;

    /// <summary>The sum, component by component.</summary>
    public static Index1D operator +(Index1D first, Index1D second) =>
        new(first.X + second.X);

    /// <summary>The difference, component by component.</summary>
    public static Index1D Subtract(Index1D first, Index1D second) => first - second;

    /// <summary>The difference, component by component.</summary>
    public static Index1D operator -(Index1D first, Index1D second) =>
        new(first.X - second.X);

    /// <summary>The product, component by component.</summary>
    public static Index1D Multiply(Index1D first, Index1D second) => first * second;

    /// <summary>The product, component by component.</summary>
    public static Index1D operator *(Index1D first, Index1D second) =>
        new(first.X * second.X);

    /// <summary>The quotient, component by component.</summary>
    public static Index1D Divide(Index1D first, Index1D second) => first / second;

    /// <summary>The quotient, component by component.</summary>
    public static Index1D operator /(Index1D first, Index1D second) =>
        new(first.X / second.X);

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(Index1D first, Index1D second) => first.X == second.X;

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(Index1D first, Index1D second) => first.X != second.X;

    /// <summary>The component.</summary>
    public static implicit operator int(Index1D idx) => idx.X;

    /// <summary>An index of one component.</summary>
    public static implicit operator Index1D(int idx) => new(idx);

    /// <summary>The component, unsigned.</summary>
    public static explicit operator uint(Index1D idx) => (uint)idx.X;
}
