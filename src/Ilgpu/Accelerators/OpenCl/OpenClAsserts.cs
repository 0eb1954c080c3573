using ConvGpu.Ilgpu.IR;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>
/// The report buffers of loaded kernels with asserts. A kernel writes the number of the first assert that failed; it is read when the
/// host waits for the device, and thrown there once.
/// </summary>
internal sealed unsafe class OpenClAsserts
{
    private readonly List<OpenClAssertReport> _reports = [];

    public void Add(OpenClAssertReport report)
    {
        lock (_reports)
            _reports.Add(report);
    }

    public void Remove(OpenClAssertReport report)
    {
        lock (_reports)
            _reports.Remove(report);
    }

    /// <exception cref="CLException">An assert of a kernel failed since the last time.</exception>
    public void Check(CLAccelerator accelerator)
    {
        lock (_reports)
        {
            for (int i = 0; i < _reports.Count; i++)
                _reports[i].Check(accelerator);
        }
    }
}

/// <summary>The report buffer of one kernel.</summary>
internal sealed unsafe class OpenClAssertReport
{
    private readonly OpenClApi _api;
    private readonly IReadOnlyList<(string Message, SourceLocation Location)> _asserts;
    private nint _buffer;
    private volatile nint _queue;

    public OpenClAssertReport(CLAccelerator accelerator, IReadOnlyList<(string, SourceLocation)> asserts)
    {
        _api = accelerator.Api;
        _asserts = asserts;
        _buffer = _api.CreateBuffer(accelerator.NativePtr, sizeof(uint));
        try
        {
            var stream = (OpenClStream)accelerator.DefaultStream;
            _api.Fill(stream.Queue, _buffer, 0, 0, sizeof(uint));
            _api.Finish(stream.Queue);
        }
        catch
        {
            _api.ReleaseBuffer(_buffer);
            throw;
        }
    }

    public nint Buffer => _buffer;

    /// <summary>Remembers that the kernel was started, so that waiting looks at the report.</summary>
    public void Launched(nint queue) => _queue = queue;

    public void Check(CLAccelerator accelerator)
    {
        if (_queue == 0 || _buffer == 0)
            return;
        _queue = 0;
        nint queue = ((OpenClStream)accelerator.DefaultStream).Queue;
        uint failed = 0;
        _api.Read(queue, _buffer, 0, &failed, sizeof(uint), wait: true);
        if (failed == 0)
            return;
        _api.Fill(queue, _buffer, 0, 0, sizeof(uint));
        var (message, location) = _asserts[(int)failed - 1];
        throw new CLException($"An assertion of a kernel failed on {accelerator.Name}: {message} ({location}).");
    }

    public void Release()
    {
        nint buffer = Interlocked.Exchange(ref _buffer, 0);
        if (buffer != 0)
            _api.ReleaseBuffer(buffer);
    }
}
