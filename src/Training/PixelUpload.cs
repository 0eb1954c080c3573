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

    private bool HasMoves => _augmented?.EndsWithMoves == true;

    /// <summary>Before a pass, on the thread that uses the device.</summary>
    public void Start(ImageSet images, ImageTransform transform, AugmentedImages? augmented, int epoch)
    {
        (_images, _transform, _augmented, _epoch) = (images, transform, augmented, epoch);
        if (_slots[0] is not null && _shape == images.Shape with { N = 1 }) return;
        _shape = images.Shape with { N = 1 };
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i]?.Dispose();
            _slots[i] = new PixelSlot(device, batchSize, _shape);
        }
    }

    /// <summary>Fills a batch.</summary>
    public void Fill(int number, ReadOnlySpan<int> taken)
    {
        var (slot, item) = (_slots[number % _slots.Length]!, (int)_shape.ItemCount);
        for (var i = 0; i < taken.Length; i++)
        {
            var pixels = _augmented is null ? _images!.Image(taken[i]) : _augmented.Image(_images!, taken[i], _epoch, beforeMoves: true);
            pixels.CopyTo(slot.Pixels.Span[(i * item)..]);
            slot.Labels.Span[i] = _images!.Labels[taken[i]];
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
        if (number == 0) _staging.Begin(_transform!.Norms, HasMoves);
        _staging.Take(_slots[number % _slots.Length]!, number, n);
    }

    public void Dispose()
    {
        _staging?.Dispose();
        foreach (var slot in _slots) slot?.Dispose();
    }
}

/// <summary>A batch as it is uploaded: images, how each is moved, its class.</summary>
internal sealed class PixelSlot(ComputeDevice device, int batchSize, Shape source) : IDisposable
{
    public PageLockedArray1D<byte> Pixels { get; } = device.Accelerator.AllocatePageLocked1D<byte>(batchSize * source.ItemCount);

    public PageLockedArray1D<int> Moves { get; } = device.Accelerator.AllocatePageLocked1D<int>((long)batchSize * PreparePixels.MoveLength);

    public PageLockedArray1D<int> Labels { get; } = device.Accelerator.AllocatePageLocked1D<int>(batchSize);

    public void Dispose()
    {
        Pixels.Dispose();
        Moves.Dispose();
        Labels.Dispose();
    }
}
