using System.Net.Sockets;
using ConvGpu.Onnx;
using ConvGpu.Tests.Data;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Formats;

/// <summary>What is written stands in a regular file or goes into a stream: nothing else is opened, waited for or replaced.</summary>
public sealed class OutputFileTests : IDisposable
{
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Action<string>> _writers = new()
    {
        ["a.png"] = path => new Image(1, 1, 2, [3, 4]).Write(path),
        ["b.npy"] = path => NpyArray.Of<byte>([1, 2], 2).Write(path),
        ["c.npz"] = path => NpzFile.Write(path, [new("x", NpyArray.Of<byte>([1, 2], 2))], compressed: true),
        ["d.safetensors"] = path => OfNetwork(network => network.SaveWeights(path)),
        ["e.onnx"] = path => OfNetwork(network => network.SaveOnnx(path)),
        ["f.json"] = path => TuningFile.Save(path, new AlgorithmTuning()),
        ["g.csv"] = path => new CsvTrainingLog(path).Started(Start()),
        ["h.jsonl"] = path => new JsonLinesTrainingLog(path).Started(Start()),
    };

    private readonly PictureFolder _folder = new();

    public static TheoryData<string> Writers => [.. _writers.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task APipeIsRefusedAndStays(string file)
    {
        var path = NamedPipe.Create(_folder.File(file));
        Assert.Contains($"{path} cannot be written: it is a pipe, whose reader may never come; name a file", await Refused(file, path), StringComparison.Ordinal);
        Assert.Equal(FileKind.Pipe, FileKinds.Of(path));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task ASocketIsRefusedAndStays(string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets are told apart on Linux alone.");
        var path = _folder.File(file);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        Assert.Contains($"{path} cannot be written: it is a socket; name a file", await Refused(file, path), StringComparison.Ordinal);
        Assert.Equal(FileKind.Socket, FileKinds.Of(path));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task AFolderIsCalledAFolder(string file)
    {
        var path = _folder.File(file);
        Directory.CreateDirectory(path);
        Assert.Equal($"{path} cannot be written: it is a folder; name a file in it.", await Refused(file, path));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task AMissingFolderIsNamed(string file)
    {
        // Its folder is made: it is that of all that convgpu keeps for a user.
        Assert.SkipWhen(file == "f.json", "The folder is made.");
        var path = _folder.File("none/" + file);
        Assert.Equal($"{path} cannot be written: there is no such folder: create {_folder.File("none")}, or name another.", await Refused(file, path));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task AFileIsNoFolder(string file)
    {
        File.WriteAllText(_folder.File("taken"), "");
        var path = _folder.File("taken/" + file);
        Assert.StartsWith($"{path} cannot be written: ", await Refused(file, path), StringComparison.Ordinal);
        if (file == "f.json") return;
        Assert.Contains($"{_folder.File("taken")} is a file, not a folder; name another.", await Refused(file, path), StringComparison.Ordinal);
    }

    /// <summary>Through a link, so that whoever replaces what stands there replaces that alone.</summary>
    [Theory]
    [MemberData(nameof(Writers))]
    public void ADeviceIsWrittenTo(string file)
    {
        var path = Link(file, Device("/dev/null"));
        _writers[file](path);
        Assert.Equal("/dev/null", new FileInfo(path).LinkTarget);
        Assert.False(File.Exists(path + AtomicFile.TemporarySuffix));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task AFullDeviceIsSaid(string file)
    {
        var path = Link(file, Device("/dev/full"));
        var error = await Refused(file, path);
        Assert.StartsWith($"{path} cannot be written: No space left on device", error, StringComparison.Ordinal);
        Assert.Equal("/dev/full", new FileInfo(path).LinkTarget);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void ALinkStaysAndItsFileIsReplaced(string file)
    {
        Directory.CreateDirectory(_folder.File("store"));
        var target = _folder.File("store/" + file);
        File.WriteAllText(target, new string('o', 100_000));
        // From the link's own folder, through another link.
        Directory.CreateSymbolicLink(_folder.File("current"), "store");
        var path = Link(file, "current/" + file);
        _writers[file](path);
        Assert.Equal("current/" + file, new FileInfo(path).LinkTarget);
        Assert.Null(new FileInfo(target).LinkTarget);
        var plain = _folder.File("plain-" + file);
        _writers[file](plain);
        Assert.Equal(File.ReadAllBytes(plain), File.ReadAllBytes(target));
        Assert.Equal([target], Directory.GetFiles(_folder.File("store")));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void WhereALinkLeadsNowhereTheFileIsMade(string file)
    {
        var path = Link(file, "new-" + file);
        _writers[file](path);
        Assert.NotNull(new FileInfo(path).LinkTarget);
        Assert.NotEqual(0, new FileInfo(_folder.File("new-" + file)).Length);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task WhereALinkLeadsIntoNoFolderThatIsNamed(string file)
    {
        Assert.SkipWhen(file == "f.json", "The link's folder is there.");
        var path = Link(file, "none/" + file);
        Assert.Equal($"{path} cannot be written: there is no such folder: create {_folder.File("none")}, or name another.", await Refused(file, path));
    }

    /// <summary>Followed to the file that standard output goes to, a log would be written over what else is printed there.</summary>
    [Fact]
    public void ALinkToAStreamIsThatStream()
    {
        Assert.True(OutputFile.IsStream(Link("log.jsonl", "/dev/stdout")));
        Assert.True(OutputFile.IsStream(Link("other.jsonl", _folder.File("log.jsonl"))));
        Assert.True(OutputFile.IsStream(Link("number.jsonl", "/proc/self/fd/1")));
        Assert.False(OutputFile.IsStream(Link("file.jsonl", "stdout")));
    }

    [Fact]
    public async Task LinksWithoutAnEndAreRefused()
    {
        var path = Link("a.png", "b.png");
        Link("b.png", "a.png");
        Assert.Contains("cannot be written: Too many levels of symbolic links", await Refused("a.png", path), StringComparison.Ordinal);
    }

    /// <summary>What a file is written into first is a name of its own, where anything may stand.</summary>
    [Fact]
    public async Task APipeBesideTheFileIsNotWaitedFor()
    {
        var path = _folder.File("b.npy");
        var pipe = NamedPipe.Create(path + AtomicFile.TemporarySuffix);
        Assert.Contains($"{pipe}, which it is written into first, is a pipe; move that away.", await Refused("b.npy", path), StringComparison.Ordinal);
        Assert.Equal(FileKind.Pipe, FileKinds.Of(pipe));
    }

    [Fact]
    public void RequiringAFileLeavesNothing()
    {
        var path = _folder.File("b.npy");
        AtomicFile.Require(path);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
        File.WriteAllText(path, "old");
        AtomicFile.Require(path);
        Assert.Equal("old", File.ReadAllText(Assert.Single(Directory.GetFileSystemEntries(_folder.Root))));
    }

    [Theory]
    [InlineData("/dev/stdout", true)]
    [InlineData("/dev/stderr", true)]
    [InlineData("/dev/fd/63", true)]
    [InlineData("/proc/self/fd/12", true)]
    [InlineData("/dev/null", true)]
    [InlineData("/dev/fd/x", false)]
    [InlineData("/dev/fd", false)]
    [InlineData("stdout", false)]
    public void StreamsHaveNames(string path, bool isStream)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Streams have names on Unix.");
        Assert.SkipWhen(path == "/dev/null" && !OperatingSystem.IsLinux(), "Devices are told apart on Linux alone.");
        Assert.Equal(isStream, OutputFile.IsStream(path));
    }

    [Fact]
    public void FoldersAreOrBecomeFolders()
    {
        OutputFile.RequireFolder(_folder.Root);
        OutputFile.RequireFolder(_folder.File("new/folder"));
        OutputFile.RequireFolder("new");
        var file = _folder.File("file");
        File.WriteAllText(file, "");
        Assert.Equal(
            $"{file} cannot be written into: it is a file, not a folder; name a folder, or one that does not exist yet.",
            Assert.Throws<FileFormatException>(() => OutputFile.RequireFolder(file)).Message);
        Assert.StartsWith(
            $"{file}/in/it cannot be written into: {file} is a file, not a folder",
            Assert.Throws<FileFormatException>(() => OutputFile.RequireFolder(file + "/in/it")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkThatLeadsNowhereIsNoFolder()
    {
        var link = Link("link", "nowhere");
        Assert.StartsWith(
            $"{link} cannot be written into: it is a link that leads nowhere, not a folder",
            Assert.Throws<FileFormatException>(() => OutputFile.RequireFolder(link)).Message, StringComparison.Ordinal);
    }

    private static async Task<string> Refused(string file, string path) =>
        (await Assert.ThrowsAsync<FileFormatException>(() => Task.Run(() => _writers[file](path)).WaitAsync(_most))).Message;

    private static string Device(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), $"{path} is told apart on Linux alone.");
        return path;
    }

    private string Link(string name, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links are for those who may make them.");
        File.CreateSymbolicLink(_folder.File(name), target);
        return _folder.File(name);
    }

    private static void OfNetwork(Action<Network> use)
    {
        var layers = Sequential.Of("small", new Shape(1, 1, 2, 2), new Flatten(), new Dense(4, 2));
        using var network = new Network(layers, TestDevices.Open(OnDevice.Cpu), new() { MaxBatch = 1 });
        use(network);
    }

    private static TrainingStart Start() => new("model", "data", "cpu", 10, 20, 5, 7, "as they are", "little", 2, 4, 4);
}
