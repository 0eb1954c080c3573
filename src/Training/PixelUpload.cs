using ConvGpu.Kernels;
using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>
/// Batches of 8-bit images in page-locked memory: filled on the loader's thread, and taken by the one that uses the device. What only moves
/// pixels, and the normalisation, are left to a kernel.
/// </summary>
internal sealed class PixelUpload(ComputeDevice device, int batchSize, int slots) : IDisposable
{
    private PixelSlot[] _slots = [];
    private PixelStaging? _staging;
    private Shape _shape;
    private ImageSet? _images;
    private ImageTransform? _transform;
    private AugmentedImages? _augmented;
    private int _epoch;
    private bool _begun;

    // Pictures of files are read and changed at once.
    private bool HasMoves => _augmented?.EndsWithMoves == true && !_images!.IsOnDisk;

    /// <summary>Before a pass, on the thread that uses the device.</summary>
    public void Start(ImageSet images, ImageTransform transform, AugmentedImages? augmented, int epoch)
    {
        var shape = images.IsOnDisk ? FileBatch.ShapeOf(images, transform) : images.Shape with { N = 1 };
        if (_slots.Length == 0 || _shape != shape)
        {
            // The old ones stay until all of the new ones are there: there may be no room.
            var made = new Together();
            PixelSlot[] replaced = [.. Enumerable.Range(0, slots).Select(_ => made.Make(() => new PixelSlot(device, batchSize, shape)))];
            foreach (var slot in _slots) slot.Dispose();
            (_slots, _shape) = (replaced, shape);
        }
        (_images, _transform, _augmented, _epoch, _begun) = (images, transform, augmented, epoch, false);
    }

    /// <summary>Fills a batch.</summary>
    /// <param name="number">Its number in the pass.</param>
    /// <param name="taken">Which images.</param>
    /// <param name="files">What reads them; null where they are in memory.</param>
    /// <returns>Which images the batch holds.</returns>
    public ReadOnlySpan<int> Fill(int number, ReadOnlySpan<int> taken, FileBatch? files)
    {
        var slot = _slots[number % _slots.Length];
        if (files is not null) taken = files.Fill(taken, slot);
        else FillPixels(slot, taken);
        for (var i = 0; i < taken.Length; i++) slot.Labels.Span[i] = _images!.Labels[taken[i]];
        return taken;
    }

    private void FillPixels(PixelSlot slot, ReadOnlySpan<int> taken)
    {
        for (var i = 0; i < taken.Length; i++)
        {
            var pixels = _augmented is null ? _images!.Image(taken[i]) : _augmented.Image(_images!, taken[i], _epoch, beforeMoves: true);
            slot.Put(i, pixels);
            if (!HasMoves) continue;
            var move = _augmented!.Move(_shape, taken[i], _epoch);
            var moves = slot.Moves.Span[(i * PreparePixels.MoveLength)..];
            (moves[0], moves[1], moves[2]) = (move.Down, move.Sign, move.Offset);
        }
    }

    /// <summary>Uploads a batch of n images and makes the network's input of it; the slot is free when this returns.</summary>
    public void Take(Network network, int number, int n)
    {
        if (_staging?.IsFor(network, _shape) != true)
        {
            _staging?.Dispose();
            _staging = null;
            _staging = new PixelStaging(network, _shape, _slots.Length);
        }
        if (!_begun) _staging.Begin(_transform!.Norms, HasMoves);
        _begun = true;
        _staging.Take(_slots[number % _slots.Length], number, n);
    }

    public void Dispose()
    {
        _staging?.Dispose();
        foreach (var slot in _slots) slot.Dispose();
    }
}

/// <summary>A batch as it is uploaded: images, how each is moved, its class.</summary>
internal sealed class PixelSlot : IDisposable, IPictureBatch
{
    private readonly Together _memory = new();
    private readonly int _item;

    public PixelSlot(ComputeDevice device, int batchSize, Shape source)
    {
        PageLockedArray1D<T> Allocate<T>(long length) where T : unmanaged => _memory.Make(() => device.Accelerator.AllocatePageLocked1D<T>(length));
        _item = (int)source.ItemCount;
        Pixels = Allocate<byte>(batchSize * source.ItemCount);
        Moves = Allocate<int>((long)batchSize * PreparePixels.MoveLength);
        Labels = Allocate<int>(batchSize);
    }

    public PageLockedArray1D<byte> Pixels { get; }

    public PageLockedArray1D<int> Moves { get; }

    public PageLockedArray1D<int> Labels { get; }

    public void Put(int place, ReadOnlySpan<byte> pixels) => pixels.CopyTo(Pixels.Span[(place * _item)..]);

    public void Move(int from, int to) => Put(to, Pixels.Span.Slice(from * _item, _item));

    public void Dispose() => _memory.Dispose();
}
