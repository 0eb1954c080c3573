using ConvGpu.Ilgpu.Accelerators.Drivers;
using ConvGpu.Ilgpu.IR;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>The report of one kernel in the device's memory.</summary>
internal sealed unsafe class CudaAssertReport : AssertReport
{
    private readonly CudaAccelerator _accelerator;
    private ulong _address;

    public CudaAssertReport(CudaAccelerator accelerator, IReadOnlyList<(string, SourceLocation)> asserts)
        : base(asserts, accelerator.Name)
    {
        _accelerator = accelerator;
        _address = accelerator.Memory.Allocate(sizeof(uint));
        try
        {
            Clear(CudaStream.Enter(accelerator.DefaultStream, accelerator));
        }
        catch
        {
            Release();
            throw;
        }
    }

    public ulong Address => _address;

    public override void Release()
    {
        ulong address = Interlocked.Exchange(ref _address, 0);
        if (address != 0)
            _accelerator.Memory.Free(address, sizeof(uint));
    }

    protected override uint Take()
    {
        uint failed = 0;
        if (_address == 0)
            return failed;
        nint stream = CudaStream.Enter(_accelerator.DefaultStream, _accelerator);
        var session = _accelerator.Session;
        session.Check(session.Driver.MemcpyDtoHAsync(&failed, _address, sizeof(uint), stream), "cuMemcpyDtoHAsync");
        session.Check(session.Driver.StreamSynchronize(stream), "cuStreamSynchronize");
        if (failed != 0)
            Clear(stream);
        return failed;
    }

    protected override Exception Failure(string message) => new CudaException(message);

    // Waited for, since other streams launch the kernel too.
    private void Clear(nint stream)
    {
        var session = _accelerator.Session;
        session.Check(session.Driver.MemsetD8Async(_address, 0, sizeof(uint), stream), "cuMemsetD8Async");
        session.Check(session.Driver.StreamSynchronize(stream), "cuStreamSynchronize");
    }
}
