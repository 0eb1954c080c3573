using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ConvGpu.GpuBench;

/// <summary>Timings beside those of a peer, as JSON and as a Markdown table.</summary>
internal static class Report
{
    /// <summary>What the peer measured: milliseconds by section/name, for float32 and for TensorFloat32; empty where no peer ran.</summary>
    /// <param name="file">The JSON of bench/gpu/peer.py, or null.</param>
    public static Dictionary<string, Dictionary<string, double>> ReadPeer(string? file) =>
        file is not null && File.Exists(file)
            ? JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double>>>(File.ReadAllText(file)) ?? []
            : [];

    public static string Json(ComputeDevice device, IEnumerable<KernelFacts> kernels, IEnumerable<Measurement> measured, Dictionary<string, Dictionary<string, double>> peer) =>
        JsonSerializer.Serialize(new { device = device.Info, kernels, measured, peer }, new JsonSerializerOptions { WriteIndented = true });

    public static string Markdown(ComputeDevice device, IReadOnlyList<KernelFacts> kernels, IEnumerable<Measurement> measured, Dictionary<string, Dictionary<string, double>> peer)
    {
        var text = new StringBuilder($"# {device.Info.Name}\n\n{device.Info.Computes}; {device.Info.Limits}\n\n");
        text.Append("| what | ms | GFLOP/s or images/s | PyTorch float32 ms | PyTorch TF32 ms | float32 ms / ours |\n|---|---|---|---|---|---|\n");
        foreach (var row in measured)
        {
            double? plain = Peer(peer, "float32", row), reduced = Peer(peer, "tf32", row);
            text.Append(CultureInfo.InvariantCulture, $"| {row.Section} {row.Name} | {row.Milliseconds:G4} | {row.Rate:N0} | {plain:G4} | {reduced:G4} | {plain / row.Milliseconds:P0} |\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"\n{kernels.Count} kernels were loaded first.\n\n| kernel | registers | local bytes | shared bytes |\n|---|---|---|---|\n");
        foreach (var kernel in kernels.OrderByDescending(k => k.LocalBytes).ThenBy(k => k.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {kernel.Name} | {kernel.Registers} | {kernel.LocalBytes} | {kernel.SharedBytes} |\n");
        return text.ToString();
    }

    private static double? Peer(Dictionary<string, Dictionary<string, double>> peer, string precision, Measurement row) =>
        peer.TryGetValue(precision, out var times) && times.TryGetValue(row.Key, out var milliseconds) ? milliseconds : null;
}

/// <summary>What the driver's compiler made of a kernel.</summary>
internal sealed record KernelFacts(string Name, int Registers, int LocalBytes, int SharedBytes);
