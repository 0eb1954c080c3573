using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ConvGpu.GpuBench;

/// <summary>What a device was found to do, as JSON and as Markdown; written again after every row, so that a run cut short leaves it.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public string Device { get; set; } = "";

    public List<KernelFacts> Kernels { get; set; } = [];

    /// <summary>Kernels that did not load and rows that did not run, with the driver's words.</summary>
    public List<Failure> Failed { get; set; } = [];

    public List<Measurement> Measured { get; set; } = [];

    /// <summary>What the peer measured: milliseconds by section/name, for float32 and for TensorFloat32; empty where no peer ran.</summary>
    public Dictionary<string, Dictionary<string, double>> Peer { get; set; } = [];

    /// <summary>What an earlier section wrote, or nothing yet.</summary>
    /// <param name="path">The path of the files without their extensions.</param>
    public static Report Open(string path) =>
        File.Exists(path + ".json") ? JsonSerializer.Deserialize<Report>(File.ReadAllText(path + ".json")) ?? new Report() : new Report();

    /// <param name="file">The JSON of bench/gpu/peer.py.</param>
    public void ReadPeer(string file)
    {
        if (File.Exists(file)) Peer = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double>>>(File.ReadAllText(file)) ?? [];
    }

    /// <summary>Adds a row in place of an earlier one of its name.</summary>
    public void Add(Measurement row)
    {
        Measured.RemoveAll(earlier => earlier.Key == row.Key);
        Measured.Add(row);
    }

    public void Save(string path)
    {
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(this, Options));
        File.WriteAllText(path + ".md", Markdown());
    }

    private string Markdown()
    {
        var text = new StringBuilder($"# {Device}\n\n");
        text.Append("| what | ms | GFLOP/s or images/s | PyTorch float32 ms | PyTorch TF32 ms | float32 ms / ours |\n|---|---|---|---|---|---|\n");
        foreach (var row in Measured)
        {
            double? plain = PeerTime("float32", row), reduced = PeerTime("tf32", row);
            text.Append(CultureInfo.InvariantCulture, $"| {row.Section} {row.Name} | {row.Milliseconds:G4} | {row.Rate:N0} | {plain:G4} | {reduced:G4} | {plain / row.Milliseconds:P0} |\n");
        }
        foreach (var failure in Failed)
            text.Append(CultureInfo.InvariantCulture, $"\n## Failed: {failure.Name}\n\n```\n{failure.Error}\n```\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{Kernels.Count} kernels were loaded.\n\n| kernel | registers | local bytes | shared bytes |\n|---|---|---|---|\n");
        foreach (var kernel in Kernels.OrderByDescending(k => k.LocalBytes).ThenBy(k => k.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {kernel.Name} | {kernel.Registers} | {kernel.LocalBytes} | {kernel.SharedBytes} |\n");
        return text.ToString();
    }

    private double? PeerTime(string precision, Measurement row) =>
        Peer.TryGetValue(precision, out var times) && times.TryGetValue(row.PeerKey, out var milliseconds) ? milliseconds : null;
}

/// <summary>What the driver's compiler made of a kernel.</summary>
internal sealed record KernelFacts(string Name, int Registers, int LocalBytes, int SharedBytes);

/// <summary>A kernel or a row that failed, and why.</summary>
internal sealed record Failure(string Name, string Error);
