namespace ConvGpu;

/// <summary>Elements put in front of a sequence and behind it before a window slides over it.</summary>
public readonly record struct Padding1D
{
    private Padding1D(Padding row) => Row = row;

    /// <summary>Padding given for each end; an end that is not given has none.</summary>
    /// <param name="left">Elements in front, 0 or more.</param>
    /// <param name="right">Elements behind, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Padding1D(int left = 0, int right = 0) : this(new Padding(left: left, right: right))
    {
    }

    /// <summary>No padding.</summary>
    public static Padding1D Valid => default;

    /// <inheritdoc cref="Padding.Same"/>
    public static Padding1D Same => new(Padding.Same);

    /// <inheritdoc cref="Padding.Full"/>
    public static Padding1D Full => new(Padding.Full);

    /// <summary>Elements in front.</summary>
    public int Left => Row.Left;

    /// <summary>Elements behind.</summary>
    public int Right => Row.Right;

    /// <summary>The padding of a sequence that lies in an image of one row, under a window of one row.</summary>
    internal Padding Row { get; }

    /// <summary>The same padding at both ends.</summary>
    public static implicit operator Padding1D(int both) => new(both, both);
}
