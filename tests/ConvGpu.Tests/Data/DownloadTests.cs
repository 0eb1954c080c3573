using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ConvGpu.Tests.Data;

/// <summary>Downloads from a server on this machine.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgpu").FullName;
    private readonly HttpListener _server = new();
    private readonly HttpClient _client = new();
    private readonly List<string?> _ranges = [];
    private readonly string _root;
    private byte[] _content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7))];
    private int _cutAt = int.MaxValue;
    private bool _takesRanges = true, _stalls;

    public DownloadTests()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _root = $"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }
        _server.Prefixes.Add(_root);
        _server.Start();
        _ = Task.Run(Serve);
    }

    [Fact]
    public void AFileIsFetchedAndReported()
    {
        var seen = new List<(string, long, long?)>();
        new Download(_client, (name, bytes, whole) => seen.Add((name, bytes, whole))).Fetch(Source(), _folder);
        Assert.Equal(_content, File.ReadAllBytes(Path.Combine(_folder, "a.bin")));
        Assert.Equal(("a.bin", 200_000L, 200_000L), seen[^1]);
        // What is there and right is not fetched again.
        New().Fetch(Source(), _folder);
        Assert.Equal([null], _ranges);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatABrokenConnectionLeftIsGoneOnWith(bool takesRanges)
    {
        (_cutAt, _takesRanges) = (150_000, takesRanges);
        var error = Assert.Throws<DataException>(() => New().Fetch(Source(), _folder));
        Assert.Contains("goes on from there", error.Message, StringComparison.Ordinal);
        var left = new FileInfo(Path.Combine(_folder, "a.bin.part")).Length;
        Assert.InRange(left, 1, 150_000);
        _cutAt = int.MaxValue;
        New().Fetch(Source(), _folder);
        Assert.Equal(_content, File.ReadAllBytes(Path.Combine(_folder, "a.bin")));
        Assert.Equal([null, $"bytes={left}-"], _ranges);
        Assert.False(File.Exists(Path.Combine(_folder, "a.bin.part")));
    }

    [Fact]
    public void AServerThatFallsSilentIsNotWaitedForForEver()
    {
        (_cutAt, _stalls) = (150_000, true);
        // Long enough for the first bytes to come on a machine that is busy.
        var patient = new Download(_client, (_, _, _) => { }) { Patience = TimeSpan.FromSeconds(2.5) };
        var error = Assert.Throws<DataException>(() => patient.Fetch(Source(), _folder));
        Assert.Contains("sent nothing for 2.5 seconds", error.Message, StringComparison.Ordinal);
        Assert.Contains("goes on from there", error.Message, StringComparison.Ordinal);
        var hasty = new Download(_client, (_, _, _) => { }) { Patience = TimeSpan.FromSeconds(0.3) };
        error = Assert.Throws<DataException>(() => hasty.Fetch(new Uri(_root + "silent"), Path.Combine(_folder, "silent"), ""));
        Assert.Contains("sent nothing for 0.3 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsNotTakenForTheConnection()
    {
        using var held = new FileStream(Path.Combine(_folder, "a.bin.part"), FileMode.Create, FileAccess.Write, FileShare.None);
        Assert.Contains("a.bin.part cannot be written", Assert.Throws<DataException>(() => New().Fetch(Source(), _folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherFileIsRefusedAndDeleted()
    {
        var error = Assert.Throws<DataException>(() => New().Fetch(Source() with { Files = [(new(_root + "a.bin"), new string('0', 64))] }, _folder));
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        // A part that is not of this file, as long as it or longer.
        File.WriteAllBytes(Path.Combine(_folder, "a.bin.part"), new byte[300_000]);
        Assert.Throws<DataException>(() => New().Fetch(Source(), _folder));
        New().Fetch(Source(), _folder);
        Assert.Contains("404", Assert.Throws<DataException>(() => New().Fetch(new Uri(_root + "none"), Path.Combine(_folder, "none"), "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArchivesAreUnpackedIntoTheFolderAlone()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            foreach (var name in (string[])["cifar/one.bin", "../../two.bin"]) tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2]) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link.bin") { LinkName = "/etc/passwd" });
        }
        _content = packed.ToArray();
        New().Fetch(new DatasetSource("a", "a", "", [(new(_root + "a.tar.gz"), Hash())]), _folder);
        Assert.Equal(["a.tar.gz", "one.bin", "two.bin"], Directory.GetFiles(_folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        _server.Close();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Download New() => new(_client, (_, _, _) => { });

    private DatasetSource Source() => new("a", "a", "", [(new(_root + "a.bin"), Hash())]);

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(_content));

    private void Serve()
    {
        try
        {
            while (true)
            {
                var context = _server.GetContext();
                var (request, response) = (context.Request, context.Response);
                if (request.Url!.LocalPath == "/none")
                {
                    response.StatusCode = 404;
                    response.Close();
                    continue;
                }
                if (request.Url!.LocalPath == "/silent") continue;
                var range = request.Headers["Range"];
                _ranges.Add(range);
                var from = 0;
                if (range is not null && _takesRanges)
                {
                    from = int.Parse(range["bytes=".Length..^1]);
                    response.StatusCode = from < _content.Length ? 206 : 416;
                    if (from < _content.Length) response.Headers["Content-Range"] = $"bytes {from}-{_content.Length - 1}/{_content.Length}";
                    else from = _content.Length;
                }
                response.ContentLength64 = _content.Length - from;
                var end = Math.Min(_content.Length, _cutAt);
                if (from < end) response.OutputStream.Write(_content, from, end - from);
                response.OutputStream.Flush();
                if (_stalls) continue;
                if (end < _content.Length) response.Abort();
                else response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The server was closed.
        }
    }
}
