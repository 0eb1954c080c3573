using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace ConvGpu;

/// <summary>
/// Fetches files over HTTP: into a .part file beside the name, which a later call goes on with where the server allows it (RFC 9110, 14), and
/// which takes the name only when its SHA-256 is the one that is known.
/// </summary>
internal sealed class Download(HttpClient client, Action<string, long, long?> progress)
{
    /// <summary>What is behind the name of a file that is not whole.</summary>
    public const string PartSuffix = ".part";

    private const int BufferBytes = 1 << 16;

    /// <summary>How long a server may send nothing.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Fetches a data set into a folder; files that are there and right stay. Archives are unpacked.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="folder">The folder, which is made.</param>
    /// <param name="cancellation">Ends it; what was fetched stays, to go on with.</param>
    /// <exception cref="DataException">A file cannot be fetched, or is another one than is known.</exception>
    public void Fetch(DatasetSource source, string folder, CancellationToken cancellation = default)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (address, hash) in source.Files)
            {
                var path = Path.Combine(folder, Path.GetFileName(address.LocalPath));
                if (!File.Exists(path) || HashOf(path) != hash) Fetch(address, path, hash, cancellation);
                if (path.EndsWith(".tar.gz", StringComparison.Ordinal)) Unpack(path, folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DataException($"{source.Name} cannot be written to {folder}: {e.Message}", e);
        }
    }

    /// <summary>Fetches a file.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="hash">Its SHA-256 in hexadecimal.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DataException">It cannot be fetched, or is another file.</exception>
    public void Fetch(Uri address, string path, string hash, CancellationToken cancellation = default)
    {
        var part = path + PartSuffix;
        try
        {
            Receive(address, part, cancellation);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new DataException(FormattableString.Invariant($"{address} sent nothing for {Patience.TotalSeconds:0.#} seconds.{GoOn(part)}"), e);
        }
        catch (HttpRequestException e)
        {
            throw new DataException($"{address} cannot be fetched: {e.Message}{GoOn(part)}", e);
        }
        catch (IOException e)
        {
            throw new DataException($"{address}: the connection ended: {e.Message}{GoOn(part)}", e);
        }
        if (HashOf(part) is var actual && actual != hash)
        {
            File.Delete(part);
            throw new DataException($"{address} is not the file that is known: its SHA-256 is {actual}, not {hash}. It was deleted; if it was changed on purpose, fetch the data set by hand.");
        }
        File.Move(part, path, overwrite: true);
    }

    private void Receive(Uri address, string part, CancellationToken cancellation)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0) request.Headers.Range = new RangeHeaderValue(have, null);
        // Set again for each read: what goes on slowly is not ended.
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Patience);
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        // There is nothing behind what is there: the hash says whether that is the file.
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return;
        response.EnsureSuccessStatusCode();
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        if (!goesOn) have = 0;
        var whole = response.Content.Headers.ContentLength + have;
        using var file = OnFile(part, () => new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0));
        using var body = response.Content.ReadAsStream(silence.Token);
        var buffer = new byte[BufferBytes];
        while (true)
        {
            silence.CancelAfter(Patience);
            // Streams stop for a token only where they are asked without waiting.
            var read = body.ReadAsync(buffer, silence.Token).AsTask().GetAwaiter().GetResult();
            if (read == 0) break;
            have += OnFile(part, () =>
            {
                file.Write(buffer, 0, read);
                return read;
            });
            progress(Path.GetFileName(address.LocalPath), have, whole);
        }
        if (whole is { } length && have < length) throw new IOException($"{have} of {length} bytes came");
    }

    /// <summary>Tells a disk that is full from a connection that ended.</summary>
    private static T OnFile<T>(string path, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be written: {e.Message}", e);
        }
    }

    private static string GoOn(string part) => File.Exists(part) && new FileInfo(part).Length > 0 ? $" What came is in {part}; the same command goes on from there." : "";

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Puts an archive's files side by side into a folder, whatever folders they were in.</summary>
    private static void Unpack(string path, string folder)
    {
        using var file = File.OpenRead(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var archive = new TarReader(unzipped);
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || Path.GetFileName(entry.Name) is not { Length: > 0 } name) continue;
            var target = Path.Combine(folder, name);
            entry.ExtractToFile(target + PartSuffix, overwrite: true);
            File.Move(target + PartSuffix, target, overwrite: true);
        }
    }
}
