using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Transforms filters: per group and value of a tile, panels of a register tile's columns of target channels, channel by channel of the
/// image. A chunk is a panel.
/// </summary>
internal sealed unsafe class WinogradFilters(WinogradTiles tiles) : ParallelJob
{
    // Channels whose weights lie behind each other are taken together.
    private const int Channels = 8;

    private readonly LoweredPart _part = tiles.Part;
    private float* _filter, _packed;

    /// <summary>Floats of one panel: what all channels of the image contribute to some target channels, for one value.</summary>
    public long Panel => (long)_part.Channels * MicroKernel.Columns;

    /// <summary>Panels of a group.</summary>
    public int Panels => (_part.Rows + MicroKernel.Columns - 1) / MicroKernel.Columns;

    /// <summary>Floats from one value to the next.</summary>
    public long ValueStep => Panels * Panel;

    /// <summary>Floats of a group.</summary>
    public long Group => WinogradTransforms.Area * ValueStep;

    /// <summary>Floats of all.</summary>
    public long Length => _part.Groups * Group;

    public void Transform(float* filter, float* packed)
    {
        _filter = filter;
        _packed = packed;
        WorkerPool.Run(this, _part.Groups * Panels);
    }

    public override void Run(int chunk, int worker)
    {
        if (VectorWidth.Has512) Run<FloatVector512>(chunk / Panels, chunk % Panels);
        else if (VectorWidth.Has256) Run<FloatVector256>(chunk / Panels, chunk % Panels);
        else Run<FloatVector128>(chunk / Panels, chunk % Panels);
    }

    private void Run<TVector>(int group, int panel) where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, columns = MicroKernel.Columns, taps = _part.Taps;
        var together = _part.FilterChannel == taps ? Channels : 1;
        var weights = stackalloc float[Channels * taps * lanes];
        var packed = _packed + group * Group + panel * Panel;
        for (var first = 0; first < columns; first += lanes)
        {
            var row = panel * columns + first;
            var count = Math.Clamp(_part.Rows - row, 0, lanes);
            var source = _filter + (long)group * _part.FilterGroup + (long)row * _part.FilterRow;
            for (var channel = 0; channel < _part.Channels; channel += together)
            {
                var channels = Math.Min(together, _part.Channels - channel);
                Transpose.Pack(source + (long)channel * _part.FilterChannel, _part.FilterRow, count, channels * taps, weights, lanes);
                for (var i = 0; i < channels; i++)
                {
                    var tap = weights + (i * taps + (tiles.IsTurned ? taps - 1 : 0)) * lanes;
                    WinogradTransforms.Filter<TVector>(
                        tap, tiles.IsTurned ? -lanes : lanes, packed + (long)(channel + i) * columns + first, (nint)ValueStep);
                }
            }
        }
    }
}
