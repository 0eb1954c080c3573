using System.Collections.Concurrent;

namespace ConvGpu;

/// <summary>The pictures of a data set that are read from disk each time they are needed.</summary>
internal sealed class ImageFiles
{
    private readonly string[] _paths;
    private readonly Problems _problems;

    /// <param name="paths">The files.</param>
    /// <param name="share">The share of a picture's sides that is taken from its middle where nothing else is asked for.</param>
    /// <param name="onCorrupt">What happens to files that cannot be read.</param>
    public ImageFiles(string[] paths, double share, CorruptFiles onCorrupt) : this(paths, share, onCorrupt, new Problems())
    {
    }

    private ImageFiles(string[] paths, double share, CorruptFiles onCorrupt, Problems problems) =>
        (_paths, Share, OnCorrupt, _problems) = (paths, share, onCorrupt, problems);

    public int Count => _paths.Length;

    public double Share { get; }

    public CorruptFiles OnCorrupt { get; }

    public string this[int index] => _paths[index];

    /// <summary>How many files could not be read so far; parts of a set count together.</summary>
    public int CorruptCount => _problems.Known.Count;

    /// <summary>Some of the files.</summary>
    public ImageFiles Select(ReadOnlySpan<int> indices)
    {
        var paths = new string[indices.Length];
        for (var i = 0; i < paths.Length; i++) paths[i] = _paths[indices[i]];
        return new ImageFiles(paths, Share, OnCorrupt, _problems);
    }

    /// <summary>Whether a file is known to be damaged, so that it need not be read again.</summary>
    public bool IsCorrupt(int index) => _problems.Known.ContainsKey(_paths[index]);

    /// <summary>Notes a file that cannot be read.</summary>
    public void Report(int index, string problem)
    {
        if (_problems.Known.TryAdd(_paths[index], 0)) _problems.New.Enqueue(problem);
    }

    /// <summary>Notes what else is worth a warning.</summary>
    public void Note(string warning) => _problems.Notes.Enqueue(warning);

    /// <summary>Names, of many the first.</summary>
    public static string Some(IReadOnlyCollection<string> names)
    {
        const int most = 5;
        return string.Join("; ", names.Take(most)) + (names.Count > most ? $"; and {names.Count - most} more" : "");
    }

    /// <summary>What was reported since the last call; null where nothing was.</summary>
    public string? TakeReport()
    {
        var warnings = new List<string>();
        while (_problems.Notes.TryDequeue(out var note)) warnings.Add(note);
        var found = new List<string>();
        while (_problems.New.TryDequeue(out var problem)) found.Add(problem);
        found.Sort(StringComparer.Ordinal);
        if (found.Count > 0) warnings.Add($"{found.Count} {(found.Count == 1 ? "file" : "files")} left out, {CorruptCount} in all: {Some(found)}");
        return warnings.Count == 0 ? null : string.Join(". ", warnings);
    }

    private sealed class Problems
    {
        public ConcurrentDictionary<string, byte> Known { get; } = new(StringComparer.Ordinal);

        public ConcurrentQueue<string> New { get; } = new();

        public ConcurrentQueue<string> Notes { get; } = new();
    }
}
