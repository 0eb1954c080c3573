namespace ConvGpu.Kernels.Managed;

/// <summary>Copies <paramref name="count"/> elements of each batch item.</summary>
/// <param name="count">Elements.</param>
/// <param name="source">The part of the first item.</param>
/// <param name="sourceLength">From one item to the next.</param>
/// <param name="target">Where the part of the first item goes.</param>
/// <param name="targetLength">From one item to the next.</param>
internal sealed unsafe class ItemCopyJob(int count, float* source, int sourceLength, float* target, int targetLength) : ItemJob
{
    public void Run(int n) => RunOver(n, count);

    protected override void Item(long item) =>
        new ReadOnlySpan<float>(source + item * sourceLength, count).CopyTo(new Span<float>(target + item * targetLength, count));
}
