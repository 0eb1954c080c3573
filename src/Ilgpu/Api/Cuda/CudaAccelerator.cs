using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Ilgpu.Accelerators.Drivers;
using ConvGpu.Ilgpu.Devices;
using ConvGpu.Ilgpu.Launching;

namespace ILGPU.Runtime.Cuda;

/// <summary>Runs kernels on a GPU of NVIDIA, through its driver alone.</summary>
public sealed class CudaAccelerator : Accelerator
{
    // Made by the device: whatever can fail there has not failed.
    internal CudaAccelerator(Context context, CudaDevice device, CudaSession session)
        : base(context, device)
    {
        Session = session;
        NativePtr = session.Context;
        Streams = new CudaStreams(session);
        Programs = ProgramCache.ForUser("cuda");
    }

    /// <summary>The device.</summary>
    public new CudaDevice Device => (CudaDevice)base.Device;

    /// <summary>The number of the device among those the driver shows to this process.</summary>
    public int DeviceId => Device.DeviceId;

    /// <summary>The version of CUDA that the driver offers.</summary>
    public CudaDriverVersion DriverVersion => Device.DriverVersion;

    /// <summary>The device's compute capability.</summary>
    public CudaArchitecture Architecture => Device.Architecture!.Value;

    /// <summary>The clock in kHz; 0 where the driver does not say.</summary>
    public int ClockRate => Device.ClockRate;

    /// <summary>The memory's clock in kHz; 0 where the driver does not say.</summary>
    public int MemoryClockRate => Device.MemoryClockRate;

    /// <summary>Bits of the memory's bus.</summary>
    public int MemoryBusWidth => Device.MemoryBusWidth;

    /// <summary>Bytes of the second-level cache.</summary>
    public int L2CacheSize => Device.L2CacheSize;

    /// <summary>Bytes of shared memory that the groups of a multiprocessor share.</summary>
    public int MaxSharedMemoryPerMultiprocessor => Device.MaxSharedMemoryPerMultiprocessor;

    /// <summary>32-bit registers of a multiprocessor.</summary>
    public int TotalNumRegistersPerMultiprocessor => Device.TotalNumRegistersPerMultiprocessor;

    /// <summary>32-bit registers that a group may use.</summary>
    public int TotalNumRegistersPerGroup => Device.TotalNumRegistersPerGroup;

    internal CudaSession Session { get; }

    /// <summary>Compiled programs on disk.</summary>
    internal ProgramCache Programs { get; set; }

    internal CudaStreams Streams { get; }

    internal CudaMemory Memory { get; private set; } = null!;

    /// <summary>Asserts of loaded kernels, reported when a stream is waited for.</summary>
    internal KernelAsserts Asserts { get; } = new();

    /// <summary>More than every group has without asking, which the launch then asks for.</summary>
    internal override int MaxDynamicSharedBytes => Math.Max(MaxSharedMemoryPerGroup, Device.Info[CudaDeviceAttribute.MaxSharedMemoryPerBlockOptIn]);

    internal override bool PinsHostMemory => true;

    /// <summary>Bytes of the device's memory that nobody uses.</summary>
    /// <exception cref="CudaException">The driver does not say.</exception>
    public long GetFreeMemory()
    {
        ThrowIfDisposed();
        Session.Enter();
        Session.Check(Session.Driver.MemGetInfo(out nuint free, out _), "cuMemGetInfo");
        return (long)free;
    }

    internal static CudaAccelerator Create(Context context, CudaDevice device)
    {
        var session = CudaSession.Open(device.Info);
        CudaAccelerator? accelerator = null;
        try
        {
            accelerator = new CudaAccelerator(context, device, session);
            accelerator.Memory = CudaMemory.Create(session, accelerator.Streams, accelerator.Counters);
            return accelerator;
        }
        catch
        {
            if (accelerator is null)
                session.Dispose();
            else
                accelerator.Dispose();
            throw;
        }
    }

    internal override KernelCompiler CreateCompiler() => new CudaKernelCompiler(this);

    internal override IDisposable? PinHostMemory(nint address, long bytes) => CudaPinnedMemory.TryPin(this, address, bytes);

    /// <inheritdoc/>
    protected override MemoryBuffer AllocateCore(long length, int elementSize)
    {
        var buffer = new CudaBuffer(this, length, elementSize);
        if (!KernelEnvironment.Validate || buffer.LengthInBytes == 0)
            return buffer;
        try
        {
            buffer.SetBytes(DefaultStream, 0xFF, 0, buffer.LengthInBytes);
            // Other streams, which wait for none, may write the buffer from now on.
            DefaultStream.Synchronize();
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override AcceleratorStream CreateStreamCore() => new CudaStream(this);

    /// <inheritdoc/>
    protected override void SynchronizeCore()
    {
        // A context that died has told so already, and what it still holds has to be freed all the same.
        if (IsDisposed && (Session.Loss is not null || Memory is null))
            return;
        Session.Enter();
        Session.Check(Streams.TrySynchronize(), "cuStreamSynchronize");
        Asserts.Check();
    }

    /// <inheritdoc/>
    protected override void DisposeAccelerator()
    {
        Memory?.Dispose();
        Session.Dispose();
    }
}
