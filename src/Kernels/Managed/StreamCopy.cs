using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>Copies of whole cache lines that may go past the caches, so that the lines are not read first.</summary>
internal static unsafe class StreamCopy
{
    // What is smaller is still in a cache when it is read again.
    private const long LeastBytes = 4 << 20;

    /// <summary>Whether so much is better stored past the caches.</summary>
    /// <param name="bytes">Bytes that are stored before any is read again.</param>
    public static bool Pays(long bytes) => bytes > LeastBytes && Sse.IsSupported;

    /// <summary>Copies; past the caches where that is asked for and the target starts at a line.</summary>
    /// <param name="source">From here.</param>
    /// <param name="target">To here.</param>
    /// <param name="count">Floats, a multiple of a register tile's columns.</param>
    /// <param name="stream">Past the caches; <see cref="End"/> then makes it visible to other threads.</param>
    public static void Run(float* source, float* target, int count, bool stream)
    {
        if (!stream || !Vector256.IsHardwareAccelerated || !Sse.IsSupported || (nuint)target % 64 != 0)
        {
            new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
            return;
        }
        for (var i = 0; i < count; i += Vector256<float>.Count) Vector256.Load(source + i).StoreAlignedNonTemporal(target + i);
    }

    /// <summary>Ends what this thread has stored past the caches.</summary>
    public static void End()
    {
        if (Sse.IsSupported) Sse.StoreFence();
    }
}
