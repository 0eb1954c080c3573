using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>Where the right operand of a register tile has the row of columns of each k.</summary>
internal unsafe interface IRightOperand
{
    /// <summary>The columns of k; k counts up from 0 by one a call.</summary>
    float* Next(nint k);
}

/// <summary>Rows at equal distances: a packed panel, or a matrix in place.</summary>
internal unsafe struct SteppedRight(float* first, nint step) : IRightOperand
{
    private readonly nint _step = step;
    private float* _next = first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next(nint k)
    {
        var now = _next;
        _next += _step;
        return now;
    }
}

/// <summary>
/// As <see cref="SteppedRight"/>, and with each row calls for a line that is used later, at a listed distance, into the second-level cache:
/// one at a time between multiply-adds, since a core waits where it calls for more lines than it can be waiting for.
/// </summary>
internal unsafe struct PrefetchingRight(float* first, nint step, float* later, int* offsets) : IRightOperand
{
    private readonly nint _step = step;
    private readonly float* _later = later;
    private readonly int* _offsets = offsets;
    private float* _next = first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next(nint k)
    {
        if (Sse.IsSupported) Sse.Prefetch1(_later + _offsets[k]);
        var now = _next;
        _next += _step;
        return now;
    }
}

/// <summary>Rows at listed distances: the taps of a convolution in an image whose padding is stored.</summary>
internal readonly unsafe struct ListedRight(float* first, int* offsets) : IRightOperand
{
    private readonly float* _first = first;
    private readonly int* _offsets = offsets;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next(nint k) => _first + _offsets[k];
}
