using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Multiplies packed filters with the taps of framed images. Every output is summed over channels and taps in order by one thread, so
/// how the work is cut into chunks does not touch its bits.
/// </summary>
internal abstract unsafe class ConvolutionProduct : ParallelJob
{
    /// <summary>
    /// Sum positions of a step: a panel of the filter and the piece of the image that it meets stay in the caches, and the errors of the
    /// step's sums small. Steps are added to each other.
    /// </summary>
    protected const int MaxDepth = 192;

    // Images are framed a few items at a time: the frames stay in the last-level cache and the workspace small.
    private const long MaxFrameBytes = 16 << 20;

    private readonly LoweredPart[] _parts;
    private readonly FrameCopy _copy;
    private readonly int[] _chunks;
    private float* _scratch, _image, _packed, _bias, _target;

    protected ConvolutionProduct(LoweredPart[] parts, bool rectify)
    {
        _parts = parts;
        Rectify = rectify;
        Frame = new ImageFrame(parts);
        _copy = new FrameCopy(parts[0], Frame);
        Offsets = [.. parts.Select(Frame.Offsets)];
        _chunks = new int[parts.Length];
    }

    /// <summary>Bytes of scratch memory per worker.</summary>
    public abstract long ScratchBytes { get; }

    protected ImageFrame Frame { get; }

    /// <summary>Per part the sum positions' distances.</summary>
    protected int[][] Offsets { get; }

    protected bool Rectify { get; }

    private int ItemsPerPass => (int)Math.Clamp(MaxFrameBytes / (Frame.Item * sizeof(float)), 1, int.MaxValue);

    /// <summary>With few target channels the register tiles read the taps in place; with more, blocks of them are first packed.</summary>
    /// <param name="parts">Convolutions of one image with the same filters.</param>
    /// <param name="rectify">Store max(sum, 0).</param>
    public static ConvolutionProduct Of(LoweredPart[] parts, bool rectify) =>
        parts[0].PacksTaps ? new PatchProduct(parts, rectify) : new TapProduct(parts, rectify);

    /// <summary>Bytes of the frames for batches of up to <paramref name="maxBatch"/> items; the last vector or tile may read past its output.</summary>
    public long FrameBytes(int maxBatch) =>
        Frame.IsImage ? 0 : (Math.Min(maxBatch, ItemsPerPass) * Frame.Item + MicroKernel.MaxColumns) * sizeof(float);

    /// <summary>target = filter * image + bias, for the first <paramref name="n"/> items.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="image">The image, item 0.</param>
    /// <param name="packed">The filters of all parts, from <see cref="FilterPanels"/>.</param>
    /// <param name="bias">A value per target channel, or null.</param>
    /// <param name="target">The result, item 0.</param>
    /// <param name="frames">Memory of <see cref="FrameBytes"/>.</param>
    /// <param name="scratch">Scratch memory of all workers.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Multiply(int n, float* image, float* packed, float* bias, float* target, float* frames, byte* scratch, int workers)
    {
        _scratch = (float*)scratch;
        _packed = packed;
        _bias = bias;
        var pass = Frame.IsImage ? n : Math.Min(n, ItemsPerPass);
        for (var item = 0; item < n; item += pass)
        {
            var items = Math.Min(pass, n - item);
            var source = image + item * _parts[0].ImageItem;
            if (!Frame.IsImage) _copy.Copy(items, source, frames);
            _image = Frame.IsImage ? source : frames;
            _target = target + item * _parts[0].TargetItem;
            var total = 0;
            for (var i = 0; i < _parts.Length; i++) total += _chunks[i] = Plan(_parts[i], i, items);
            WorkerPool.Run(this, total, workers);
        }
    }

    public override void Run(int chunk, int worker)
    {
        var packed = _packed;
        for (var i = 0; i < _parts.Length; i++)
        {
            if (chunk < _chunks[i])
            {
                RunPart(_parts[i], i, chunk, packed, _scratch + worker * (ScratchBytes / sizeof(float)));
                return;
            }
            chunk -= _chunks[i];
            packed += _parts[i].Groups * _parts[i].PackedGroup;
        }
    }

    /// <summary>Cuts a part into chunks, whose number it returns.</summary>
    protected abstract int Plan(LoweredPart part, int index, int items);

    /// <summary>Runs a chunk of a part with the part's packed filters.</summary>
    protected abstract void RunPart(LoweredPart part, int index, int chunk, float* packed, float* scratch);

    protected static int Panels(LoweredPart part) => (part.Rows + part.Tile.Height - 1) / part.Tile.Height;

    /// <summary>The first channel of a group in the image or its frame.</summary>
    protected float* GroupImage(LoweredPart part, int group, int item) => _image + item * Frame.Item + (long)group * part.Channels * Frame.Plane;

    /// <summary>The first target channel of a group.</summary>
    protected float* GroupTarget(LoweredPart part, int group, int item) =>
        _target + item * part.TargetItem + (long)group * part.Rows * part.TargetPlane;

    /// <summary>The bias of a panel, copied so that it is as long as a tile is high; null without a bias.</summary>
    protected float* Bias(LoweredPart part, int group, int row, int rows, float* copy)
    {
        if (_bias == null) return null;
        for (var i = 0; i < rows; i++) copy[i] = _bias[group * part.Rows + row + i];
        return copy;
    }
}
