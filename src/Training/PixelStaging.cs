using ConvGpu.Kernels;
using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>
/// Uploads batches of 8-bit images on a stream of its own while the step before computes, and lets a kernel make the network's input of them.
/// The API of ILGPU has no streams that wait for each other: the host waits, for the copy that lies behind and the step before.
/// </summary>
internal sealed class PixelStaging : IDisposable
{
    private readonly Network _network;
    private readonly Shape _source;
    private readonly Together _made = new();
    private readonly AcceleratorStream _copies;
    private readonly DeviceBuffer _norms;
    private readonly List<Stage> _stages = [];
    private float[] _lastNorms = [];
    private bool _moved;

    /// <param name="network">Whose input is made.</param>
    /// <param name="source">Channels, rows and columns of the images.</param>
    /// <param name="stages">How many batches lie on the device at once.</param>
    public PixelStaging(Network network, Shape source, int stages)
    {
        (_network, _source) = (network, source);
        var device = network.Device;
        _copies = _made.Make(device.Accelerator.CreateStream);
        _norms = _made.Make(() => device.Allocate(2 * source.C * sizeof(float), "means and scales"));
        for (var i = 0; i < stages; i++) _stages.Add(_made.Make(() => new Stage(network, source, _norms)));
        _moved = true;
    }

    /// <summary>Whether batches of such images for a network are uploaded so.</summary>
    public bool IsFor(Network network, Shape source) => _network == network && _source == source;

    /// <summary>Before a pass.</summary>
    /// <param name="norms">The mean of each channel, then the scale of each.</param>
    /// <param name="moves">Whether each image has a move of its own.</param>
    public void Begin(ReadOnlySpan<float> norms, bool moves)
    {
        _network.Device.Synchronize();
        if (!norms.SequenceEqual(_lastNorms))
        {
            _lastNorms = [.. norms];
            _network.Device.CopyToDevice(norms, _norms.Bytes.Cast<float>());
        }
        if (!moves && _moved) foreach (var stage in _stages) stage.Still(_network);
        _moved = moves;
    }

    /// <summary>
    /// Uploads a batch and enqueues what makes the input of it. The slot is free when this returns; the last step may run until then.
    /// </summary>
    /// <param name="slot">The batch.</param>
    /// <param name="number">Its number in the pass.</param>
    /// <param name="n">Images in it.</param>
    public void Take(PixelSlot slot, int number, int n)
    {
        var (stage, device) = (_stages[number % _stages.Count], _network.Device);
        device.CopyToDeviceAsync(_copies, slot.Pixels, stage.Pixels, n * _source.ItemCount);
        if (_moved) device.CopyToDeviceAsync(_copies, slot.Moves, stage.Moves, (long)n * PreparePixels.MoveLength);
        device.CopyToDeviceAsync(_copies, slot.Labels, stage.Labels, n);
        // The step before: it reads the input, and behind it nothing reads the other stage, into which the next batch goes.
        device.Synchronize();
        _copies.Synchronize();
        stage.Prepare.Run(n);
        _network.TakeLabels(stage.Labels.SubView(0L, n));
    }

    public void Dispose()
    {
        // Memory is not given back under a copy.
        if (!_network.Device.IsDisposed && !CudaFacts.IsLost(_network.Device.Accelerator)) _copies.Synchronize();
        _made.Dispose();
    }

    /// <summary>The place of a batch on the device.</summary>
    private sealed class Stage : IDisposable
    {
        private readonly Together _made = new();
        private readonly DeviceBuffer _pixels, _moves, _labels;
        private readonly int _batch;

        public Stage(Network network, Shape source, DeviceBuffer norms)
        {
            DeviceBuffer Allocate(long bytes, string what) => _made.Make(() => network.Device.Allocate(bytes, what));
            _batch = network.Options.MaxBatch;
            _pixels = Allocate(_batch * source.ItemCount, "images of 8 bits");
            _moves = Allocate((long)_batch * PreparePixels.MoveLength * sizeof(int), "moves of images");
            _labels = Allocate((long)_batch * sizeof(int), "labels");
            Prepare = _made.Make(() => network.BindPreparation(source, [Operand.Of(_pixels.Bytes), Operand.Of(_moves.Bytes), Operand.Of(norms.Bytes)]));
        }

        public BoundOp Prepare { get; }

        public ILGPU.ArrayView<byte> Pixels => _pixels.Bytes;

        public ILGPU.ArrayView<int> Moves => _moves.Bytes.Cast<int>();

        public ILGPU.ArrayView<int> Labels => _labels.Bytes.Cast<int>();

        /// <summary>Images stay as they are.</summary>
        public void Still(Network network)
        {
            var (moves, none) = (new int[_batch * PreparePixels.MoveLength], PixelMove.None);
            for (var i = 0; i < _batch; i++)
                (moves[PreparePixels.MoveLength * i], moves[PreparePixels.MoveLength * i + 1], moves[PreparePixels.MoveLength * i + 2]) = (none.Down, none.Sign, none.Offset);
            network.Device.CopyToDevice<int>(moves, Moves);
        }

        public void Dispose() => _made.Dispose();
    }
}
