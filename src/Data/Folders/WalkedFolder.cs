using System.IO.Enumeration;

namespace ConvGpu;

/// <summary>
/// A folder on a walk that follows links, but none back to a folder that it lies in. What is hidden, as names that begin with a dot are, is not seen:
/// desktops and other systems leave files beside pictures (.DS_Store, ._1.png).
/// </summary>
internal sealed class WalkedFolder
{
    private static readonly EnumerationOptions _everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly WalkedFolder? _holder;
    private readonly string _real;

    /// <param name="path">Where the walk begins.</param>
    public WalkedFolder(string path) : this(path, RealPath.Of(path), null)
    {
    }

    private WalkedFolder(string path, string real, WalkedFolder? holder) => (Path, _real, _holder) = (path, real, holder);

    public string Path { get; }

    /// <summary>What lies in the folder itself, in no order.</summary>
    /// <param name="loops">Gets the links back.</param>
    /// <returns>Files, and links that lead nowhere; and folders.</returns>
    public (List<string> Files, List<WalkedFolder> Folders) Read(List<string> loops)
    {
        var (files, folders) = (new List<string>(), new List<WalkedFolder>());
        var entries = new FileSystemEnumerable<(string Name, bool IsFolder, bool IsLink)>(Path, static (ref FileSystemEntry entry) =>
            (entry.FileName.ToString(), entry.IsDirectory, entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) != 0), _everything)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => entry.FileName[0] != '.',
        };
        foreach (var (name, isFolder, isLink) in entries)
        {
            var path = System.IO.Path.Join(Path, name);
            if (!isFolder)
            {
                files.Add(path);
                continue;
            }
            var real = isLink ? RealPath.Of(path) : System.IO.Path.Join(_real, name);
            if (isLink && IsUnder(real)) loops.Add(path);
            else folders.Add(new(path, real, this));
        }
        return (files, folders);
    }

    /// <summary>The files in the folder and in those under it, in no order.</summary>
    /// <param name="loops">Gets the links back.</param>
    public IEnumerable<string> AllFiles(List<string> loops)
    {
        var waiting = new Stack<WalkedFolder>([this]);
        while (waiting.TryPop(out var folder))
        {
            var (files, folders) = folder.Read(loops);
            foreach (var file in files) yield return file;
            foreach (var next in folders) waiting.Push(next);
        }
    }

    /// <summary>Whether the walk came through another folder, or began under it.</summary>
    private bool IsUnder(string other)
    {
        var start = System.IO.Path.EndsInDirectorySeparator(other) ? other : other + System.IO.Path.DirectorySeparatorChar;
        for (var at = this; at is not null; at = at._holder)
            if (at._real == other || at._real.StartsWith(start, StringComparison.Ordinal)) return true;
        return false;
    }
}
