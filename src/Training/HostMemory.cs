using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>Room on the host for values that are copied to a device: page-locked where that makes the copy faster, ordinary memory elsewhere.</summary>
internal sealed class HostMemory<T> : IDisposable where T : unmanaged
{
    private readonly PageLockedArray1D<T>? _locked;
    private readonly T[] _array = [];

    /// <param name="device">Where the values go.</param>
    /// <param name="length">How many there are.</param>
    public HostMemory(ComputeDevice device, long length)
    {
        // CUDA alone copies from page-locked memory without going through a buffer of its own.
        if (device.Info.Kind == DeviceKind.Cuda) _locked = device.Accelerator.AllocatePageLocked1D<T>(length);
        else _array = GC.AllocateUninitializedArray<T>(checked((int)length));
    }

    public Span<T> Span => _locked is null ? _array : _locked.Span;

    public void Dispose() => _locked?.Dispose();
}
