namespace ConvGpu;

/// <summary>
/// Where the memory of a network's plans goes: slabs for what outlives a step, and slabs that the plans share, since they never run at
/// once. Computed from sizes alone; nothing is allocated.
/// </summary>
internal sealed class PlanLayout
{
    private readonly ComputeDevice _device;
    private readonly NetworkPlan _plan;

    /// <param name="plan">The plans.</param>
    /// <param name="device">The device, whose workspaces and largest allocation count.</param>
    /// <param name="maxBatch">The largest batch.</param>
    /// <param name="keepAll">Whether activations and gradients share no memory.</param>
    /// <exception cref="DeviceException">A tensor alone is larger than the device allocates at once.</exception>
    public PlanLayout(NetworkPlan plan, ComputeDevice device, int maxBatch, bool keepAll)
    {
        (_plan, _device, MaxBatch) = (plan, device, maxBatch);
        Persistent = [.. plan.Tensors.All];
        PersistentLayout = Layout([.. Persistent.Select(t => new Lifetime(t.Name, t.Bytes(maxBatch), 0, 0))]);
        var sizes = new WorkspaceSizes(device, maxBatch);
        Transient = [.. new[] { plan.Training, plan.Inference, plan.Update }.Select(ops => new TransientTensors(ops, sizes, keepAll))];
        TransientLayouts = [.. Transient.Select(t => Layout(t.Lifetimes))];
        var slabs = new List<long>();
        foreach (var layout in TransientLayouts)
        {
            for (var s = 0; s < layout.SlabBytes.Count; s++)
            {
                if (s == slabs.Count) slabs.Add(0);
                slabs[s] = Math.Max(slabs[s], layout.SlabBytes[s]);
            }
        }
        ArenaSlabs = slabs;
    }

    public int MaxBatch { get; }

    public IReadOnlyList<PlanTensor> Persistent { get; }

    public ArenaLayout PersistentLayout { get; }

    /// <summary>Of training, inference and update.</summary>
    public IReadOnlyList<TransientTensors> Transient { get; }

    public IReadOnlyList<ArenaLayout> TransientLayouts { get; }

    /// <summary>The sizes of the slabs that all plans share.</summary>
    public IReadOnlyList<long> ArenaSlabs { get; }

    /// <summary>What the network takes.</summary>
    public NetworkMemory Memory => new()
    {
        MaxBatch = MaxBatch,
        ParameterBytes = _plan.Tensors.Parameters.Values.Sum(p => p.Sum(t => t.Bytes(1))),
        PersistentBytes = PersistentLayout.SlabBytes.Sum(),
        ArenaBytes = ArenaSlabs.Sum(),
        UnsharedBytes = Transient.Max(t => t.UnsharedBytes),
        LivenessBytes = Transient.Max(t => t.LivenessBytes(_plan.ParameterGradients.Values.ToHashSet())),
        Recomputed = _plan.Recomputed,
    };

    private ArenaLayout Layout(IReadOnlyList<Lifetime> lifetimes) =>
        new(lifetimes, _device.LargestAllocation, $"for a batch of {MaxBatch}, but {_device.Id}");
}
