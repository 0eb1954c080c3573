using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The device memory of a network, laid out by a <see cref="PlanLayout"/>.</summary>
internal sealed class PlanMemory : IDisposable
{
    private readonly ComputeDevice _device;
    private readonly List<DeviceBuffer> _slabs = [];
    private readonly List<IReadOnlyList<Operand>> _workspaces = [];

    /// <summary>Allocates the slabs and gives every tensor its place.</summary>
    /// <exception cref="DeviceException">The device has too little memory.</exception>
    public PlanMemory(PlanLayout layout, ComputeDevice device)
    {
        _device = device;
        try
        {
            var slabs = Allocate(layout.PersistentLayout.SlabBytes, "parameters and state");
            for (var i = 0; i < layout.Persistent.Count; i++)
                layout.Persistent[i].Memory = Range(slabs, layout.PersistentLayout[i], layout.Persistent[i].Bytes(layout.MaxBatch));
            slabs = Allocate(layout.ArenaSlabs, "activations and gradients");
            for (var plan = 0; plan < layout.Transient.Count; plan++)
                _workspaces.Add(Assign(layout.Transient[plan], layout.TransientLayouts[plan], slabs));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The workspace of each op of each plan.</summary>
    public IReadOnlyList<IReadOnlyList<Operand>> Workspaces => _workspaces;

    public void Dispose()
    {
        foreach (var slab in _slabs) slab.Dispose();
        _slabs.Clear();
    }

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

    private static Operand[] Assign(TransientTensors request, ArenaLayout layout, List<DeviceBuffer> slabs)
    {
        for (var i = 0; i < request.Tensors.Count; i++)
            request.Tensors[i].Memory = Range(slabs, layout[i], request.Lifetimes[i].Bytes);
        var workspaces = new Operand[request.Ops];
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
