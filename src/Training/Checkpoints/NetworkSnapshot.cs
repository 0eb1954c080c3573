namespace ConvGpu;

/// <summary>A copy of tensors of a network on the host; taken again, it uses its memory again.</summary>
internal sealed class NetworkSnapshot(Network network, IEnumerable<PlanTensor> tensors)
{
    private readonly (PlanTensor Tensor, byte[] Bytes)[] _copies = [.. tensors.Select(t => (t, new byte[network.StateBytes(t)]))];

    private int _stepsSinceUpdate;

    /// <summary>The tensors and their bytes.</summary>
    public IReadOnlyList<(PlanTensor Tensor, byte[] Bytes)> Copies => _copies;

    /// <summary>All that training goes on from.</summary>
    public static IEnumerable<PlanTensor> Everything(Network network) =>
        network.Parameters.Concat(network.Buffers).Concat(network.Slots).Concat(network.Counters);

    /// <summary>What validation and prediction compute with.</summary>
    public static NetworkSnapshot OfModel(Network network) => new(network,
        network.Parameters.Concat(network.Buffers).Concat(network.Slots.Where(s => s.Name.EndsWith(".average", StringComparison.Ordinal))));

    /// <summary>Copies from the device.</summary>
    public void Take()
    {
        foreach (var (tensor, bytes) in _copies) network.ReadState(tensor, bytes);
        _stepsSinceUpdate = network.StepsSinceUpdate;
    }

    /// <summary>Copies back.</summary>
    public void Restore()
    {
        foreach (var (tensor, bytes) in _copies) network.WriteState(tensor, bytes);
        network.StepsSinceUpdate = _stepsSinceUpdate;
    }
}
