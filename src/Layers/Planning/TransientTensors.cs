using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Bytes of scratch memory that ops take on a device, each asked for once.</summary>
internal sealed class WorkspaceSizes(ComputeDevice device, int maxBatch)
{
    private readonly Dictionary<Op, long> _bytes = [];

    public int MaxBatch => maxBatch;

    public long Of(Op op)
    {
        if (!_bytes.TryGetValue(op, out var bytes)) _bytes[op] = bytes = OpTable.WorkspaceBytes(op, device, maxBatch);
        return bytes;
    }
}

/// <summary>What a flat list of ops keeps only for a while: tensors and workspaces, with their lifetimes.</summary>
internal sealed class TransientTensors
{
    /// <param name="ops">The plan.</param>
    /// <param name="sizes">The workspaces.</param>
    /// <param name="keepAll">Whether every tensor, though not the workspaces, lives as long as the plan runs.</param>
    public TransientTensors(IReadOnlyList<PlannedOp> ops, WorkspaceSizes sizes, bool keepAll = false)
    {
        var spans = new Dictionary<PlanTensor, (int First, int Last)>();
        for (var i = 0; i < ops.Count; i++)
        {
            foreach (var tensor in ops[i].Operands)
            {
                if (!tensor.IsPersistent) spans[tensor] = (spans.TryGetValue(tensor, out var span) ? span.First : i, i);
            }
        }
        Tensors = [.. spans.Keys];
        List<Lifetime> lifetimes = [.. Tensors.Select(t => keepAll
            ? new Lifetime(t.Name, t.Bytes(sizes.MaxBatch), 0, ops.Count)
            : new Lifetime(t.Name, t.Bytes(sizes.MaxBatch), spans[t].First, spans[t].Last))];
        List<int> workspaceOps = [];
        for (var i = 0; i < ops.Count; i++)
        {
            var bytes = sizes.Of(ops[i].Op);
            if (bytes <= 0) continue;
            workspaceOps.Add(i);
            lifetimes.Add(new Lifetime($"the scratch memory of {ops[i].Layer} ({ops[i].Op.Name})", bytes, i, i));
        }
        (Ops, Lifetimes, WorkspaceOps) = (ops.Count, lifetimes, workspaceOps);
    }

    /// <summary>How many ops the plan has.</summary>
    public int Ops { get; }

    public IReadOnlyList<PlanTensor> Tensors { get; }

    /// <summary>First those of <see cref="Tensors"/>, then those of <see cref="WorkspaceOps"/>.</summary>
    public IReadOnlyList<Lifetime> Lifetimes { get; }

    /// <summary>The ops that have a workspace.</summary>
    public IReadOnlyList<int> WorkspaceOps { get; }

    /// <summary>Bytes without sharing.</summary>
    public long UnsharedBytes => Lifetimes.Sum(l => ArenaLayout.Align(l.Bytes));

    /// <summary>The most bytes that live at once, which no layout can go below.</summary>
    /// <param name="without">Tensors that are not counted.</param>
    public long LivenessBytes(IReadOnlySet<PlanTensor> without)
    {
        var change = new long[Ops + 2];
        for (var i = 0; i < Lifetimes.Count; i++)
        {
            if (i < Tensors.Count && without.Contains(Tensors[i])) continue;
            change[Lifetimes[i].First] += Lifetimes[i].Bytes;
            change[Lifetimes[i].Last + 1] -= Lifetimes[i].Bytes;
        }
        long live = 0, most = 0;
        foreach (var step in change) most = Math.Max(most, live += step);
        return most;
    }
}
