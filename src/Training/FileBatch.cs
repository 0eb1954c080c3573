namespace ConvGpu;

/// <summary>
/// Reads the pictures of a batch from their files. Of those that cannot be read the first ends the pass, or they are left out as the data set
/// says: the next sound picture of the set stands in for one that is trained on, and one that is measured is missing from its batch.
/// </summary>
internal sealed class FileBatch : IDisposable
{
    private readonly PictureWorkers _workers;
    private readonly Action<int, PictureWorkers.Worker> _read;
    private readonly string?[] _problems;
    private readonly Exception?[] _failures;
    private readonly int[] _taken;
    private ImageSet? _images;
    private AugmentedImages? _augmented;
    private IPictureBatch? _batch;
    private Shape _shape;
    private int _epoch;

    /// <param name="batchSize">The most images of a batch.</param>
    /// <param name="threads">Threads that read.</param>
    public FileBatch(int batchSize, int threads)
    {
        (_workers, _problems, _failures, _taken, _read) =
            (new PictureWorkers(threads), new string?[batchSize], new Exception?[batchSize], new int[batchSize], Read);
    }

    /// <summary>Prepares for a pass over pictures.</summary>
    /// <param name="images">The pictures.</param>
    /// <param name="transform">How they become the network's input.</param>
    /// <param name="augmented">How they are changed first; null where they are measured.</param>
    /// <param name="epoch">The epoch of the changes.</param>
    public void Start(ImageSet images, ImageTransform transform, AugmentedImages? augmented, int epoch)
    {
        _shape = ShapeOf(images, transform);
        (_images, _augmented, _epoch) = (images, augmented, epoch);
    }

    /// <summary>The sizes that pictures are read in: those of the network's input, with their own channels.</summary>
    public static Shape ShapeOf(ImageSet images, ImageTransform transform) => transform.Target with { C = images.Shape.C };

    /// <summary>Reads a batch.</summary>
    /// <param name="order">Which pictures.</param>
    /// <param name="batch">Takes them.</param>
    /// <returns>Which pictures it holds, one after the other; as many in training.</returns>
    /// <exception cref="FileFormatException">A file cannot be read, and the data set says that this is a failure.</exception>
    /// <exception cref="DataException">No file can be read.</exception>
    public ReadOnlySpan<int> Fill(ReadOnlySpan<int> order, IPictureBatch batch)
    {
        _batch = batch;
        order.CopyTo(_taken);
        _workers.Run(order.Length, _read);
        var (files, kept) = (_images!.Files!, 0);
        for (var i = 0; i < order.Length; i++)
        {
            if (_failures[i] is { } failure) throw failure;
            if (_problems[i] is { } problem)
            {
                if (files.OnCorrupt == CorruptFiles.Fail) throw new FileFormatException(problem);
                files.Report(_taken[i], problem);
                if (_augmented is null) continue;
                StandIn(i);
            }
            if (kept != i)
            {
                batch.Move(i, kept);
                _taken[kept] = _taken[i];
            }
            kept++;
        }
        return _taken.AsSpan(0, kept);
    }

    public void Dispose() => _workers.Dispose();

    private void Read(int i, PictureWorkers.Worker worker)
    {
        (_problems[i], _failures[i]) = (null, null);
        try
        {
            _batch!.Put(i, worker.Read(_images!.Files!, _taken[i], _shape, _augmented, _epoch));
        }
        catch (FileFormatException e)
        {
            _problems[i] = e.Message;
        }
        catch (Exception e)
        {
            _failures[i] = e;
        }
    }

    // The same for any number of threads: the files behind are tried one by one.
    private void StandIn(int i)
    {
        var (files, wanted) = (_images!.Files!, _taken[i]);
        for (var next = (wanted + 1) % files.Count; next != wanted; next = (next + 1) % files.Count)
        {
            if (files.IsCorrupt(next)) continue;
            _taken[i] = next;
            _workers.Run(1, (_, worker) => Read(i, worker));
            if (_failures[i] is { } failure) throw failure;
            if (_problems[i] is not { } problem) return;
            files.Report(next, problem);
        }
        throw new DataException($"none of its {files.Count} files can be read");
    }
}
