using ConvGpu.Ilgpu.Accelerators.Drivers;
using ConvGpu.Ilgpu.IR;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>The report buffer of one kernel as a cl_mem.</summary>
internal sealed unsafe class OpenClAssertReport : AssertReport
{
    private readonly CLAccelerator _accelerator;
    private readonly OpenClApi _api;
    private nint _buffer;

    public OpenClAssertReport(CLAccelerator accelerator, IReadOnlyList<(string, SourceLocation)> asserts)
        : base(asserts, accelerator.Name)
    {
        _accelerator = accelerator;
        _api = accelerator.Api;
        _buffer = _api.CreateBuffer(accelerator.NativePtr, sizeof(uint));
        try
        {
            _api.Fill(Queue, _buffer, 0, 0, sizeof(uint));
            _api.Finish(Queue);
        }
        catch
        {
            _api.ReleaseBuffer(_buffer);
            throw;
        }
    }

    public nint Buffer => _buffer;

    private nint Queue => ((OpenClStream)_accelerator.DefaultStream).Queue;

    public override void Release()
    {
        nint buffer = Interlocked.Exchange(ref _buffer, 0);
        if (buffer != 0)
            _api.ReleaseBuffer(buffer);
    }

    protected override uint Take()
    {
        uint failed = 0;
        if (_buffer == 0)
            return failed;
        _api.Read(Queue, _buffer, 0, &failed, sizeof(uint), wait: true);
        if (failed != 0)
            _api.Fill(Queue, _buffer, 0, 0, sizeof(uint));
        return failed;
    }

    protected override Exception Failure(string message) => new CLException(message);
}
