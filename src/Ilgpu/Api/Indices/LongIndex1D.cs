namespace ILGPU;

/// <summary>A 64-bit index or extent of one component.</summary>
public readonly struct LongIndex1D : ILongIndex<LongIndex1D, Index1D>
{
    /// <summary>All components -1.</summary>
    public static readonly LongIndex1D Invalid = new(-1);

    /// <summary>All components 0.</summary>
    public static readonly LongIndex1D Zero = new(0);

    /// <summary>All components 1.</summary>
    public static readonly LongIndex1D One = new(1);

    /// <summary>Makes an index from its component.</summary>
    public LongIndex1D(long x)
    {
        X = x;
    }

    /// <summary>The X component.</summary>
    public long X { get; }

    /// <summary>Whether all components are 0.</summary>
    public bool IsFirst => X == 0;

    /// <summary>The product of the components.</summary>
    public long Size => X;

    /// <summary>Which index type this is.</summary>
    public IndexType IndexType => IndexType.LongIndex1D;

    /// <summary>The smaller value, component by component.</summary>
    public static LongIndex1D Min(LongIndex1D first, LongIndex1D second) =>
        new(IntrinsicMath.Min(first.X, second.X));

    /// <summary>The larger value, component by component.</summary>
    public static LongIndex1D Max(LongIndex1D first, LongIndex1D second) =>
        new(IntrinsicMath.Max(first.X, second.X));

    /// <summary>Limits <paramref name="value"/> to the closed range, component by component.</summary>
    public static LongIndex1D Clamp(LongIndex1D value, LongIndex1D min, LongIndex1D max) => Min(Max(value, min), max);

    /// <summary>The same index in 32 bits; higher bits are dropped.</summary>
    public Index1D ToIntIndex() => new((int)X);

    /// <summary>Whether 0 &lt;= component &lt; <paramref name="dimension"/> for every component.</summary>
    public bool InBounds(LongIndex1D dimension) => X >= 0 & X < dimension.X;

    /// <summary>Whether 0 &lt;= component &lt;= <paramref name="dimension"/> for every component.</summary>
    public bool InBoundsInclusive(LongIndex1D dimension) => X >= 0 & X <= dimension.X;

    /// <summary>The sum, component by component.</summary>
    public LongIndex1D Add(LongIndex1D rhs) => this + rhs;

    /// <summary>The difference, component by component.</summary>
    public LongIndex1D Subtract(LongIndex1D rhs) => this - rhs;

    /// <inheritdoc/>
    public bool Equals(LongIndex1D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LongIndex1D other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => X.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => X.ToString();

    /// <summary>The same index in 32 bits; higher bits are dropped.</summary>
    public static explicit operator Index1D(LongIndex1D index) => index.ToIntIndex();

    /// <summary>The sum, component by component.</summary>
    public static LongIndex1D Add(LongIndex1D first, LongIndex1D second) => first + second;

    /// <summary>The sum, component by component.</summary>
    public static LongIndex1D operator +(LongIndex1D first, LongIndex1D second) =>
        new(first.X + second.X);

    /// <summary>The difference, component by component.</summary>
    public static LongIndex1D Subtract(LongIndex1D first, LongIndex1D second) => first - second;

    /// <summary>The difference, component by component.</summary>
    public static LongIndex1D operator -(LongIndex1D first, LongIndex1D second) =>
        new(first.X - second.X);

    /// <summary>The product, component by component.</summary>
    public static LongIndex1D Multiply(LongIndex1D first, LongIndex1D second) => first * second;

    /// <summary>The product, component by component.</summary>
    public static LongIndex1D operator *(LongIndex1D first, LongIndex1D second) =>
        new(first.X * second.X);

    /// <summary>The quotient, component by component.</summary>
    public static LongIndex1D Divide(LongIndex1D first, LongIndex1D second) => first / second;

    /// <summary>The quotient, component by component.</summary>
    public static LongIndex1D operator /(LongIndex1D first, LongIndex1D second) =>
        new(first.X / second.X);

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(LongIndex1D first, LongIndex1D second) => first.X == second.X;

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(LongIndex1D first, LongIndex1D second) => first.X != second.X;

    /// <summary>The component.</summary>
    public static implicit operator long(LongIndex1D idx) => idx.X;

    /// <summary>An index of one component.</summary>
    public static implicit operator LongIndex1D(long idx) => new(idx);

    /// <summary>The component, unsigned.</summary>
    public static explicit operator ulong(LongIndex1D idx) => (ulong)idx.X;
}
