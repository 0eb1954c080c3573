using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ConvGpu.Cli;
using ConvGpu.Onnx;
using ConvGpu.Tests.Data;
using ConvGpu.Tests.Formats;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Cli;

/// <summary>What the commands write: where it cannot be, that is said before anything is read or computed; streams that a shell makes are written to.</summary>
[Collection("Console")]
public sealed class OutputTests : IDisposable
{
    private readonly PictureFolder _folder = new();

    private readonly TimeSpan _most = TimeSpan.FromMinutes(2);

    /// <summary>Every command and option that writes. BAD is data that cannot be read, which nobody sees who looks at the output first.</summary>
    public static TheoryData<string> Files => new(
        "train lenet5 --dataset BAD --log OUT.jsonl", "train lenet5 --dataset BAD --log OUT.csv", "train lenet5 --dataset BAD --save OUT.safetensors",
        "train lenet5 --dataset BAD --save OUT.onnx", "train lenet5 --dataset BAD --report OUT.html", "export lenet5 OUT.onnx --weights PICTURE",
        "dataset export BAD OUT.npz", "filter PICTURE --kernel blur --out OUT.png", "features lenet5 PICTURE --dataset BAD --out OUT.png",
        "weights lenet5 --dataset BAD --out OUT.png", "weights lenet5 --dataset BAD --out OUT.jpg");

    /// <summary>The same of folders.</summary>
    public static TheoryData<string> Folders => new(
        "train lenet5 --dataset BAD --checkpoint OUT", "train lenet5 --dataset BAD --tensorboard OUT", "dataset export BAD OUT", "dataset get mnist --data OUT",
        "run BAD --output OUT", "kernels --out OUT");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task APipeWithoutAReaderIsRefused(string line)
    {
        var pipe = NamedPipe.Create(Output(line));
        Assert.Contains($"{pipe} cannot be written: it is a pipe, whose reader may never come; name a file", await Refused(line), StringComparison.Ordinal);
        Assert.Equal(FileKind.Pipe, FileKinds.Of(pipe));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task AFolderIsCalledAFolder(string line)
    {
        Directory.CreateDirectory(Output(line));
        Assert.Contains($"{Output(line)} cannot be written: it is a folder; name a file in it.", await Refused(line), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task AMissingFolderIsNamed(string line)
    {
        line = line.Replace("OUT", "none/OUT", StringComparison.Ordinal);
        var expected = $"{Output(line)} cannot be written: there is no such folder: create {_folder.File("none")}, or name another.";
        Assert.Contains(expected, await Refused(line), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task WhatIsNoFolderIsRefusedAsOne(string line)
    {
        File.WriteAllText(Output(line), "kept");
        Assert.Contains($"{Output(line)} cannot be written into: it is a file, not a folder; name a folder", await Refused(line), StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(Output(line)));
        File.Delete(Output(line));
        NamedPipe.Create(Output(line));
        Assert.Contains($"{Output(line)} cannot be written into: it is a pipe, not a folder", await Refused(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernels --out OUT")]
    [InlineData("run MODEL --input PICTURE --output OUT")]
    public async Task AFolderThatCannotBeMadeIsNamed(string line)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux'.");
        Assert.StartsWith("convgpu: /proc/none cannot be made: ", await Refused(line.Replace("OUT", "/proc/none", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    /// <summary>Words of a command line in which files are missing or numbers wrong, and what is said in place of what is wrong with BAD.</summary>
    [Theory]
    [InlineData("nope.onnx cannot be read: there is no such file.", "evaluate nope.onnx --dataset BAD")]
    [InlineData("nope.onnx cannot be read: there is no such file.", "predict nope.onnx PICTURE --dataset BAD")]
    [InlineData("nope.onnx cannot be read: there is no such file.", "train nope.onnx --dataset BAD")]
    [InlineData("nope.onnx cannot be read: there is no such file.", "features nope.onnx PICTURE --dataset BAD --out o.png")]
    [InlineData("nope.onnx cannot be read: there is no such file.", "weights nope.onnx --dataset BAD --out o.png")]
    [InlineData("nope.png cannot be read: there is no such file.", "predict MODEL PICTURE nope.png --dataset BAD")]
    [InlineData("nope.png cannot be read: there is no such file.", "predict BAD.onnx nope.png")]
    [InlineData("nope.st cannot be read: there is no such file.", "predict lenet5 PICTURE --weights nope.st --dataset BAD")]
    [InlineData("nope.st cannot be read: there is no such file.", "evaluate lenet5 --weights nope.st --dataset BAD")]
    [InlineData("nope.st cannot be read: there is no such file.", "train lenet5 --weights nope.st --dataset BAD")]
    [InlineData("nope.st cannot be read: there is no such file.", "weights lenet5 --weights nope.st --dataset BAD --out o.png")]
    [InlineData("nope.txt cannot be read: there is no such file.", "evaluate MODEL --class-names nope.txt --dataset BAD")]
    [InlineData("nope.npy cannot be read: there is no such file.", "run BAD.onnx --input nope.npy")]
    [InlineData("nope.npy cannot be read: there is no such file.", "run BAD.onnx --input x=nope.npy")]
    [InlineData("nope.npy cannot be read: there is no such file.", "run BAD.onnx --expect nope.npy")]
    [InlineData("there is no device 'gpu'", "evaluate MODEL --dataset BAD --device gpu")]
    [InlineData("there is no device 'gpu'", "train lenet5 --dataset BAD --device gpu")]
    [InlineData("there is no device 'gpu'", "run BAD.onnx --device gpu")]
    [InlineData("there is no device 'gpu'", "summary BAD.onnx --device gpu")]
    [InlineData("lenet5 has no layer 'conv9'", "weights lenet5 --layer conv9 --dataset BAD --out o.png")]
    [InlineData("lenet5 has no layer 'conv9'", "features lenet5 PICTURE --layer conv9 --dataset BAD --out o.png")]
    [InlineData("--input is channels, rows and columns", "summary BAD.onnx --input 3x")]
    [InlineData("--batch is at least 1", "summary BAD.onnx --batch 0")]
    [InlineData("BAD.json is no file of tuned algorithms", "train lenet5 --dataset BAD --tune --tune-file BAD.json")]
    [InlineData("holds checkpoints already", "train lenet5 --dataset BAD --checkpoint KEPT")]
    [InlineData("KEPT is not empty; export to a new folder", "dataset export BAD KEPT")]
    [InlineData("--save and --report name the same file", "train lenet5 --dataset BAD --save OUT.html --report OUT.html")]
    [InlineData("--log and --save name the same file", "train lenet5 --dataset BAD --log OUT.csv --save OUT.csv")]
    [InlineData("is the file of --weights", "export lenet5 PICTURE --weights PICTURE")]
    [InlineData("is the data set itself", "dataset export BAD.npz BAD.npz")]
    public async Task WhatIsCheapIsCheckedFirst(string message, string line) => Assert.Contains(message, await Refused(line), StringComparison.Ordinal);

    [Theory]
    [InlineData("--shape is rows,columns,depth", "sgemm")]
    [InlineData("--shape is batch,channels,height", "conv")]
    public void ShapesAreReadBeforeADeviceIsOpened(string message, string op)
    {
        var open = CommonOptions.Open;
        CommonOptions.Open = _ => throw new InvalidOperationException("a device was opened");
        try
        {
            var (code, output, error) = CommandLineTests.Run("bench", op, "--shape", "1,2", "--device", "cpu");
            Assert.Equal((CommandLine.Usage, ""), (code, output));
            Assert.Contains(message, error, StringComparison.Ordinal);
        }
        finally
        {
            CommonOptions.Open = open;
        }
    }

    [Fact]
    public void ADataSetWithoutANameIsRefused() =>
        Assert.Contains("There is no data set ''", CommandLineTests.Run("dataset", "export", "", _folder.File("x.npz")).Error, StringComparison.Ordinal);

    [Fact]
    public void NothingIsPrintedForACheckOfWhatIsInMemory()
    {
        var (code, output, _) = CommandLineTests.Run("dataset", "info", "digits", "--check");
        Assert.Equal((CommandLine.Usage, ""), (code, output));
    }

    /// <summary>A log for which there is no room ends the run before its first step, and what a run before it saved is there.</summary>
    [Fact]
    public void ALogOnAFullDiskLosesNoCheckpoint()
    {
        string[] train = ["train", "mlp", "--device", "cpu", "--batch", "256", "--checkpoint", _folder.File("run")];
        Assert.Equal(0, CommandLineTests.Run([.. train, "--epochs", "1"]).Code);
        var saved = Assert.Single(Directory.GetFiles(_folder.File("run")));
        var bytes = File.ReadAllBytes(saved);
        var (code, _, error) = CommandLineTests.Run([.. train, "--epochs", "2", "--resume", "--log", Full("log.csv")]);
        Assert.Equal(CommandLine.Failure, code);
        Assert.Contains($"convgpu: {_folder.File("log.csv")} cannot be written: No space left on device", error, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.File("run")))));
    }

    /// <summary>A log that is told of something before the run, here that it becomes longer, ends there; the run goes on and saves.</summary>
    [Fact]
    public void ALogThatEndsEndsNoRun()
    {
        string[] train = ["train", "mlp", "--device", "cpu", "--batch", "256", "--checkpoint", _folder.File("run")];
        Assert.Equal(0, CommandLineTests.Run([.. train, "--epochs", "1"]).Code);
        var (code, _, error) = CommandLineTests.Run([.. train, "--epochs", "2", "--resume", "--log", Full("log.jsonl")]);
        Assert.True(code == 0, error);
        Assert.Contains($"warning: A log ends here: {_folder.File("log.jsonl")} cannot be written: No space left on device", error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder.File("run"), "*.safetensors").Length);
    }

    /// <summary>Weights for which there is no room are in the last checkpoint.</summary>
    [Fact]
    public void WeightsOnAFullDiskAreInTheCheckpoint()
    {
        var save = Full("w.safetensors");
        var (code, _, error) = CommandLineTests.Run(
            "train", "mlp", "--device", "cpu", "--batch", "256", "--epochs", "1", "--checkpoint", _folder.File("run"), "--save", save);
        Assert.Equal(CommandLine.Failure, code);
        Assert.Contains($"{save} cannot be written: No space left on device", error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder.File("run"), "*.safetensors"));
    }

    /// <summary>What the process has open is written to as it is, with what else is printed there.</summary>
    [Fact]
    public async Task ALogGoesWhereAShellSaysSo()
    {
        var words = Quoted("train", "mlp", "--device", "cpu", "--epochs", "1", "--batch", "256", "--json");
        await Shell($"{words} --log /dev/stdout > stdout.txt 2> stderr.txt");
        var lines = File.ReadAllLines(_folder.File("stdout.txt"));
        Assert.Equal(["start", "epoch", "end"], Events(lines[..^1]));
        Assert.Equal(JsonValueKind.Number, JsonDocument.Parse(lines[^1]).RootElement.GetProperty("test_accuracy").ValueKind);

        await Shell($"echo before > three.txt; {words} --log /dev/fd/3 3>> three.txt > out.txt");
        lines = File.ReadAllLines(_folder.File("three.txt"));
        Assert.Equal("before", lines[0]);
        Assert.Equal(["start", "epoch", "end"], Events(lines[1..]));
        Assert.Single(File.ReadAllLines(_folder.File("out.txt")));

        await Shell($"{words} --log >(cat > piped.txt) > out.txt; wait $!");
        Assert.Equal(["start", "epoch", "end"], Events(File.ReadAllLines(_folder.File("piped.txt"))));
    }

    /// <summary>That is said; nobody waits for another reader.</summary>
    [Fact]
    public async Task AReaderMayBeGone()
    {
        var train = Quoted("train", "mlp", "--device", "cpu", "--epochs", "1", "--batch", "256");
        await Shell($"exec 3> >(exec true); wait $!; ! {train} --log /dev/fd/3 > out.txt 2> error.txt");
        Assert.StartsWith("convgpu: /dev/fd/3 cannot be written: Broken pipe", File.ReadAllText(_folder.File("error.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileGoesIntoAPipeOfTheShell()
    {
        var export = Quoted("export", "mlp");
        await Shell($"{export} /dev/fd/3 3> file.onnx; {export} >(cat > piped.onnx); wait $!; {export} plain.onnx");
        var expected = File.ReadAllBytes(_folder.File("plain.onnx"));
        Assert.Equal(expected, File.ReadAllBytes(_folder.File("file.onnx")));
        Assert.Equal(expected, File.ReadAllBytes(_folder.File("piped.onnx")));
    }

    private static IEnumerable<string?> Events(IEnumerable<string> lines) =>
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString());

    private static string Quoted(params string[] args) => string.Join(' ', DotnetProcess.Command("convgpu", args).Select(word => $"'{word}'"));

    private async Task Shell(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "Pipes by >(...) are bash's.");
        var start = new ProcessStartInfo("/bin/bash", ["-c", script]) { WorkingDirectory = _folder.Root, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_most);
        try
        {
            var error = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private string Full(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux'.");
        File.CreateSymbolicLink(_folder.File(name), "/dev/full");
        return _folder.File(name);
    }

    private string Output(string line) => Word(line.Split(' ').First(word => word.Contains("OUT", StringComparison.Ordinal)));

    private string Word(string word) => word switch
    {
        "PICTURE" => _folder.File("pictures/000.png"),
        "MODEL" => _folder.File("model.onnx"),
        _ when word.StartsWith("BAD", StringComparison.Ordinal) => _folder.File(word == "BAD" ? "BAD.csv" : word),
        "KEPT" or "nope.npy" => _folder.File(word),
        _ when word.Contains("OUT", StringComparison.Ordinal) || word is "o.png" => _folder.File(word),
        _ => word,
    };

    private async Task<string> Refused(string line)
    {
        _folder.Add("pictures", 1, 0, side: 8);
        Directory.CreateDirectory(_folder.File("KEPT"));
        foreach (var bad in (string[])["BAD.csv", "BAD.onnx", "BAD.json", $"KEPT/checkpoint-{1.ToString("D9", CultureInfo.InvariantCulture)}.safetensors"])
            File.WriteAllText(_folder.File(bad), "bad");
        var layers = Sequential.Of("small", new Shape(1, 1, 8, 8), new Flatten(), new Dense(64, 10));
        using (var network = new Network(layers, TestDevices.Open(OnDevice.Cpu), new() { MaxBatch = 1 })) network.SaveOnnx(_folder.File("model.onnx"));
        var (code, output, error) = await Task.Run(() => CommandLineTests.Run([.. line.Split(' ').Select(Word)])).WaitAsync(_most);
        Assert.True(code is CommandLine.Failure or CommandLine.Usage && output.Length == 0, output + error);
        return Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
