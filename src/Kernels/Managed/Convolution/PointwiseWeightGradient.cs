using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The gradient of a 1x1 convolution's weights, read in place: dot products along the positions of a plane. A few planes of the operand with
/// more of them stay in the first-level cache while all those of the other, which stay in the second, pass over them; what comes next is called
/// for meanwhile. A chunk is a block of planes over a share of the steps of a group; the shares' partial sums are then added in order. What
/// is summed in a share depends on the shape alone.
/// </summary>
internal sealed unsafe class PointwiseWeightGradient : WeightGradient
{
    private const int Taps = GradientTile.Taps, MaxHeight = GradientTile.MaxFilters;

    // Positions of a step: a tile's planes stay in the first-level cache, as many of the other operand's planes in the second. Shorter planes would
    // spend their time on adding up lanes.
    private const int MinPlane = 256, MaxPositions = 1024, MaxPlanes = 128;

    // Parts of planes at multiples of this many bytes share half or less of the second-level cache.
    private const int SetDistance = 2048;

    // Shares, the last ones small: the first step of each waits for memory. With more threads blocks of planes are shared out too.
    private const int WantedShares = 10, ChunksPerThread = 4;
    private const long MaxPartialBytes = 8 << 20;

    // With more filters than channels of the convolution that is transposed: x and dy are in each other's place, the weights are the same.
    private readonly LoweredPart _part;
    private readonly WeightReduction _reduction;
    private readonly int[] _offsets;
    private readonly bool _swaps;
    private readonly int _rows, _columns, _plane, _panels, _stepsPerItem;
    private float* _image, _gradient, _partials;
    private int _shares, _blocks, _items;

    public PointwiseWeightGradient(Conv2DGeometry geometry)
    {
        _swaps = geometry.GroupOutChannels > geometry.GroupInChannels;
        _part = _swaps ? LoweredPart.BackwardData(geometry)[0] : LoweredPart.Forward(geometry);
        _plane = _part.Pixels;
        _rows = MicroKernel.RoundUp(_part.Channels, 2);
        _columns = MicroKernel.RoundUp(_part.Rows, Taps);
        // The last tile repeats the last plane.
        _offsets = GC.AllocateUninitializedArray<int>(_columns, pinned: true);
        for (var row = 0; row < _columns; row++) _offsets[row] = Math.Min(row, _part.Rows - 1) * _plane;
        _panels = (_part.Channels + MaxHeight - 1) / MaxHeight;
        _stepsPerItem = (_plane + MaxPositions - 1) / MaxPositions;
        _reduction = new WeightReduction(_part, 1, _rows, _columns);
    }

    /// <summary>Whether the operands can be read in place and it pays: with AVX-512, planes of whole vectors, few of one of them.</summary>
    public static bool Serves(Conv2DGeometry geometry)
    {
        if (!VectorWidth.Has512 || geometry.Window != Window2D.Square(1)) return false;
        int plane = geometry.InHeight * geometry.InWidth, fewer = Math.Min(geometry.GroupInChannels, geometry.GroupOutChannels);
        return plane % VectorWidth.FloatLanes == 0 && plane >= MinPlane && (plane <= MaxPositions || plane * (long)sizeof(float) % SetDistance != 0)
            && fewer is >= Taps and <= MaxPlanes;
    }

    private long PartialCount => (long)_part.Groups * _rows * _columns;

    public override Workspace Workspace(int maxBatch) => new(Shares(maxBatch) * PartialCount * sizeof(float), 0);

    public override void Compute(int n, float* image, float* gradient, float* weights, byte* memory, int workers)
    {
        _items = n;
        _image = _swaps ? gradient : image;
        _gradient = _swaps ? image : gradient;
        _partials = (float*)memory;
        _shares = Shares(n);
        var wanted = Math.Max(WantedShares, ChunksPerThread * WorkerPool.ThreadCount);
        _blocks = Math.Clamp(wanted / (_part.Groups * _shares), 1, _panels);
        WorkerPool.Run(this, _part.Groups * _blocks * _shares, workers);
        _reduction.Reduce(_partials, _shares, weights);
    }

    public override void Run(int chunk, int worker)
    {
        int block = chunk % _blocks, group = chunk / _blocks % _part.Groups, share = chunk / _blocks / _part.Groups;
        int first = Managed.Shares.First(_panels, block, _blocks) * MaxHeight;
        var end = Math.Min(Managed.Shares.First(_panels, block + 1, _blocks) * MaxHeight, _part.Channels);
        var sums = _partials + share * PartialCount + (long)group * _rows * _columns;
        new Span<float>(sums + (long)first * _columns, (MicroKernel.RoundUp(end, 2) - first) * _columns).Clear();
        var steps = _items * _stepsPerItem;
        int firstStep = Managed.Shares.Tapered(steps, share, _shares), endStep = Managed.Shares.Tapered(steps, share + 1, _shares);
        for (var step = firstStep; step < endStep; step++)
            AddStep(first, end, Step(group, step), Step(group, Math.Min(step + 1, endStep - 1)), sums);
    }

    private void AddStep(int first, int end, in Positions current, in Positions next, float* sums)
    {
        int height, called = 0;
        for (var channel = first; channel < end; channel += height)
        {
            var left = end - channel;
            height = left >= MaxHeight ? MaxHeight : left >= 4 ? 4 : 2;
            // The last of an odd number of planes is read twice.
            var block = new GradientBlock(1, current.Count, left == 1 ? 0 : _plane, 0, 0);
            var x = current.Image + (long)channel * _plane;
            // The planes of the tiles below or of the next step, then the other operand's of the next step.
            var below = left > height ? x + (long)height * _plane : next.Image + (long)first * _plane;
            var lines = Math.Min(left > height ? left - height : end - first, MaxHeight);
            fixed (int* offsets = _offsets)
            {
                for (var row = 0; row < _columns; row += Taps)
                {
                    var ahead = row / Taps < lines ? below + (long)(row / Taps) * _plane
                        : called < _part.Rows ? next.Gradient + offsets[called++]
                        : x;
                    GradientTile.Run(height, block, x, current.Gradient, offsets + row, ahead, sums + (long)channel * _columns + row, _columns);
                }
            }
        }
    }

    private Positions Step(int group, int step)
    {
        long item = step / _stepsPerItem;
        int part = step % _stepsPerItem, vectors = _plane / VectorWidth.FloatLanes;
        var first = Managed.Shares.First(vectors, part, _stepsPerItem) * VectorWidth.FloatLanes;
        var end = Managed.Shares.First(vectors, part + 1, _stepsPerItem) * VectorWidth.FloatLanes;
        return new Positions(
            _image + item * _part.ImageItem + (long)group * _part.Channels * _plane + first,
            _gradient + item * _part.TargetItem + (long)group * _part.Rows * _plane + first,
            end - first);
    }

    private int Shares(int items)
    {
        var limit = Math.Max(MaxPartialBytes / (PartialCount * sizeof(float)), 1);
        return (int)Math.Min(Math.Min(Math.Max(WantedShares / _part.Groups, 1), limit), (long)items * _stepsPerItem);
    }

    // The positions of a step, in the first plane of either operand.
    private readonly struct Positions(float* image, float* gradient, int count)
    {
        public readonly float* Image = image, Gradient = gradient;
        public readonly int Count = count;
    }
}
