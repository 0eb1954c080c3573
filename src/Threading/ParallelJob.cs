namespace ConvGpu.Threading;

/// <summary>
/// Work that is cut into chunks which may run in any order and at the same time. A job is an object made once and reused, so that
/// dispatching it allocates nothing. Chunks do not touch each other's results, and how one element is computed must not depend on
/// how the chunks are cut: that makes the result the same for every number of threads. Most jobs are cut from the shape of the work
/// alone; a cut that follows the number of threads, as that of matrix products, moves borders between whole tiles and never divides a sum.
/// </summary>
public abstract class ParallelJob
{
    /// <summary>Computes one chunk.</summary>
    /// <param name="chunk">Which chunk, from 0 to the dispatched number of chunks - 1.</param>
    /// <param name="worker">
    /// Which of the participating threads runs it, from 0 to the dispatched number of workers - 1. Two chunks with the same worker never
    /// run at the same time, so it may pick scratch memory; it must not influence results.
    /// </param>
    public abstract void Run(int chunk, int worker);
}
