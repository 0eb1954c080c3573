namespace ConvGpu;

/// <summary>Applies augmentations to training images, one after the other; allocates nothing per image.</summary>
internal sealed class AugmentedImages(IReadOnlyList<ImageAugmentation> augmentations, ulong seed)
{
    private readonly int _firstMove = FindFirstMove(augmentations);
    private byte[] _current = [];
    private byte[] _next = [];

    public IReadOnlyList<ImageAugmentation> Augmentations => augmentations;

    /// <summary>Whether the last augmentations only move pixels, so that <see cref="Move"/> says what they do.</summary>
    public bool EndsWithMoves => _firstMove < augmentations.Count;

    /// <summary>The random numbers of an image in an epoch and for one of the augmentations.</summary>
    public ImageRandom Random(int index, int epoch, int stage) => new(seed, index, epoch, stage);

    /// <summary>The image as it is trained on in an epoch; valid until the next call.</summary>
    /// <param name="images">Where it is from.</param>
    /// <param name="index">Which image.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="beforeMoves">Whether to leave out what <see cref="Move"/> does.</param>
    public ReadOnlySpan<byte> Image(ImageSet images, int index, int epoch, bool beforeMoves = false)
    {
        var source = images.Image(index);
        var count = beforeMoves ? _firstMove : augmentations.Count;
        if (count == 0) return source;
        if (_current.Length != source.Length) (_current, _next) = (new byte[source.Length], new byte[source.Length]);
        for (var i = 0; i < count; i++)
        {
            var random = Random(index, epoch, i);
            augmentations[i].Apply(i == 0 ? source : _current, _next, images.Shape, ref random);
            (_current, _next) = (_next, _current);
        }
        return _current;
    }

    /// <summary>What the last augmentations do with an image.</summary>
    public PixelMove Move(Shape shape, int index, int epoch)
    {
        var move = PixelMove.None;
        for (var i = _firstMove; i < augmentations.Count; i++)
        {
            var random = Random(index, epoch, i);
            move = move.Then(((IPixelMover)augmentations[i]).Draw(shape, ref random));
        }
        return move;
    }

    // A second one that loses pixels would lose others than the two together.
    private static int FindFirstMove(IReadOnlyList<ImageAugmentation> augmentations)
    {
        var (first, losing) = (augmentations.Count, 0);
        for (; first > 0 && augmentations[first - 1] is IPixelMover mover; first--)
            if (mover.LosesPixels && ++losing > 1) break;
        return first;
    }
}
