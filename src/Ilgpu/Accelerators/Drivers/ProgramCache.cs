using System.Security.Cryptography;
using System.Text;

namespace ConvGpu.Ilgpu.Accelerators.Drivers;

/// <summary>
/// Compiled programs on disk, keyed by their text and all else that they depend on. An entry carries a checksum; a damaged one is ignored,
/// and no failure of the disk is ever an error: the program is compiled instead.
/// </summary>
internal sealed class ProgramCache(string? folder)
{
    /// <summary>Environment variable with the folder to keep compiled programs in; `off` keeps none.</summary>
    public const string FolderVariable = "CONVGPU_CACHE";

    private const int MaxEntries = 1000;
    private static readonly byte[] Magic = "CGPC0001"u8.ToArray();

    /// <summary>The cache of this user: a folder below what the variable names, else below `convgpu` in the user's cache folder.</summary>
    public static ProgramCache ForUser(string kind) => new(UserFolder(kind));

    /// <summary>Where entries are; null when nothing is kept.</summary>
    public string? Folder { get; } = folder;

    /// <summary>The name of an entry: a hash of everything that the compiled program depends on.</summary>
    public static string Key(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    /// <summary>The compiled program, or null.</summary>
    public byte[]? TryRead(string key)
    {
        if (Folder is null)
            return null;
        try
        {
            string path = PathOf(key);
            if (!File.Exists(path))
                return null;
            byte[] entry = File.ReadAllBytes(path);
            int header = Magic.Length + SHA256.HashSizeInBytes;
            if (entry.Length <= header || !entry.AsSpan(0, Magic.Length).SequenceEqual(Magic))
                return null;
            var payload = entry.AsSpan(header);
            return SHA256.HashData(payload).AsSpan().SequenceEqual(entry.AsSpan(Magic.Length, SHA256.HashSizeInBytes)) ? payload.ToArray() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a compiled program. Writers may race; each entry appears whole.</summary>
    public void TryWrite(string key, byte[] binary)
    {
        if (Folder is null || binary.Length == 0)
            return;
        try
        {
            Directory.CreateDirectory(Folder);
            string temporary = Path.Combine(Folder, $"{Guid.NewGuid():n}.tmp");
            File.WriteAllBytes(temporary, [.. Magic, .. SHA256.HashData(binary), .. binary]);
            File.Move(temporary, PathOf(key), overwrite: true);
            Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written is a slower start, not an error.
        }
    }

    /// <summary>Forgets an entry that the driver refused.</summary>
    public void Remove(string key)
    {
        if (Folder is null)
            return;
        try
        {
            File.Delete(PathOf(key));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It will be overwritten by the next compilation, or refused again.
        }
    }

    private void Trim()
    {
        var entries = new DirectoryInfo(Folder!).GetFiles("*.bin");
        if (entries.Length <= MaxEntries)
            return;
        foreach (var old in entries.OrderBy(entry => entry.LastWriteTimeUtc).Take(entries.Length - MaxEntries / 2))
            old.Delete();
    }

    private string PathOf(string key) => Path.Combine(Folder!, key + ".bin");

    private static string? UserFolder(string kind)
    {
        string? named = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.Equals(named, "off", StringComparison.OrdinalIgnoreCase))
            return null;
        if (!string.IsNullOrEmpty(named))
            return Path.Combine(named, kind);
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) && !OperatingSystem.IsWindows())
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            cache = home.Length == 0 ? null : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
        }
        if (string.IsNullOrEmpty(cache))
            cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return string.IsNullOrEmpty(cache) ? null : Path.Combine(cache, "convgpu", kind);
    }
}
