using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Packs the filters of convolution parts into panels: per panel of tile height, the rows of one sum position side by side.</summary>
internal sealed unsafe class FilterPanels(LoweredPart[] parts) : ParallelJob
{
    // Below this many weights a second thread costs more than it saves.
    private const long Small = 32 * 1024;

    private float* _filter;
    private float* _packed;

    /// <summary>Floats that all packed parts take.</summary>
    public static long PackedLength(LoweredPart[] parts)
    {
        var length = 0L;
        foreach (var part in parts) length += part.Groups * part.PackedGroup;
        return length;
    }

    public void Pack(float* filter, float* packed)
    {
        _filter = filter;
        _packed = packed;
        var panels = 0;
        foreach (var part in parts) panels += Panels(part);
        WorkerPool.Run(this, panels, PackedLength(parts) < Small ? 1 : 0);
    }

    public override void Run(int chunk, int worker)
    {
        var packed = _packed;
        foreach (var part in parts)
        {
            if (chunk < Panels(part))
            {
                PackPanel(part, chunk, packed);
                return;
            }
            chunk -= Panels(part);
            packed += part.Groups * part.PackedGroup;
        }
    }

    private static int Panels(LoweredPart part) => part.Groups * ((part.Rows + part.Tile.Height - 1) / part.Tile.Height);

    private void PackPanel(LoweredPart part, int panel, float* packed)
    {
        var height = part.Tile.Height;
        var perGroup = (part.Rows + height - 1) / height;
        int group = panel / perGroup, firstRow = panel % perGroup * height, rows = Math.Min(height, part.Rows - firstRow);
        packed += group * part.PackedGroup + (long)firstRow * part.Depth;
        var filter = _filter + (long)group * part.FilterGroup + (long)firstRow * part.FilterRow;
        if (part.IsInOrder)
        {
            Transpose.Pack(filter, part.FilterRow, rows, part.Depth, packed, height);
            return;
        }
        for (var channel = 0; channel < part.Channels; channel++)
        for (var tap = 0; tap < part.Taps; tap++, packed += height)
        {
            var source = filter + (long)channel * part.FilterChannel + part.TapWeight[tap];
            for (var row = 0; row < rows; row++) packed[row] = source[(long)row * part.FilterRow];
            for (var row = rows; row < height; row++) packed[row] = 0;
        }
    }
}
