namespace ConvGpu.Threading;

/// <summary>
/// A range 0..<see cref="Length"/> cut into equal chunks of <see cref="Grain"/>, the last one shorter. The cut depends on the length
/// and the grain alone, never on the number of threads.
/// </summary>
/// <param name="Length">How many indices, at least 0.</param>
/// <param name="Grain">Indices per chunk, at least 1.</param>
public readonly record struct ChunkedRange(long Length, long Grain)
{
    /// <summary>How many chunks.</summary>
    public int Count => checked((int)((Length + Grain - 1) / Grain));

    /// <summary>The first index of a chunk.</summary>
    public long Start(int chunk) => chunk * Grain;

    /// <summary>One past the last index of a chunk.</summary>
    public long End(int chunk) => Math.Min((chunk + 1) * Grain, Length);

    /// <summary>Cuts a range into at most <paramref name="maxChunks"/> chunks that are multiples of <paramref name="multiple"/> and at least that long.</summary>
    public static ChunkedRange AtMost(long length, int maxChunks, long multiple = 1)
    {
        var grain = (length + maxChunks - 1) / maxChunks;
        grain = Math.Max((grain + multiple - 1) / multiple, 1) * multiple;
        return new ChunkedRange(length, grain);
    }
}
