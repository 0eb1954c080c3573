namespace ConvGpu;

/// <summary>
/// Threads that read and change the pictures of a batch. Which thread reads which picture does not show: what is drawn depends on the seed,
/// the epoch and the picture alone, and each picture has its place.
/// </summary>
internal sealed class PictureWorkers : IDisposable
{
    private readonly Worker[] _workers;
    private readonly SemaphoreSlim _done = new(0);
    private Action<int, PictureWorkers.Worker>? _body;
    private int _count, _next, _left;
    private volatile bool _stop;

    /// <param name="count">How many threads, at least 1.</param>
    public PictureWorkers(int count) => _workers = [.. Enumerable.Range(0, count).Select(_ => new Worker(this))];

    /// <summary>Runs a body for each item and waits until all are done; it is not to throw.</summary>
    public void Run(int count, Action<int, Worker> body)
    {
        (_body, _count, _next, _left) = (body, count, 0, _workers.Length);
        foreach (var worker in _workers) worker.Begin.Release();
        _done.Wait();
    }

    public void Dispose()
    {
        _stop = true;
        foreach (var worker in _workers) worker.Begin.Release();
        foreach (var worker in _workers) worker.Dispose();
        _done.Dispose();
    }

    /// <summary>A thread with the memory that it uses again and again.</summary>
    public sealed class Worker : IDisposable
    {
        private readonly PictureWorkers _all;
        private readonly Thread _thread;
        private readonly PictureReader _reader = new();
        private byte[] _current = [], _next = [];

        public Worker(PictureWorkers all)
        {
            _all = all;
            _thread = new Thread(Work) { IsBackground = true, Name = "ConvGpu pictures" };
            _thread.Start();
        }

        public SemaphoreSlim Begin { get; } = new(0);

        /// <summary>A picture as it is trained on; valid until the next call.</summary>
        /// <param name="files">Where it is.</param>
        /// <param name="index">Which one.</param>
        /// <param name="shape">The sizes that it becomes of.</param>
        /// <param name="augmented">How it is changed, or null for not at all.</param>
        /// <param name="epoch">The epoch of the changes.</param>
        /// <exception cref="FileFormatException">The file cannot be read.</exception>
        public ReadOnlySpan<byte> Read(ImageFiles files, int index, Shape shape, AugmentedImages? augmented, int epoch)
        {
            if (_current.Length != shape.ItemCount) (_current, _next) = (new byte[shape.ItemCount], new byte[shape.ItemCount]);
            var first = 0;
            // A crop is cut from the whole picture, not from one made smaller before.
            if (augmented?.Augmentations.FirstOrDefault() is ResizedCropAugmentation crop)
            {
                var random = augmented.Random(index, epoch, stage: 0);
                _reader.Read(files[index], shape, crop, ref random, _current);
                first = 1;
            }
            else _reader.Read(files[index], shape, files.Share, _current);
            for (var i = first; i < (augmented?.Augmentations.Count ?? 0); i++)
            {
                var random = augmented!.Random(index, epoch, i);
                augmented.Augmentations[i].Apply(_current, _next, shape, ref random);
                (_current, _next) = (_next, _current);
            }
            return _current;
        }

        public void Dispose()
        {
            _thread.Join();
            _reader.Dispose();
            Begin.Dispose();
        }

        private void Work()
        {
            while (true)
            {
                Begin.Wait();
                if (_all._stop) return;
                for (int i; (i = Interlocked.Increment(ref _all._next) - 1) < _all._count;) _all._body!(i, this);
                if (Interlocked.Decrement(ref _all._left) == 0) _all._done.Release();
            }
        }
    }
}
