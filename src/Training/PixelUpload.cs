using ConvGpu.Kernels;
using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>
/// Batches of 8-bit images in page-locked memory: filled on the loader's thread, and taken by the one that uses the device. What only moves
/// pixels, and the normalisation, are left to a kernel.
/// </summary>
internal sealed class PixelUpload(ComputeDevice device, int batchSize, int slots) : IDisposable
{
    private readonly PixelSlot?[] _slots = new PixelSlot?[slots];
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
        (_images, _transform, _augmented, _epoch) = (images, transform, augmented, epoch);
        _begun = false;
        var shape = images.IsOnDisk ? FileBatch.ShapeOf(images, transform) : images.Shape with { N = 1 };
        if (_slots[0] is not null && _shape == shape) return;
        _shape = shape;
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i]?.Dispose();
            _slots[i] = new PixelSlot(device, batchSize, _shape);
        }
    }

    /// <summary>Fills a batch.</summary>
    /// <param name="number">Its number in the pass.</param>
    /// <param name="taken">Which images.</param>
    /// <param name="files">What reads them; null where they are in memory.</param>
    /// <returns>Which images the batch holds.</returns>
    public ReadOnlySpan<int> Fill(int number, ReadOnlySpan<int> taken, FileBatch? files)
    {
        var slot = _slots[number % _slots.Length]!;
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
            _staging = new PixelStaging(network, _shape, _slots.Length);
        }
        if (!_begun) _staging.Begin(_transform!.Norms, HasMoves);
        _begun = true;
        _staging.Take(_slots[number % _slots.Length]!, number, n);
    }

    public void Dispose()
    {
        _staging?.Dispose();
        foreach (var slot in _slots) slot?.Dispose();
    }
}

/// <summary>A batch as it is uploaded: images, how each is moved, its class.</summary>
internal sealed class PixelSlot(ComputeDevice device, int batchSize, Shape source) : IDisposable, IPictureBatch
{
    private readonly int _item = (int)source.ItemCount;

    public PageLockedArray1D<byte> Pixels { get; } = device.Accelerator.AllocatePageLocked1D<byte>(batchSize * source.ItemCount);

    public PageLockedArray1D<int> Moves { get; } = device.Accelerator.AllocatePageLocked1D<int>((long)batchSize * PreparePixels.MoveLength);

    public PageLockedArray1D<int> Labels { get; } = device.Accelerator.AllocatePageLocked1D<int>(batchSize);

    public void Put(int place, ReadOnlySpan<byte> pixels) => pixels.CopyTo(Pixels.Span[(place * _item)..]);

    public void Move(int from, int to) => Put(to, Pixels.Span.Slice(from * _item, _item));

    public void Dispose()
    {
        Pixels.Dispose();
        Moves.Dispose();
        Labels.Dispose();
    }
}
