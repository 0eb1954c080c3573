using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>
/// Whole pages of the host that the system does not move while this lives, so that the device copies them itself. The memory belongs to
/// somebody else: it outlives the accelerator.
/// </summary>
internal sealed unsafe class CudaPinnedMemory : AcceleratorObject
{
    /// <summary>Pinned for every context of the process.</summary>
    private const uint Portable = 1;

    private readonly CudaSession _session;
    private readonly CudaStreams _streams;
    private nint _address;

    private CudaPinnedMemory(CudaAccelerator accelerator, nint address)
        : base(accelerator) => (_session, _streams, _address) = (accelerator.Session, accelerator.Streams, address);

    /// <summary>Null where the system refuses: copies then take a detour.</summary>
    public static CudaPinnedMemory? TryPin(CudaAccelerator accelerator, nint address, long bytes)
    {
        accelerator.Session.Enter();
        return accelerator.Session.Driver.MemHostRegister((void*)address, (nuint)bytes, Portable) == CudaError.CUDA_SUCCESS
            ? accelerator.Track(new CudaPinnedMemory(accelerator, address))
            : null;
    }

    protected override void Dispose(bool disposing)
    {
        nint address = Interlocked.Exchange(ref _address, 0);
        if (address != 0)
        {
            _session.EnterToRelease();
            // A copy on its way would go on in memory that somebody else gets.
            _ = _streams.TrySynchronize();
            _ = _session.Driver.MemHostUnregister((void*)address);
        }
        base.Dispose(disposing);
    }
}
