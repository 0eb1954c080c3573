using ConvGpu.Ilgpu.Extensions;
using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>
/// Runs a whole plan. Where the device can record launches, the second run for a number of items is recorded, and from then on one call
/// starts all ops: nothing in a plan changes between runs but the memory they read. A profiled run, and one of a number of items beyond the
/// first few, is enqueued op by op.
/// </summary>
internal sealed class PlanReplay : IDisposable
{
    /// <summary>Environment variable; `off` enqueues every op of every step.</summary>
    public const string Variable = "CONVGPU_CAPTURE";

    private const int MostRecords = 8;

    private readonly ComputeDevice _device;
    private readonly ExecutionPlan _plan;
    private readonly Dictionary<int, CapturedWork?> _records = [];
    private bool _recordsWork;

    public PlanReplay(ComputeDevice device, ExecutionPlan plan)
    {
        (_device, _plan) = (device, plan);
        _recordsWork = device.Accelerator.CanCapture() && Environment.GetEnvironmentVariable(Variable) != "off";
    }

    /// <summary>How many numbers of items are recorded.</summary>
    public int Records => _records.Values.Count(record => record is not null);

    /// <summary>Enqueues all ops for <paramref name="n"/> batch items.</summary>
    public void Run(int n)
    {
        if (!_recordsWork || _plan.Profiler is not null || _plan.ChecksValues)
        {
            _plan.Run(n);
            return;
        }
        if (!_records.TryGetValue(n, out var record))
        {
            // The first run may still compile kernels, which cannot be recorded.
            _plan.Run(n);
            if (_records.Count < MostRecords) _records.Add(n, null);
            return;
        }
        if (record is null && !TryRecord(n, out record))
        {
            _plan.Run(n);
            return;
        }
        record!.Launch(_device.Stream);
    }

    public void Dispose()
    {
        foreach (var record in _records.Values) record?.Dispose();
        _records.Clear();
    }

    // A driver that cannot record an op still runs it.
    private bool TryRecord(int n, out CapturedWork? record)
    {
        try
        {
            record = _records[n] = _device.Stream.Capture(() => _plan.Run(n));
            return true;
        }
        catch (AcceleratorException) when (!CudaSurvey.IsLost(_device.Accelerator))
        {
            _recordsWork = false;
            record = null;
            return false;
        }
    }
}
