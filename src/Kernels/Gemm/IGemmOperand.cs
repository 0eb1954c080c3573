namespace ConvGpu.Kernels;

/// <summary>What one index of an operand contributes to an address: an element offset, and planes, rows and columns where those are checked.</summary>
internal struct Cursor
{
    public int Base;
    public int Depth;
    public int Row;
    public int Column;
}

/// <summary>
/// Reads an element of A (outer index: the row of C) or B (outer index: the column of C) at an inner index k. The work is split so that each
/// index is taken apart once: <see cref="Outer"/> before the loop over k, <see cref="Inner"/> once per k, <see cref="Load"/> per element.
/// </summary>
internal interface IGemmOperand
{
    /// <summary>A constant: 1 where neighbouring items load neighbouring k, 0 where they load neighbouring outer indices.</summary>
    int LanesAlongK { get; }

    /// <summary>Takes an outer index apart, which may lie past the matrix: then the result is not used.</summary>
    Cursor Outer(int index, int group);

    /// <summary>Takes an inner index apart, which may lie past the matrix: then the result is not used.</summary>
    Cursor Inner(int k);

    /// <summary>Reads the element; both indices are in range.</summary>
    float Load(Cursor outer, Cursor inner);

    /// <summary>
    /// Whether <see cref="LoadFour"/> may be used: the matrix has multiples of four indices in the direction of
    /// <see cref="LanesAlongK"/>, and from each multiple of four on, four elements lie side by side at a multiple of 16 bytes. On the host.
    /// </summary>
    bool IsInFours { get; }

    /// <summary>Reads the element and its three neighbours in the direction of <see cref="LanesAlongK"/>, from a multiple of four on.</summary>
    Float4 LoadFour(Cursor outer, Cursor inner);
}

/// <summary>Finishes and writes one element of C.</summary>
internal interface IGemmStore
{
    /// <summary>The element offset of a column of C, to which <see cref="Store"/> adds the row's.</summary>
    int Column(int n, int group, int split);

    /// <summary>Writes the sum of row m and column n.</summary>
    void Store(int m, int n, int column, int group, float sum);

    /// <summary>Whether <see cref="StoreFour"/> may be used: four columns from each multiple of four on lie side by side at a multiple of 16 bytes. On the host.</summary>
    bool IsInFours { get; }

    /// <summary>Writes the sums of row m and four columns from n on, a multiple of four.</summary>
    void StoreFour(int m, int n, int column, int group, Float4 sums);
}
