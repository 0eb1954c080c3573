using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ConvGpu.Threading;

/// <summary>
/// The worker threads of the process. Threads are made once, park after a short spin, and take chunks of one <see cref="ParallelJob"/>
/// at a time; the caller takes part as worker 0. A call from inside a job, or while another thread's job has the pool, runs on the
/// calling thread alone, so calls nest and never deadlock. Dispatching allocates nothing.
/// </summary>
public static class WorkerPool
{
    /// <summary>The largest number of threads, the caller's included.</summary>
    public const int MaxThreads = 1024;

    // How long an idle worker spins before it parks: longer than the gap between two ops of a small network, far shorter than a time slice.
    private static readonly long _spinTicks = Stopwatch.Frequency / 20_000;

    private static readonly object _gate = new();
    private static readonly object _done = new();
    private static readonly List<Thread> _workers = [];
    private static int _threadCount = Environment.ProcessorCount;
    private static readonly AsyncLocal<int> _own = new();

    // Chunks left to claim in the low 32 bits, participating workers in the high 32: one word, so that a claim is one compare-exchange.
    // A worker reads the job only after a successful claim; the job cannot end, and so cannot be replaced, before that chunk is done.
    private static long _claims;
    private static ParallelJob? _job;
    private static int _chunks;
    private static int _pending;
    private static Exception? _error;
    private static int _busy;
    private static int _parked;
    private static int _awaited;

    [ThreadStatic]
    private static bool _inside;

    /// <summary>Threads that share a job, the caller's included. Changing it never changes results. Default: the machine's cores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1 or above <see cref="MaxThreads"/>.</exception>
    public static int ThreadCount
    {
        get => _own.Value is > 0 and var own ? own : Volatile.Read(ref _threadCount);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxThreads);
            Volatile.Write(ref _threadCount, value);
        }
    }

    /// <summary>Another <see cref="ThreadCount"/> for the caller's flow of control alone, until the result is disposed: for tests, which run at once.</summary>
    internal static IDisposable UseThreads(int count)
    {
        _own.Value = count;
        return new OwnCount();
    }

    /// <summary>Runs every chunk of a job and returns when all are done.</summary>
    /// <param name="job">The work.</param>
    /// <param name="chunks">How many chunks it has; 0 or less runs nothing.</param>
    /// <param name="workers">The most threads that may take part, for jobs with scratch memory per worker; 0 leaves it to <see cref="ThreadCount"/>.</param>
    /// <remarks>The first exception of a chunk is thrown here once no chunk runs any more; chunks not yet begun are skipped.</remarks>
    public static void Run(ParallelJob job, int chunks, int workers = 0)
    {
        var participants = ThreadCount;
        if (workers > 0) participants = Math.Min(participants, workers);
        participants = Math.Min(participants, chunks);
        if (participants <= 1 || _inside || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (var chunk = 0; chunk < chunks; chunk++) job.Run(chunk, 0);
            return;
        }

        _inside = true;
        try
        {
            Publish(job, chunks, participants);
            TakeChunks(0);
            AwaitOthers();
        }
        finally
        {
            var error = _error;
            _job = null;
            _error = null;
            _inside = false;
            Volatile.Write(ref _busy, 0);
            if (error is not null) ExceptionDispatchInfo.Throw(error);
        }
    }

    private static void Publish(ParallelJob job, int chunks, int participants)
    {
        if (_workers.Count < participants - 1) StartWorkers(participants - 1);
        _job = job;
        _chunks = chunks;
        _pending = chunks;
        Interlocked.Exchange(ref _claims, ((long)participants << 32) | (uint)chunks);
        if (Volatile.Read(ref _parked) == 0) return;
        lock (_gate) Monitor.PulseAll(_gate);
    }

    private static void StartWorkers(int count)
    {
        while (_workers.Count < count)
        {
            var worker = _workers.Count + 1;
            var thread = new Thread(() => Work(worker)) { IsBackground = true, Name = $"ConvGpu worker {worker}" };
            _workers.Add(thread);
            thread.Start();
        }
    }

    private static void Work(int worker)
    {
        _inside = true;
        while (true)
        {
            TakeChunks(worker);
            AwaitWork(worker);
        }
    }

    private static void TakeChunks(int worker)
    {
        while (true)
        {
            var claims = Volatile.Read(ref _claims);
            if (!IsFor(claims, worker)) return;
            if (Interlocked.CompareExchange(ref _claims, claims - 1, claims) != claims) continue;
            var chunk = _chunks - (int)(uint)claims;
            try
            {
                if (Volatile.Read(ref _error) is null) _job!.Run(chunk, worker);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref _error, error, null);
            }
            // As with the parked workers below: whoever writes first, the other one sees it.
            if (Interlocked.Decrement(ref _pending) == 0 && Volatile.Read(ref _awaited) != 0)
                lock (_done) Monitor.Pulse(_done);
        }
    }

    private static bool IsFor(long claims, int worker) => (uint)claims != 0 && worker < (int)(claims >> 32);

    private static void AwaitOthers()
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < _spinTicks)
        {
            if (Volatile.Read(ref _pending) == 0) return;
            Thread.SpinWait(8);
        }

        // Longer than a chunk takes to end: a worker has lost its core to another process, which spinning here would keep it from.
        lock (_done)
        {
            Interlocked.Exchange(ref _awaited, 1);
            while (Volatile.Read(ref _pending) != 0) Monitor.Wait(_done);
            _awaited = 0;
        }
    }

    private static void AwaitWork(int worker)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < _spinTicks)
        {
            if (IsFor(Volatile.Read(ref _claims), worker)) return;
            Thread.SpinWait(8);
        }

        lock (_gate)
        {
            // The count is raised before the last look at the claims, and Publish looks at it after writing them: one of the two sees the other.
            Interlocked.Increment(ref _parked);
            while (!IsFor(Volatile.Read(ref _claims), worker)) Monitor.Wait(_gate);
            Interlocked.Decrement(ref _parked);
        }
    }

    private sealed class OwnCount : IDisposable
    {
        public void Dispose() => _own.Value = 0;
    }
}
