using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class ConcatForwardManaged : ManagedImplementation<ConcatForward>
{
    protected override Action<int> Bind(ConcatForward op, in HostBinding binding)
    {
        var jobs = new ItemCopyJob[op.Counts.Count];
        for (int i = 0, offset = 0; i < jobs.Length; offset += op.Counts[i++])
            jobs[i] = new ItemCopyJob(op.Counts[i], binding.Float(i), op.Counts[i], binding.Float(binding.Last) + offset, op.Length);
        return n =>
        {
            foreach (var job in jobs) job.Run(n);
        };
    }
}

internal sealed unsafe class ConcatBackwardManaged : ManagedImplementation<ConcatBackward>
{
    protected override Action<int> Bind(ConcatBackward op, in HostBinding binding) =>
        new ItemCopyJob(op.Count, binding.Float(0) + op.Offset, op.Length, binding.Float(1), op.Count).Run;
}
