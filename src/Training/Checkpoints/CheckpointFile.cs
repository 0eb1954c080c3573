using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace ConvGpu;

/// <summary>
/// A checkpoint as a safetensors file. Parameters and buffers have their own names, so that the file is one of weights too; the rest is
/// below <see cref="Prefix"/>. The last tensor is the SHA-256 of all bytes before its own.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    /// <summary>The version that is written; all versions up to it are read.</summary>
    public const int Version = 1;

    /// <summary>What the names of tensors begin with that are no weights.</summary>
    public const string Prefix = WeightFiles.CheckpointPrefix;

    private const string BestPrefix = Prefix + "best/";
    private const string HashName = Prefix + "sha256";
    private const int HashBytes = 32;

    private readonly SafeTensorsFile _file;

    private CheckpointFile(SafeTensorsFile file, string path)
    {
        (_file, Path) = (file, path);
        Position = Parse("position", TrainingPosition.FromJson);
        Settings = Parse("settings", RunSettings.FromJson);
    }

    public string Path { get; }

    public TrainingPosition Position { get; }

    public RunSettings Settings { get; }

    /// <summary>How the run was started, where it said so.</summary>
    public string? CommandLine => _file.Metadata.GetValueOrDefault("command");

    /// <summary>The device that it was trained on, where it says so.</summary>
    public string? Device => _file.Metadata.GetValueOrDefault("device");

    /// <summary>Writes a checkpoint.</summary>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    /// <exception cref="ConvGpuException">A tensor holds NaN or infinity: nobody wants to go on from there.</exception>
    public static void Write(
        string path, Network network, TrainingPosition position, RunSettings settings, NetworkSnapshot? best, string? commandLine,
        Func<string, Stream>? create = null)
    {
        var state = State(network).ToList();
        List<SafeTensorInfo> tensors = [.. state.Select(s => s.Info)];
        foreach (var (tensor, bytes) in best?.Copies ?? []) tensors.Add(Info(BestPrefix + tensor.Name, tensor, bytes.Length));
        tensors.Add(new SafeTensorInfo(HashName, SafeTensorType.UInt8, [HashBytes]));
        var metadata = new Dictionary<string, string>
        {
            ["format"] = WeightFiles.CheckpointFormat,
            ["version"] = Version.ToString(CultureInfo.InvariantCulture),
            ["model"] = network.Shapes.Graph.Name,
            ["device"] = network.Device.Id,
            ["position"] = position.ToJson(),
            ["random"] = $"seed {network.Options.Seed}; numbers are drawn by counter: the seed, the step and the update are in {Prefix}state, the epoch in position",
            ["settings"] = settings.ToJson(),
        };
        if (commandLine is not null) metadata["command"] = commandLine;
        AtomicFile.Write(path, stream =>
        {
            using var hashing = new HashingStream(stream);
            var writer = new SafeTensorsWriter(hashing, tensors, metadata);
            var buffer = new byte[state.Max(s => (int)s.Info.Bytes)];
            foreach (var (tensor, info) in state)
            {
                var bytes = buffer.AsSpan(0, (int)info.Bytes);
                network.ReadState(tensor, bytes);
                if (tensor.HoldsFloats) RequireFinite(tensor, MemoryMarshal.Cast<byte, float>(bytes));
                writer.Write((ReadOnlySpan<byte>)bytes);
            }
            foreach (var (_, bytes) in best?.Copies ?? []) writer.Write((ReadOnlySpan<byte>)bytes);
            writer.Write((ReadOnlySpan<byte>)hashing.Hash());
        }, create);
    }

    /// <summary>Opens a checkpoint and checks every byte of it.</summary>
    /// <exception cref="FileFormatException">The file is missing, damaged, or no checkpoint.</exception>
    /// <exception cref="CheckpointException">The file is of a newer version.</exception>
    public static CheckpointFile Open(string path)
    {
        var file = SafeTensorsFile.Open(path);
        try
        {
            RequireVersion(file, path);
            RequireHash(file, path);
            return new CheckpointFile(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Puts a network where the one that was saved stood.</summary>
    /// <param name="network">The network.</param>
    /// <param name="best">Where the best model goes, where one is kept.</param>
    /// <exception cref="CheckpointException">The file's tensors are not the network's; the message lists them.</exception>
    public void Restore(Network network, NetworkSnapshot? best)
    {
        var state = State(network).ToList();
        var wanted = state.ToDictionary(s => s.Info.Name, s => s.Info);
        var differences = wanted.Values.Where(w => _file.Find(w.Name) is null).Select(w => $"{w.Name} {w} is not in it")
            .Concat(wanted.Values.Where(w => _file.Find(w.Name) is { } f && f.ToString() != w.ToString()).Select(w => $"{w.Name} is {_file.Find(w.Name)} instead of {w}"))
            .Concat(_file.Tensors.Where(t => !wanted.ContainsKey(t.Name) && t.Name != HashName && !t.Name.StartsWith(BestPrefix, StringComparison.Ordinal))
                .Select(t => $"{t.Name} {t} is not in the network")).ToList();
        if (differences.Count > 0) throw new CheckpointException($"{Path} is of another network: {string.Join("; ", differences.Take(12))}.");
        var buffer = new byte[state.Max(s => (int)s.Info.Bytes)];
        foreach (var (tensor, info) in state)
        {
            var bytes = buffer.AsSpan(0, (int)info.Bytes);
            _file.ReadBytes(info.Name, bytes);
            network.WriteState(tensor, bytes);
        }
        network.StepsSinceUpdate = Position.StepsSinceUpdate;
        foreach (var (tensor, bytes) in best?.Copies ?? [])
            if (_file.Find(BestPrefix + tensor.Name) is { } saved && saved.Bytes == bytes.Length) _file.ReadBytes(saved.Name, bytes);
    }

    public void Dispose() => _file.Dispose();

    private static IEnumerable<(PlanTensor Tensor, SafeTensorInfo Info)> State(Network network)
    {
        foreach (var (tensor, place) in network.Parameters.Concat(network.Buffers).Zip(WeightFiles.Of(network.Shapes))) yield return (tensor, place.Info);
        foreach (var tensor in network.Slots.Concat(network.Counters)) yield return (tensor, Info(Prefix + tensor.Name, tensor, network.StateBytes(tensor)));
    }

    private static SafeTensorInfo Info(string name, PlanTensor tensor, int bytes) =>
        new(name, tensor.HoldsFloats ? SafeTensorType.Float32 : SafeTensorType.Int32, [bytes / sizeof(float)]);

    private static void RequireVersion(SafeTensorsFile file, string path)
    {
        if (file.Metadata.GetValueOrDefault("format") != WeightFiles.CheckpointFormat)
            throw new FileFormatException($"{path} is a safetensors file, but no checkpoint: its metadata has no format '{WeightFiles.CheckpointFormat}'.");
        if (!int.TryParse(file.Metadata.GetValueOrDefault("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1)
            throw new FileFormatException($"{path} is a damaged checkpoint: its version is '{file.Metadata.GetValueOrDefault("version")}'.");
        if (version > Version)
            throw new CheckpointException($"{path} is a checkpoint of version {version}; this ConvGpu reads versions up to {Version}: use a newer one.");
    }

    private static void RequireHash(SafeTensorsFile file, string path)
    {
        if (file.Tensors is not [.., { Name: HashName, Type: SafeTensorType.UInt8, Bytes: HashBytes }])
            throw new FileFormatException($"{path} is a damaged checkpoint: its last tensor is not {HashName}.");
        var expected = new byte[HashBytes];
        file.ReadBytes(HashName, expected);
        if (!expected.AsSpan().SequenceEqual(HashOf(path))) throw new FileFormatException($"{path} is a damaged checkpoint: its SHA-256 differs.");
    }

    private static byte[] HashOf(string path)
    {
        try
        {
            using var stream = UserFile.Open(path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            for (var left = stream.Length - HashBytes; left > 0;)
            {
                var read = stream.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, left)));
                if (read == 0) throw new EndOfStreamException($"it ended {left} bytes early");
                hash.AppendData(buffer.AsSpan(0, read));
                left -= read;
            }
            return hash.GetHashAndReset();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFormatException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static void RequireFinite(PlanTensor tensor, ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if (!float.IsFinite(value)) throw new ConvGpuException($"{tensor.Name} has {value}: training has diverged, and no checkpoint is written of it; lower the learning rate (--lr).");
    }

    private T Parse<T>(string key, Func<string, T> parse)
    {
        try
        {
            return parse(_file.Metadata.GetValueOrDefault(key) ?? throw new JsonException("it is missing"));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{Path} is a damaged checkpoint: its {key} cannot be read: {e.Message}", e);
        }
    }
}
