using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Accelerators.Drivers;

/// <summary>
/// The report buffers of loaded kernels with asserts. A kernel writes the number of the first assert that failed; it is read when the
/// host waits for the device, and thrown there once.
/// </summary>
internal sealed class KernelAsserts
{
    private readonly List<AssertReport> _reports = [];

    public void Add(AssertReport report)
    {
        lock (_reports)
            _reports.Add(report);
    }

    public void Remove(AssertReport report)
    {
        lock (_reports)
            _reports.Remove(report);
    }

    /// <exception cref="ILGPU.Runtime.AcceleratorException">An assert of a kernel failed since the last time.</exception>
    public void Check()
    {
        lock (_reports)
        {
            for (int i = 0; i < _reports.Count; i++)
                _reports[i].Check();
        }
    }
}

/// <summary>The report buffer of one kernel: a 32-bit number in the device's memory.</summary>
/// <param name="asserts">The kernel's asserts; the first has the number 1.</param>
/// <param name="device">The device's name.</param>
internal abstract class AssertReport(IReadOnlyList<(string Message, SourceLocation Location)> asserts, string device)
{
    private volatile bool _launched;

    /// <summary>Remembers that the kernel was started, so that waiting looks at the report.</summary>
    public void Launched() => _launched = true;

    public void Check()
    {
        // Several streams may run the kernel, so the report is looked at whenever one of them was waited for.
        if (!_launched)
            return;
        uint failed = Take();
        if (failed == 0)
            return;
        var (message, location) = asserts[(int)failed - 1];
        throw Failure($"An assertion of a kernel failed on {device}: {message} ({location}).");
    }

    public abstract void Release();

    /// <summary>The number of the assert that failed, which is set back to 0; 0 where none did or the report was released.</summary>
    protected abstract uint Take();

    protected abstract Exception Failure(string message);
}
