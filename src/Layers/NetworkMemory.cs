namespace ConvGpu;

/// <summary>The device memory that a network takes, known before anything is allocated.</summary>
public sealed record NetworkMemory
{
    /// <summary>The largest batch that it is for.</summary>
    public required int MaxBatch { get; init; }

    /// <summary>Bytes of the parameters alone.</summary>
    public required long ParameterBytes { get; init; }

    /// <summary>Bytes of what outlives a step: parameters, what the optimiser keeps of each, buffers, the input.</summary>
    public required long PersistentBytes { get; init; }

    /// <summary>Bytes of the slabs that activations, gradients and scratch share.</summary>
    public required long ArenaBytes { get; init; }

    /// <summary>Bytes that activations, gradients and scratch would take without sharing, in the plan that needs most.</summary>
    public required long UnsharedBytes { get; init; }

    /// <summary>The most bytes of activations, their gradients and scratch that live at once, which no layout can go below.</summary>
    public required long LivenessBytes { get; init; }

    /// <summary>What the backward pass computes again.</summary>
    public IReadOnlyList<RecomputedSegment> Recomputed { get; init; } = [];

    /// <summary>Bytes in all.</summary>
    public long PeakBytes => PersistentBytes + ArenaBytes;

    /// <summary>
    /// What a plan is measured by: parameters, their gradients and one value of the optimiser for each, and <see cref="LivenessBytes"/>.
    /// <see cref="PeakBytes"/> may lie below, since gradients of parameters share memory with activations.
    /// </summary>
    public long BoundBytes => 3 * ParameterBytes + LivenessBytes;

    /// <summary>Computes what a network would take.</summary>
    /// <param name="graph">The layers.</param>
    /// <param name="device">Where it would compute; nothing is allocated there.</param>
    /// <param name="options">As for the network.</param>
    /// <exception cref="ShapeException">Shapes do not fit; the message names the layer and the fix.</exception>
    /// <exception cref="ArgumentException">A layer that is to be frozen does not exist or has no parameters.</exception>
    /// <exception cref="DeviceException">A tensor is larger than the device allocates at once, or the budget is too small.</exception>
    public static NetworkMemory Of(Graph graph, ComputeDevice device, NetworkOptions options) => Network.Lay(graph, device, options).Layout.Memory;

    /// <inheritdoc/>
    public override string ToString() =>
        $"batch {MaxBatch}: {Size(PersistentBytes)} parameters, optimiser and input; " +
        $"{Size(ArenaBytes)} activations, gradients and scratch ({Size(UnsharedBytes)} without sharing); {Size(PeakBytes)} in all" +
        (Recomputed.Count == 0 ? "" : $"; computed again: {string.Join(", ", Recomputed)}");

    /// <summary>An amount of memory for people.</summary>
    internal static string Size(long bytes) => bytes < 10 << 20 ? $"{bytes / 1024.0:F0} KiB" : $"{bytes / (1024.0 * 1024):F0} MiB";
}

/// <summary>Layers whose activations are dropped after the forward pass and computed again for the backward pass.</summary>
/// <param name="First">The first layer.</param>
/// <param name="Last">The last layer.</param>
/// <param name="Layers">How many layers are computed again.</param>
/// <param name="DroppedBytes">Bytes of the activations that are not kept in between.</param>
/// <param name="Flops">Floating-point operations of computing them again, for the largest batch.</param>
public sealed record RecomputedSegment(string First, string Last, int Layers, long DroppedBytes, long Flops)
{
    /// <inheritdoc/>
    public override string ToString() => First == Last ? First : $"{First} to {Last}";
}
