using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// The device memory of a network: slabs for what outlives a step, and slabs that the plans share, since they never run at once.
/// </summary>
internal sealed class PlanMemory : IDisposable
{
    private readonly ComputeDevice _device;
    private readonly int _maxBatch;
    private readonly List<DeviceBuffer> _slabs = [];

    public PlanMemory(ComputeDevice device, int maxBatch) => (_device, _maxBatch) = (device, maxBatch);

    /// <summary>Bytes of tensors that outlive a step.</summary>
    public long PersistentBytes { get; private set; }

    /// <summary>Bytes of the slabs that activations, gradients and scratch share.</summary>
    public long ArenaBytes { get; private set; }

    /// <summary>Bytes that activations, gradients and scratch would take without sharing, in the plan that needs most.</summary>
    public long UnsharedBytes { get; private set; }

    public void PlacePersistent(IEnumerable<PlanTensor> tensors)
    {
        var list = tensors.ToList();
        var layout = Layout([.. list.Select(t => new Lifetime(t.Name, t.Bytes(_maxBatch), 0, 0))]);
        var slabs = Allocate(layout.SlabBytes, "parameters and state");
        PersistentBytes = layout.SlabBytes.Sum();
        for (var i = 0; i < list.Count; i++) list[i].Memory = Range(slabs, layout[i], list[i].Bytes(_maxBatch));
    }

    /// <summary>Places the tensors of several plans and their workspaces in shared slabs.</summary>
    /// <returns>The workspace of each op of each plan.</returns>
    public IReadOnlyList<Operand>[] PlaceTransient(IReadOnlyList<IReadOnlyList<PlannedOp>> plans, bool keepAll)
    {
        var requests = plans.Select(p => Request(p, keepAll)).ToList();
        var layouts = requests.ConvertAll(r => Layout(r.Lifetimes));
        var sizes = new List<long>();
        foreach (var layout in layouts)
        {
            for (var s = 0; s < layout.SlabBytes.Count; s++)
            {
                if (s == sizes.Count) sizes.Add(0);
                sizes[s] = Math.Max(sizes[s], layout.SlabBytes[s]);
            }
        }
        var slabs = Allocate(sizes, "activations and gradients");
        ArenaBytes = sizes.Sum();
        UnsharedBytes = requests.Max(r => r.Lifetimes.Sum(l => ArenaLayout.Align(l.Bytes)));
        return [.. requests.Select((r, p) => Assign(plans[p].Count, r, layouts[p], slabs))];
    }

    public void Dispose()
    {
        foreach (var slab in _slabs) slab.Dispose();
        _slabs.Clear();
    }

    private ArenaLayout Layout(IReadOnlyList<Lifetime> lifetimes) =>
        new(lifetimes, _device.LargestAllocation, $"for a batch of {_maxBatch}, but {_device.Id}");

    // Each slab is owned as soon as it is there: the next may find no room.
    private List<DeviceBuffer> Allocate(IReadOnlyList<long> sizes, string name)
    {
        var slabs = new List<DeviceBuffer>();
        foreach (var bytes in sizes)
        {
            var slab = _device.Allocate(bytes, name);
            _slabs.Add(slab);
            slabs.Add(slab);
        }
        return slabs;
    }

    private sealed record Requested(List<PlanTensor> Tensors, List<Lifetime> Lifetimes, List<int> WorkspaceOps);

    private Requested Request(IReadOnlyList<PlannedOp> ops, bool keepAll)
    {
        var spans = new Dictionary<PlanTensor, (int First, int Last)>();
        for (var i = 0; i < ops.Count; i++)
        {
            foreach (var tensor in ops[i].Operands)
            {
                if (!tensor.IsPersistent) spans[tensor] = (spans.TryGetValue(tensor, out var span) ? span.First : i, i);
            }
        }
        var tensors = spans.Keys.ToList();
        var lifetimes = tensors.ConvertAll(t => keepAll
            ? new Lifetime(t.Name, t.Bytes(_maxBatch), 0, ops.Count)
            : new Lifetime(t.Name, t.Bytes(_maxBatch), spans[t].First, spans[t].Last));
        var workspaceOps = new List<int>();
        for (var i = 0; i < ops.Count; i++)
        {
            var bytes = OpTable.WorkspaceBytes(ops[i].Op, _device, _maxBatch);
            if (bytes <= 0) continue;
            workspaceOps.Add(i);
            lifetimes.Add(new Lifetime($"the scratch memory of {ops[i].Layer} ({ops[i].Op.Name})", bytes, i, i));
        }
        return new Requested(tensors, lifetimes, workspaceOps);
    }

    private IReadOnlyList<Operand> Assign(int ops, Requested request, ArenaLayout layout, List<DeviceBuffer> slabs)
    {
        for (var i = 0; i < request.Tensors.Count; i++)
            request.Tensors[i].Memory = Range(slabs, layout[i], request.Lifetimes[i].Bytes);
        var workspaces = new Operand[ops];
        for (var i = 0; i < request.WorkspaceOps.Count; i++)
        {
            var item = request.Tensors.Count + i;
            workspaces[request.WorkspaceOps[i]] = Range(slabs, layout[item], request.Lifetimes[item].Bytes);
        }
        return workspaces;
    }

    private static Operand Range(List<DeviceBuffer> slabs, Placement placement, long bytes) =>
        new(slabs[placement.Slab].Bytes.SubView(placement.Offset, bytes));
}
