namespace ConvGpu.Kernels.Managed;

/// <summary>Where the left operand of a register tile has the first row of each k, and the other rows after it.</summary>
internal unsafe interface ILeftOperand
{
    /// <summary>Floats from one row to the next.</summary>
    static abstract int RowStep { get; }

    float* At(nint k);
}

/// <summary>The rows of one k side by side, the k at equal distances.</summary>
internal readonly unsafe struct PackedLeft(float* first, nint step) : ILeftOperand
{
    private readonly float* _first = first;
    private readonly nint _step = step;

    public static int RowStep => 1;

    public float* At(nint k) => _first + k * _step;
}

/// <summary>A vector's width of k side by side, the rows behind each other; then the next k.</summary>
internal readonly unsafe struct BlockedLeft<TVector>(float* first, int rows) : ILeftOperand where TVector : struct, IFloatVector<TVector>
{
    private readonly float* _first = first;
    private readonly nint _skip = (rows - 1) * TVector.Count;

    public static int RowStep => TVector.Count;

    // Whole blocks before k take rows vectors each instead of one.
    public float* At(nint k) => _first + k + (nint)((nuint)k / (nuint)TVector.Count) * _skip;
}
