namespace ConvGpu;

/// <summary>Where the pictures of a batch go that are read from files; several threads write, each its own places.</summary>
internal interface IPictureBatch
{
    /// <summary>Takes a picture in the sizes of the network's input, with its own channels.</summary>
    void Put(int place, ReadOnlySpan<byte> pixels);

    /// <summary>Moves a picture to an earlier place.</summary>
    void Move(int from, int to);
}

/// <summary>Pictures as the network's input.</summary>
/// <param name="transform">How they become that.</param>
/// <param name="input">Room for a batch.</param>
internal sealed class InputBatch(ImageTransform transform, HostMemory<float> input) : IPictureBatch
{
    private readonly int _item = (int)transform.Target.ItemCount;

    public void Put(int place, ReadOnlySpan<byte> pixels) => transform.Apply(pixels, Item(place));

    public void Move(int from, int to) => Item(from).CopyTo(Item(to));

    private Span<float> Item(int place) => input.Span.Slice(place * _item, _item);
}
