namespace ConvGpu;

/// <summary>Applies augmentations to training images, one after the other; allocates nothing per image.</summary>
internal sealed class AugmentedImages(IReadOnlyList<ImageAugmentation> augmentations, ulong seed)
{
    private byte[] _current = [];
    private byte[] _next = [];

    public IReadOnlyList<ImageAugmentation> Augmentations => augmentations;

    /// <summary>The random numbers of an image in an epoch and for one of the augmentations.</summary>
    public ImageRandom Random(int index, int epoch, int stage) => new(seed, index, epoch, stage);

    /// <summary>The image as it is trained on in an epoch; valid until the next call.</summary>
    /// <param name="images">Where it is from.</param>
    /// <param name="index">Which image.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public ReadOnlySpan<byte> Image(ImageSet images, int index, int epoch)
    {
        var source = images.Image(index);
        if (augmentations.Count == 0) return source;
        if (_current.Length != source.Length) (_current, _next) = (new byte[source.Length], new byte[source.Length]);
        for (var i = 0; i < augmentations.Count; i++)
        {
            var random = Random(index, epoch, i);
            augmentations[i].Apply(i == 0 ? source : _current, _next, images.Shape, ref random);
            (_current, _next) = (_next, _current);
        }
        return _current;
    }
}
