using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Where a part of each batch item stands in the source and in the target.</summary>
internal readonly struct ItemParts(int count, int sourceLength, int sourceOffset, int targetLength, int targetOffset)
{
    public readonly FastDivide Count = new(count);
    public readonly int SourceLength = sourceLength, SourceOffset = sourceOffset, TargetLength = targetLength, TargetOffset = targetOffset;
}

/// <summary>Copies of a part of each batch item, an item an element.</summary>
internal static class ConcatKernels
{
    public static void Copy(Index1D index, ArrayView<float> source, ArrayView<float> target, ItemParts parts)
    {
        int item = parts.Count.Divide(index), element = index - item * parts.Count.Divisor;
        target[item * parts.TargetLength + parts.TargetOffset + element] = source[item * parts.SourceLength + parts.SourceOffset + element];
    }
}
