using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>
/// Prepares batches on a thread of its own into two page-locked slots, so that one batch is made while another is trained on.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly int _batchSize;
    private readonly int _itemCount;
    private readonly Slot[] _slots;
    private readonly SemaphoreSlim _free = new(0);
    private readonly SemaphoreSlim _ready = new(0);
    private readonly SemaphoreSlim _begin = new(0);
    private readonly Thread _thread;
    private ImageSet? _images;
    private ImageTransform? _transform;
    private int[] _order = [];
    private Exception? _error;
    private int _next;
    private volatile bool _stop;

    public BatchLoader(ComputeDevice device, int batchSize, Shape item)
    {
        (_batchSize, _itemCount) = (batchSize, (int)item.ItemCount);
        _slots = [new Slot(device, batchSize, _itemCount), new Slot(device, batchSize, _itemCount)];
        _thread = new Thread(Work) { IsBackground = true, Name = "ConvGpu batches" };
        _thread.Start();
    }

    /// <summary>Starts preparing the images named by <paramref name="order"/>; every batch of it must be taken before the next start.</summary>
    public void Start(ImageSet images, ImageTransform transform, int[] order)
    {
        (_images, _transform, _order, _next) = (images, transform, order, 0);
        _free.Release(_slots.Length);
        _begin.Release();
    }

    /// <summary>Hands the next batch to <paramref name="network"/>.</summary>
    /// <returns>The number of images in it, 0 after the last.</returns>
    public int Next(Network network)
    {
        var first = _next * _batchSize;
        if (first >= _order.Length)
        {
            // The slots given out at the start come back with the last batches.
            for (var i = 0; i < _slots.Length; i++) _free.Wait();
            return 0;
        }
        _ready.Wait();
        if (_error is not null) throw new InvalidOperationException("A batch could not be prepared.", _error);
        var n = Math.Min(_batchSize, _order.Length - first);
        var slot = _slots[_next % _slots.Length];
        network.SetInput(slot.Input.Span[..(n * _itemCount)]);
        network.SetLabels(slot.Labels.Span[..n]);
        _next++;
        _free.Release();
        return n;
    }

    public void Dispose()
    {
        _stop = true;
        _begin.Release();
        _free.Release(_slots.Length);
        _thread.Join();
        foreach (var slot in _slots) slot.Dispose();
        _free.Dispose();
        _ready.Dispose();
        _begin.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _begin.Wait();
            if (_stop) return;
            for (var batch = 0; batch * _batchSize < _order.Length; batch++)
            {
                _free.Wait();
                if (_stop) return;
                try
                {
                    Fill(_slots[batch % _slots.Length], batch * _batchSize);
                }
                catch (Exception e)
                {
                    _error = e;
                }
                _ready.Release();
            }
        }
    }

    private void Fill(Slot slot, int first)
    {
        var n = Math.Min(_batchSize, _order.Length - first);
        for (var i = 0; i < n; i++)
        {
            var image = _order[first + i];
            _transform!.Apply(_images!.Image(image), slot.Input.Span.Slice(i * _itemCount, _itemCount));
            slot.Labels.Span[i] = _images.Labels[image];
        }
    }

    private sealed class Slot(ComputeDevice device, int batchSize, int itemCount) : IDisposable
    {
        public PageLockedArray1D<float> Input { get; } = device.Accelerator.AllocatePageLocked1D<float>((long)batchSize * itemCount);

        public PageLockedArray1D<int> Labels { get; } = device.Accelerator.AllocatePageLocked1D<int>(batchSize);

        public void Dispose()
        {
            Input.Dispose();
            Labels.Dispose();
        }
    }
}
