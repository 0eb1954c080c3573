using ConvGpu.Kernels;
using ConvGpu.Threading;

namespace ConvGpu;

/// <summary>A flat list of bound ops. Running it is calling each in turn.</summary>
internal sealed class ExecutionPlan : IDisposable
{
    private readonly BoundOp[] _ops;
    private readonly FiniteCheck _check;
    private readonly int _checkedOps;
    private readonly (string Name, string Layer)[] _names;

    /// <param name="ops">What is computed.</param>
    /// <param name="device">Where.</param>
    /// <param name="maxBatch">The largest batch.</param>
    /// <param name="workspaces">The scratch memory of each op.</param>
    /// <param name="checkedOps">How many of the first ops are searched for what is not finite.</param>
    public ExecutionPlan(IReadOnlyList<PlannedOp> ops, ComputeDevice device, int maxBatch, IReadOnlyList<Operand> workspaces, int checkedOps = int.MaxValue)
    {
        _ops = new BoundOp[ops.Count];
        _names = [.. ops.Select(o => (o.Op.Name, o.Layer))];
        Ops = [.. ops.Select(o => o.Op)];
        try
        {
            for (var i = 0; i < ops.Count; i++)
            {
                var operands = Array.ConvertAll(ops[i].Operands, t => t.Memory);
                _ops[i] = OpTable.Bind(ops[i].Op, device, operands, workspaces[i], maxBatch);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
        _check = new FiniteCheck(device, ops);
        _checkedOps = checkedOps;
        ChecksValues = DebugLog.Shows(DebugLevel.Values);
    }

    /// <summary>What is computed, in order.</summary>
    public IReadOnlyList<Op> Ops { get; }

    /// <summary>Measures each op where set.</summary>
    public Profiler? Profiler { get; set; }

    /// <summary>Whether the operands of every op are searched for what is not finite after it.</summary>
    public bool ChecksValues { get; set; }

    public IReadOnlyList<(string Name, string Layer)> Names => _names;

    /// <summary>Enqueues the first <paramref name="count"/> ops for <paramref name="n"/> batch items.</summary>
    public void Run(int n, int count = int.MaxValue)
    {
        var ops = _ops.AsSpan(0, Math.Min(count, _ops.Length));
        for (var i = 0; i < ops.Length; i++)
        {
            Profiler?.Begin();
            ops[i].Run(n);
            Profiler?.End(i);
            if (ChecksValues && i < _checkedOps) _check.After(i, n);
        }
    }

    public void Dispose()
    {
        // A plan whose making failed has only its first ops.
        foreach (var op in _ops) op?.Dispose();
    }
}
