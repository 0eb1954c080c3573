using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels.Managed;

/// <summary>Where the left operand of a register tile has the first row of each k, and the other rows after it.</summary>
internal unsafe interface ILeftOperand
{
    /// <summary>Floats from one row to the next.</summary>
    static abstract int RowStep { get; }

    /// <summary>The first row of k; k counts up from 0 by one a call.</summary>
    float* Next(nint k);
}

/// <summary>The rows of one k side by side, the k at equal distances.</summary>
internal unsafe struct PackedLeft(float* first, nint step) : ILeftOperand
{
    private readonly nint _step = step;
    private float* _next = first;

    public static int RowStep => 1;

    // An addition: products with k are instructions that the tiles, which issue four in every cycle, have no room for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next(nint k)
    {
        var now = _next;
        _next += _step;
        return now;
    }
}

/// <summary>A vector's width of k side by side, the rows behind each other; then the next k.</summary>
internal readonly unsafe struct BlockedLeft<TVector>(float* first, int rows) : ILeftOperand where TVector : struct, IFloatVector<TVector>
{
    private readonly float* _first = first;
    private readonly nint _skip = (rows - 1) * TVector.Count;

    public static int RowStep => TVector.Count;

    // Whole blocks before k take rows vectors each instead of one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next(nint k) => _first + k + (nint)((nuint)k / (nuint)TVector.Count) * _skip;
}
