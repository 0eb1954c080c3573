using ConvGpu.Onnx;
using ConvGpu.Tests.Cli;
using ConvGpu.Tests.Data;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Formats;

/// <summary>Where a user names something that is no regular file, that is said at once: a pipe that nobody writes to would never open.</summary>
[Collection("Console")]
public sealed class UserFileTests : IDisposable
{
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(60);

    private readonly PictureFolder _folder = new();

    private static readonly Dictionary<string, Action<string>> _readers = new()
    {
        ["a.png"] = path => Image.Read(path),
        ["b.jpg"] = path =>
        {
            using var decoder = new PictureDecoder();
            decoder.Open(path);
        },
        ["c.npy"] = path => NpyArray.Read(path),
        ["d.npz"] = path => NpzFile.Open(path).Dispose(),
        ["e.safetensors"] = path => SafeTensorsFile.Open(path).Dispose(),
        ["f.onnx"] = path => OnnxModel.Load(path),
        ["g.pb"] = path => TensorReader.ReadFile(path),
        ["h.csv"] = path => CsvImages.ReadFile(path),
        ["i.json"] = path => TuningFile.Load(path),
    };

    public static TheoryData<string> Readers => [.. _readers.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task APipeIsRefused(string file)
    {
        var path = Pipe(file);
        var error = await Refused(() => _readers[file](path));
        Assert.Contains(path, error, StringComparison.Ordinal);
        Assert.Contains("it is a pipe, not a regular file: write what it gives into a file", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task AFolderIsCalledAFolder(string file)
    {
        var path = _folder.File(file);
        Directory.CreateDirectory(path);
        Assert.Contains("it is a folder, not a file", await Refused(() => _readers[file](path)), StringComparison.Ordinal);
    }

    /// <summary>The name stands in the message once.</summary>
    [Theory]
    [MemberData(nameof(Readers))]
    public async Task AMissingFileIsNamedOnce(string file)
    {
        // What was tuned may be written for the first time.
        Assert.SkipWhen(file == "i.json", "Nothing is remembered where there is no file yet.");
        var path = _folder.File(file);
        var error = await Refused(() => _readers[file](path));
        Assert.Contains("there is no such file.", error, StringComparison.Ordinal);
        Assert.Equal(2, error.Split(file).Length);
    }

    [Theory]
    [InlineData("predict", "MODEL", "PIPE", "--dataset", "digits")]
    [InlineData("predict", "PIPE.onnx", "a.png")]
    [InlineData("predict", "lenet5", "a.png", "--weights", "PIPE")]
    [InlineData("predict", "MODEL", "a.png", "--dataset", "digits", "--class-names", "PIPE")]
    [InlineData("run", "MODEL", "--input", "PIPE")]
    [InlineData("run", "PIPE.onnx")]
    [InlineData("filter", "PIPE", "--kernel", "blur", "--out", "out.png")]
    [InlineData("filter", "a.png", "--kernel", "PIPE", "--out", "out.png")]
    [InlineData("evaluate", "MODEL", "--dataset", "PIPE.npz")]
    public async Task TheCommandsRefuseAPipe(params string[] args)
    {
        var model = _folder.File("model.onnx");
        var layers = Sequential.Of("small", new Shape(1, 1, 8, 8), new Flatten(), new Dense(64, 10));
        using (var network = new Network(layers, TestDevices.Open(OnDevice.Cpu), new() { MaxBatch = 1 })) network.SaveOnnx(model);
        _folder.Add("pictures", 1, 0, side: 8);
        var picture = _folder.File("pictures/000.png");
        string[] given = [.. args.Select(a => a.StartsWith("PIPE", StringComparison.Ordinal) ? Pipe(a) : a == "MODEL" ? model : a == "a.png" ? picture : a)];
        var (code, _, error) = await Task.Run(() => CommandLineTests.Run(given)).WaitAsync(_most);
        Assert.True(code is 1 or 2, error);
        Assert.Contains("it is a pipe, not a regular file", error, StringComparison.Ordinal);
    }

    /// <summary>A device that never ends, such as /dev/zero, is not read either.</summary>
    [Fact]
    public async Task ADeviceIsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/zero is Linux'.");
        Assert.Contains("/dev/zero cannot be read: it is a device, not a regular file", await Refused(() => Image.Read("/dev/zero")), StringComparison.Ordinal);
    }

    private string Pipe(string name) => NamedPipe.Create(_folder.File(name));

    private static async Task<string> Refused(Action read) =>
        (await Assert.ThrowsAnyAsync<ConvGpuException>(() => Task.Run(read).WaitAsync(_most))).Message;
}
