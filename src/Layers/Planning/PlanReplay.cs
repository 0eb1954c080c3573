namespace ConvGpu;

/// <summary>Runs a whole plan. The API of ILGPU cannot record launches, so each op is enqueued every time.</summary>
internal sealed class PlanReplay : IDisposable
{
    private readonly ExecutionPlan _plan;

    public PlanReplay(ComputeDevice device, ExecutionPlan plan) => _plan = plan;

    /// <summary>How many numbers of items are recorded.</summary>
    public int Records => 0;

    /// <summary>Enqueues all ops for <paramref name="n"/> batch items.</summary>
    public void Run(int n) => _plan.Run(n);

    public void Dispose()
    {
    }
}
