namespace ConvGpu.Kernels.Managed;

/// <summary>
/// How an image lies in memory so that every tap of a convolution reads it at a fixed distance: with its padding stored, and for
/// strides above 1 taken apart into phases (rows and columns that leave the same remainder), in which neighbouring outputs are
/// neighbours. Outputs are then counted through rows of the frame's width; those behind the last column are computed and dropped.
/// </summary>
internal sealed unsafe class ImageFrame
{
    private readonly LoweredPart _part;
    private readonly int _top, _left, _phaseRows, _phaseColumns;
    private readonly bool[] _used;

    /// <param name="parts">Convolutions of one image with one stride.</param>
    /// <param name="copy">Whether an image that could be its own frame is copied nevertheless.</param>
    public ImageFrame(LoweredPart[] parts, bool copy = false)
    {
        _part = parts[0];
        var taps = parts.SelectMany(part => Enumerable.Range(0, part.Taps).Select(t => (Part: part, Tap: t))).ToArray();
        _phaseRows = _part.StrideRow;
        _phaseColumns = _part.StrideColumn;
        _used = new bool[_phaseRows * _phaseColumns];
        // Parts without taps, whose outputs are zero, count their positions in the same rows.
        Width = parts.Max(part => part.OutColumns);
        if (taps.Length == 0) return;

        _top = taps.Min(t => t.Part.TapRow[t.Tap]);
        _left = taps.Min(t => t.Part.TapColumn[t.Tap]);
        var rows = taps.Max(t => t.Part.TapRow[t.Tap] + (t.Part.OutRows - 1) * _phaseRows) - _top + 1;
        var columns = taps.Max(t => t.Part.TapColumn[t.Tap] + (t.Part.OutColumns - 1) * _phaseColumns) - _left + 1;
        Height = (rows + _phaseRows - 1) / _phaseRows;
        Width = Math.Max((columns + _phaseColumns - 1) / _phaseColumns, Width);
        foreach (var (part, tap) in taps) _used[Phase(part, tap)] = true;

        // An image without padding is its own frame, if no tile reads past the last output.
        IsImage = !copy && _used.Length == 1 && _top == 0 && _left == 0 && Width == _part.ImageWidth && Height <= _part.ImageHeight
            && parts.All(part => Positions(part) >= MicroKernel.Columns);
        Plane = IsImage ? _part.ImageHeight * _part.ImageWidth : Height * Width * _used.Count(used => used);
    }

    /// <summary>Whether the image needs no copy.</summary>
    public bool IsImage { get; }

    public int Height { get; } = 1;

    public int Width { get; }

    /// <summary>Floats of a channel with all its phases.</summary>
    public int Plane { get; } = 1;

    /// <summary>Floats of a batch item.</summary>
    public long Item => (long)_part.Groups * _part.Channels * Plane;

    /// <summary>Planes of a batch item.</summary>
    public int ItemPlanes => _part.Groups * _part.Channels;

    /// <summary>Output positions of a part, those between the rows included.</summary>
    public int Positions(LoweredPart part) => (part.OutRows - 1) * Width + part.OutColumns;

    /// <summary>Per sum position (channel-major, then tap) of a part its distance from the output's position.</summary>
    public int[] Offsets(LoweredPart part)
    {
        var offsets = GC.AllocateUninitializedArray<int>(part.Depth, pinned: true);
        for (var k = 0; k < part.Depth; k++)
        {
            var tap = k % part.Taps;
            var slot = _used.Take(Phase(part, tap)).Count(used => used);
            offsets[k] = k / part.Taps * Plane + slot * Height * Width
                + (part.TapRow[tap] - _top) / _phaseRows * Width + (part.TapColumn[tap] - _left) / _phaseColumns;
        }
        return offsets;
    }

    /// <summary>Writes one plane of the image into its frame.</summary>
    public void Copy(float* image, float* frame)
    {
        for (var phase = 0; phase < _used.Length; phase++)
        {
            if (!_used[phase]) continue;
            for (var row = 0; row < Height; row++, frame += Width)
                PaddedRow.Copy(_part, image, _top + phase / _phaseColumns + row * _phaseRows, _left + phase % _phaseColumns, Width, frame);
        }
    }

    private int Phase(LoweredPart part, int tap) =>
        (part.TapRow[tap] - _top) % _phaseRows * _phaseColumns + (part.TapColumn[tap] - _left) % _phaseColumns;
}
