using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>The scratch memory of an op: a part that all threads share, then one part per worker thread.</summary>
internal readonly struct Workspace
{
    public Workspace(long sharedBytes, long workerBytes)
    {
        SharedBytes = Align(sharedBytes);
        WorkerBytes = workerBytes;
    }

    /// <summary>Bytes of the shared part, a multiple of 64.</summary>
    public long SharedBytes { get; }

    /// <summary>Bytes per worker.</summary>
    public long WorkerBytes { get; }

    /// <summary>Bytes for the number of threads that the pool has now.</summary>
    public long Bytes => SharedBytes + WorkerBytes * WorkerPool.ThreadCount;

    /// <summary>How many workers a given memory serves: at most the pool's threads, fewer if the memory was planned for fewer.</summary>
    public int Workers(long bytes) =>
        WorkerBytes == 0 ? WorkerPool.MaxThreads : (int)Math.Clamp((bytes - SharedBytes) / WorkerBytes, 1, WorkerPool.MaxThreads);

    /// <summary>The next multiple of 64.</summary>
    public static long Align(long bytes) => (bytes + 63) & ~63L;
}
