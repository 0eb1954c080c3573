namespace ConvGpu;

/// <summary>
/// Prepares batches on a thread of its own into two slots, so that one batch is made while another is trained on. Pictures on disk are read by
/// further threads; no more of them are in memory than the slots hold. Memory is taken when the first pass needs it.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private const int Slots = 2;

    private readonly int _batchSize;
    private readonly int _itemCount;
    private readonly TargetKind _kind;
    private readonly int _targetCount;
    private readonly Slot[] _slots;
    private readonly SemaphoreSlim _free = new(0);
    private readonly SemaphoreSlim _ready = new(0);
    private readonly SemaphoreSlim _begin = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private readonly Thread _thread;
    private readonly int _readers;
    private readonly PixelUpload _pixels;
    private readonly ComputeDevice _device;
    private readonly int[] _taken;
    private int _takenCount;
    private FileBatch? _files;
    private ImageSet? _images;
    private ImageTransform? _transform;
    private AugmentedImages? _augmented;
    private Mixup? _mixup;
    private int _epoch;
    private int[] _order = [];
    private Exception? _error;
    private int _next;
    private bool _running;
    private volatile bool _ended;
    private volatile bool _stop;
    private bool _uploadsPixels, _inputsOnly;

    /// <param name="device">Where the batches go.</param>
    /// <param name="batchSize">The most images of a batch.</param>
    /// <param name="item">The network's input for one image.</param>
    /// <param name="kind">What the loss compares with.</param>
    /// <param name="output">The network's output for one image, where the loss compares with values or shares.</param>
    /// <param name="readers">Threads that read pictures from disk.</param>
    public BatchLoader(ComputeDevice device, int batchSize, Shape item, TargetKind kind = TargetKind.Class, Shape output = default, int readers = 1)
    {
        (_device, _readers, _taken) = (device, readers, new int[batchSize]);
        (_batchSize, _itemCount, _kind, _targetCount) = (batchSize, (int)item.ItemCount, kind, kind == TargetKind.Class ? 0 : (int)output.ItemCount);
        _slots = [.. Enumerable.Range(0, Slots).Select(_ => new Slot(batchSize, batchSize * _targetCount))];
        _pixels = new PixelUpload(device, batchSize, Slots);
        _thread = new Thread(Work) { IsBackground = true, Name = "ConvGpu batches" };
        _thread.Start();
    }

    /// <summary>
    /// Whether images are uploaded with 8 bits while the step before computes, and moved, mirrored and normalised by a kernel, where that gives
    /// the same bits: where they are read from files or keep their size, have classes and are not mixed.
    /// </summary>
    public bool PreparesOnDevice { get; init; }

    /// <summary>Which images the batch holds that was handed over last.</summary>
    public ReadOnlySpan<int> Taken => _taken.AsSpan(0, _takenCount);

    /// <summary>Whether memory was taken for batches of the network's input as floats.</summary>
    internal bool HoldsInputs => _slots[0].Input is not null;

    /// <summary>Starts preparing the images named by <paramref name="order"/>; a pass that was left early ends first.</summary>
    /// <param name="images">The images.</param>
    /// <param name="transform">How they become the network's input.</param>
    /// <param name="order">Which of them, in order.</param>
    /// <param name="augmented">How they are changed first, or null for not at all.</param>
    /// <param name="epoch">The epoch of the changes.</param>
    /// <param name="mixup">How the images of a batch are mixed, or null for not at all; not where the loss compares with classes.</param>
    /// <param name="inputsOnly">Whether the network is given images alone: what they have to be compared with is not read.</param>
    public void Start(
        ImageSet images, ImageTransform transform, int[] order, AugmentedImages? augmented = null, int epoch = 0, Mixup? mixup = null, bool inputsOnly = false)
    {
        End();
        _inputsOnly = inputsOnly;
        (_augmented, _epoch, _mixup) = (augmented, epoch, mixup);
        (_images, _transform, _order, _next, _error, _ended) = (images, transform, order, 0, null, false);
        if (images.IsOnDisk)
        {
            _files ??= new FileBatch(_batchSize, _readers);
            _files.Start(images, transform, augmented, epoch);
        }
        _uploadsPixels = PreparesOnDevice && (images.IsOnDisk || transform.KeepsSize) && mixup is null && _kind == TargetKind.Class && images.TargetCount == 0 && !inputsOnly;
        if (_uploadsPixels) _pixels.Start(images, transform, augmented, epoch);
        else foreach (var slot in _slots) slot.Prepare(_device, (long)_batchSize * _itemCount, images.IsOnDisk ? transform.For(FileBatch.ShapeOf(images, transform)) : transform);
        _running = true;
        _free.Release(Slots);
        _begin.Release();
    }

    /// <summary>Hands the next batch to <paramref name="network"/>.</summary>
    /// <param name="network">What takes the batch.</param>
    /// <returns>The number of images in it, 0 after the last.</returns>
    /// <exception cref="DataException">A batch could not be prepared; the message has the cause.</exception>
    public int Next(Network network)
    {
        while (_next * _batchSize < _order.Length)
        {
            _ready.Wait();
            if (_error is { } error)
            {
                End();
                throw new DataException($"A batch of {_images!.Name} could not be prepared: {error.Message}", error);
            }
            var slot = _slots[_next % Slots];
            var n = slot.Count;
            if (n > 0) Hand(slot, network, n);
            _next++;
            _free.Release();
            // A batch that is measured may have lost all its files.
            if (n > 0) return n;
        }
        End();
        return 0;
    }

    /// <summary>Ends a pass, whether or not every batch was taken, and waits until the thread is idle; harmless without one.</summary>
    public void End()
    {
        if (!_running) return;
        _ended = true;
        // The thread may wait for a slot.
        _free.Release();
        _done.Wait();
        while (_free.Wait(0)) { }
        while (_ready.Wait(0)) { }
        _running = false;
    }

    public void Dispose()
    {
        End();
        _stop = true;
        _begin.Release();
        _thread.Join();
        _files?.Dispose();
        _pixels.Dispose();
        foreach (var slot in _slots) slot.Dispose();
        _free.Dispose();
        _ready.Dispose();
        _begin.Dispose();
        _done.Dispose();
    }

    private void Hand(Slot slot, Network network, int n)
    {
        slot.Taken.AsSpan(0, n).CopyTo(_taken);
        _takenCount = n;
        if (_uploadsPixels)
        {
            _pixels.Take(network, _next, n);
            return;
        }
        network.SetInput(slot.Input!.Span[..(n * _itemCount)]);
        if (_inputsOnly) return;
        if (_kind == TargetKind.Class) network.SetLabels(slot.Labels.AsSpan(0, n));
        else network.SetTargets(slot.Targets.AsSpan(0, n * _targetCount));
    }

    private void Work()
    {
        while (true)
        {
            _begin.Wait();
            if (_stop) return;
            for (var batch = 0; batch * _batchSize < _order.Length && _error is null; batch++)
            {
                _free.Wait();
                if (_ended) break;
                try
                {
                    Fill(_slots[batch % Slots], batch * _batchSize);
                }
                catch (Exception e)
                {
                    _error = e;
                }
                _ready.Release();
            }
            _done.Release();
        }
    }

    private void Fill(Slot slot, int first)
    {
        var taken = (ReadOnlySpan<int>)_order.AsSpan(first, Math.Min(_batchSize, _order.Length - first));
        var files = _images!.IsOnDisk ? _files : null;
        if (_uploadsPixels) taken = _pixels.Fill(first / _batchSize, taken, files);
        else if (files is not null) taken = files.Fill(taken, slot.Pictures!);
        else FillInput(slot.Input!.Span, taken);
        slot.Count = taken.Length;
        taken.CopyTo(slot.Taken);
        if (_uploadsPixels || _inputsOnly) return;
        for (var i = 0; i < taken.Length; i++)
        {
            if (_kind == TargetKind.Class) slot.Labels[i] = _images.Labels[taken[i]];
            else FillTarget(slot.Targets.AsSpan(i * _targetCount, _targetCount), taken[i]);
        }
        _mixup?.Apply(taken, _epoch, slot.Input!.Span[..(taken.Length * _itemCount)], slot.Targets.AsSpan(0, taken.Length * _targetCount));
    }

    private void FillInput(Span<float> input, ReadOnlySpan<int> taken)
    {
        for (var i = 0; i < taken.Length; i++)
        {
            var pixels = _augmented is null ? _images!.Image(taken[i]) : _augmented.Image(_images!, taken[i], _epoch);
            _transform!.Apply(pixels, input.Slice(i * _itemCount, _itemCount));
        }
    }

    private void FillTarget(Span<float> target, int image)
    {
        if (_images!.TargetCount > 0)
        {
            _images.Target(image).CopyTo(target);
            return;
        }
        target.Clear();
        target[_images.Labels[image]] = 1;
    }

    private sealed class Slot(int batchSize, int targets) : IDisposable
    {
        /// <summary>The network's input; null until a pass needs it.</summary>
        public HostMemory<float>? Input { get; private set; }

        /// <summary>The input as the place of pictures from files.</summary>
        public InputBatch? Pictures { get; private set; }

        /// <summary>Which images there are.</summary>
        public int[] Taken { get; } = new int[batchSize];

        public int[] Labels { get; } = new int[batchSize];

        public float[] Targets { get; } = new float[targets];

        /// <summary>How many images there are.</summary>
        public int Count { get; set; }

        /// <summary>Before a pass.</summary>
        public void Prepare(ComputeDevice device, long inputs, ImageTransform transform)
        {
            Input ??= new HostMemory<float>(device, inputs);
            Pictures = new InputBatch(transform, Input);
        }

        public void Dispose() => Input?.Dispose();
    }
}
