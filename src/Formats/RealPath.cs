namespace ConvGpu;

/// <summary>Where a path leads once all of its links are followed, those of folders on the way among them.</summary>
internal static class RealPath
{
    /// <summary>How many links are followed, as Linux does.</summary>
    public const int MostLinks = 40;

    /// <summary>Follows the links of a path; what is not there leads nowhere.</summary>
    /// <exception cref="IOException">There are links without an end.</exception>
    public static string Of(string path)
    {
        var whole = Path.GetFullPath(path);
        var at = Path.GetPathRoot(whole)!;
        var (parts, links) = (new Stack<string>(), 0);
        Push(whole[at.Length..]);
        while (parts.TryPop(out var part))
        {
            if (part is "" or ".") continue;
            var next = part == ".." ? Path.GetDirectoryName(at) ?? at : Path.Combine(at, part);
            if (part == ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }
            if (++links > MostLinks) throw new IOException($"{path} leads through more than {MostLinks} links.");
            var root = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : "";
            if (root.Length > 0) at = root;
            Push(target[root.Length..]);
        }
        return at;

        void Push(string names)
        {
            foreach (var name in names.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse()) parts.Push(name);
        }
    }
}
