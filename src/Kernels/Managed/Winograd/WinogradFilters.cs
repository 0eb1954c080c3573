using System.Runtime.CompilerServices;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Transforms filters: per group and value of a tile, panels of a register tile's columns of target channels, channel by channel of the
/// image. A chunk is a panel.
/// </summary>
internal sealed unsafe class WinogradFilters(WinogradTiles tiles) : ParallelJob
{
    // Channels that are taken together: their weights lie behind each other, and so do their values, which go through a buffer in the
    // first-level cache, since the places of the 36 values of one filter lie far apart and share a set of every cache.
    private const int Channels = 4;

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

    /// <summary>Whether they are more than what stays in a cache until it is used.</summary>
    public bool AreMany => StreamCopy.Pays(Length * sizeof(float));

    /// <summary>Transforms all.</summary>
    /// <param name="filter">The weights.</param>
    /// <param name="packed">Memory of <see cref="Length"/> floats.</param>
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

    [SkipLocalsInit]
    private void Run<TVector>(int group, int panel) where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, columns = MicroKernel.Columns;
        var weights = stackalloc float[Channels * _part.Taps * lanes];
        var buffer = stackalloc float[WinogradTransforms.Area * Channels * columns + lanes];
        var values = WinogradTransforms.Aligned(buffer, lanes);
        var packed = _packed + group * Group + panel * Panel;
        var stream = AreMany;
        for (var channel = 0; channel < _part.Channels; channel += Channels)
        {
            var channels = Math.Min(Channels, _part.Channels - channel);
            for (var first = 0; first < columns; first += lanes)
                Transform<TVector>(_filter, group, panel * columns + first, channel, channels, weights, values + first, Channels * columns);
            for (var value = 0; value < WinogradTransforms.Area; value++)
                StreamCopy.Run(values + value * Channels * columns, packed + value * ValueStep + (long)channel * columns, channels * columns, stream);
        }
        if (stream) StreamCopy.End();
    }

    /// <summary>Transforms the filters of a panel for some channels of the image: per value the channels behind each other.</summary>
    /// <param name="filter">The weights.</param>
    /// <param name="group">The group.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="channels">How many.</param>
    /// <param name="target">Where the first value goes.</param>
    /// <param name="valueStep">Floats from one value to the next.</param>
    [SkipLocalsInit]
    public void Block<TVector>(float* filter, int group, int panel, int channel, int channels, float* target, nint valueStep)
        where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, columns = MicroKernel.Columns;
        var weights = stackalloc float[Channels * _part.Taps * lanes];
        for (var done = 0; done < channels; done += Channels)
        for (var first = 0; first < columns; first += lanes)
        {
            Transform<TVector>(
                filter, group, panel * columns + first, channel + done, Math.Min(Channels, channels - done), weights,
                target + done * columns + first, valueStep);
        }
    }

    // The filters of a vector's width of target channels, from row on, for some channels of the image.
    private void Transform<TVector>(
        float* filter, int group, int row, int channel, int channels, float* weights, float* values, nint valueStep)
        where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, columns = MicroKernel.Columns, taps = _part.Taps, count = Math.Clamp(_part.Rows - row, 0, lanes);
        var source = filter + (long)group * _part.FilterGroup + (long)row * _part.FilterRow + (long)channel * _part.FilterChannel;
        if (_part.FilterChannel == taps) Transpose.Pack(source, _part.FilterRow, count, channels * taps, weights, lanes);
        for (var i = 0; i < channels; i++)
        {
            if (_part.FilterChannel != taps)
                Transpose.Pack(source + (long)i * _part.FilterChannel, _part.FilterRow, count, taps, weights + i * taps * lanes, lanes);
            var tap = weights + (i * taps + (tiles.IsTurned ? taps - 1 : 0)) * lanes;
            WinogradTransforms.Filter<TVector>(tap, tiles.IsTurned ? -lanes : lanes, values + i * columns, valueStep);
        }
    }
}
