using System.Diagnostics.CodeAnalysis;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>What views check on the host and in the debug mode of kernels.</summary>
internal static class ViewErrors
{
    public static void CheckRange(long available, long index, long length)
    {
        if (index < 0 || length < 0 || index > available - length)
        {
            throw new ArgumentOutOfRangeException(nameof(index),
                $"A view of {length} elements from element {index} on does not lie in {available} elements.");
        }
    }

    public static MemoryBuffer SourceOf(MemoryBuffer? source) =>
        source ?? throw new InvalidOperationException("The view is empty: it has no buffer.");

    [DoesNotReturn]
    public static void ThrowIndex(long index, long length, Type element) =>
        throw new IndexOutOfRangeException($"Element {index} is not in a view of {length} elements of {element.Name}.");
}
