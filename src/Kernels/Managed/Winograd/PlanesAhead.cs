using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// A rectangle of some planes that is fetched into the second-level cache row by row, between pieces of other work. Rows of different planes
/// lie too far apart for the processor to fetch them by itself.
/// </summary>
internal unsafe struct PlanesAhead
{
    private const int Line = 64;

    private readonly byte* _first;
    private readonly long _plane, _row;
    private readonly int _rows, _bytes, _share;
    private int _left, _rowsLeft;
    private byte* _next;

    /// <param name="planes">The first plane.</param>
    /// <param name="count">Planes.</param>
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="row">The rectangle's first row; what lies outside of the planes is left out.</param>
    /// <param name="column">Its first column.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="calls">Calls of <see cref="Fetch"/> that fetch it.</param>
    public PlanesAhead(float* planes, int count, int height, int width, int row, int column, int rows, int columns, int calls)
    {
        int top = Math.Clamp(row, 0, height), left = Math.Clamp(column, 0, width);
        _rows = _rowsLeft = Math.Clamp(row + rows, top, height) - top;
        _bytes = (Math.Clamp(column + columns, left, width) - left) * sizeof(float);
        (_row, _plane) = ((long)width * sizeof(float), (long)width * height * sizeof(float));
        _first = _next = (byte*)(planes + (long)top * width + left);
        _left = _rows > 0 ? count : 0;
        _share = (_rows * count + calls - 1) / calls;
    }

    /// <summary>Fetches the next rows, if any are left.</summary>
    public void Fetch()
    {
        if (!Sse.IsSupported) return;
        for (var i = 0; i < _share && _left > 0; i++)
        {
            for (var at = 0; at < _bytes; at += Line) Sse.Prefetch1(_next + at);
            Sse.Prefetch1(_next + _bytes - 1);
            _next += _row;
            if (--_rowsLeft > 0) continue;
            _rowsLeft = _rows;
            _left--;
            _next += _plane - _rows * _row;
        }
    }
}
