using ConvGpu.Threading;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>The shared worker pool: every chunk once, nesting, exceptions, no allocation.</summary>
public sealed class WorkerPoolTests
{
    private sealed class Counting(int chunks) : ParallelJob
    {
        public readonly int[] Runs = new int[chunks];

        public override void Run(int chunk, int worker)
        {
            Assert.InRange(worker, 0, WorkerPool.ThreadCount - 1);
            Interlocked.Increment(ref Runs[chunk]);
        }
    }

    private sealed class Nesting(Counting inner) : ParallelJob
    {
        public override void Run(int chunk, int worker) => WorkerPool.Run(inner, inner.Runs.Length);
    }

    private sealed class Nothing : ParallelJob
    {
        public override void Run(int chunk, int worker)
        {
        }
    }

    private sealed class Failing(int at) : ParallelJob
    {
        public override void Run(int chunk, int worker)
        {
            if (chunk == at) throw new InvalidOperationException($"chunk {at}");
        }
    }

    private sealed class Slow(int chunks) : ParallelJob
    {
        public int Done;

        public override void Run(int chunk, int worker)
        {
            // The caller is through long before its workers.
            if (worker != 0) Thread.Sleep(chunk % 3);
            if (Interlocked.Increment(ref Done) == chunks) Thread.Sleep(1);
        }
    }

    [Fact]
    public void TheCallerWaitsForWorkersThatTakeLonger()
    {
        for (var round = 0; round < 100; round++)
        {
            var job = new Slow(6);
            WorkerPool.Run(job, 6);
            Assert.Equal(6, job.Done);
        }
    }

    [Fact]
    public void EveryChunkRunsOnce()
    {
        for (var round = 0; round < 2000; round++)
        {
            var job = new Counting(round % 37);
            WorkerPool.Run(job, job.Runs.Length);
            Assert.All(job.Runs, runs => Assert.Equal(1, runs));
        }
    }

    [Fact]
    public void NestedCallsRunInline()
    {
        var inner = new Counting(5);
        WorkerPool.Run(new Nesting(inner), 8);
        Assert.All(inner.Runs, runs => Assert.Equal(8, runs));
    }

    [Fact]
    public void AnExceptionReachesTheCallerAndThePoolGoesOn()
    {
        var error = Assert.Throws<InvalidOperationException>(() => WorkerPool.Run(new Failing(3), 16));
        Assert.Equal("chunk 3", error.Message);
        var job = new Counting(16);
        WorkerPool.Run(job, 16);
        Assert.All(job.Runs, runs => Assert.Equal(1, runs));
    }

    [Fact]
    public void ManyCallersAtOnceAllFinish()
    {
        var jobs = Enumerable.Range(0, 6).Select(_ => new Counting(50)).ToArray();
        var threads = jobs.Select(job => new Thread(() =>
        {
            for (var round = 0; round < 200; round++) WorkerPool.Run(job, 50);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.All(jobs, job => Assert.All(job.Runs, runs => Assert.Equal(200, runs)));
    }

    [Fact]
    public void DispatchingAllocatesNothing()
    {
        var job = new Nothing();
        WorkerPool.Run(job, 4);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++) WorkerPool.Run(job, 4);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(0, 4, 1, 0)]
    [InlineData(1, 4, 16, 1)]
    [InlineData(100, 4, 16, 4)]
    [InlineData(1000, 8, 1, 8)]
    public void ARangeIsCutWithoutGapOrOverlap(long length, int maxChunks, long multiple, int count)
    {
        var range = ChunkedRange.AtMost(length, maxChunks, multiple);
        Assert.Equal(count, range.Count);
        var next = 0L;
        for (var chunk = 0; chunk < range.Count; chunk++)
        {
            Assert.Equal(next, range.Start(chunk));
            Assert.True(range.Start(chunk) % multiple == 0 && range.End(chunk) > next);
            next = range.End(chunk);
        }
        Assert.Equal(length, next);
    }

    [Fact]
    public unsafe void MemoryIsAlignedZeroedAndFreedOnce()
    {
        var memory = new AlignedMemory(1000);
        Assert.Equal(0, memory.Address % AlignedMemory.Alignment);
        Assert.All(new ReadOnlySpan<byte>((void*)memory.Address, 1000).ToArray(), value => Assert.Equal(0, value));
        memory.Dispose();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Address);
    }
}
