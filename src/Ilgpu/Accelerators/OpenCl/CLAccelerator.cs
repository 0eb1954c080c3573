using ConvGpu.Ilgpu.Accelerators.Drivers;
using ConvGpu.Ilgpu.Accelerators.OpenCl;
using ConvGpu.Ilgpu.Devices;
using ConvGpu.Ilgpu.Launching;

namespace ILGPU.Runtime.OpenCL;

/// <summary>Runs kernels on an OpenCL device.</summary>
public sealed class CLAccelerator : Accelerator
{
    private readonly List<OpenClStream> _streams = [];
    private readonly KernelAsserts _asserts = new();

    internal CLAccelerator(Context context, CLDevice device, nint native)
        : base(context, device)
    {
        NativePtr = native;
        // PoCL keeps a cache of its own: asking it for a binary would compile every kernel a second time, for groups of any size.
        Programs = device.PlatformName == "Portable Computing Language" ? new ProgramCache(null) : ProgramCache.ForUser("opencl");
    }

    /// <summary>The device.</summary>
    public new CLDevice Device => (CLDevice)base.Device;

    /// <summary>The cl_platform_id.</summary>
    public IntPtr PlatformId => Device.PlatformId;

    /// <summary>The platform's name.</summary>
    public string PlatformName => Device.PlatformName;

    /// <summary>The device's vendor.</summary>
    public string VendorName => Device.VendorName;

    /// <summary>The cl_device_id.</summary>
    public IntPtr DeviceId => Device.DeviceId;

    /// <summary>The highest clock in MHz.</summary>
    public int ClockRate => Device.ClockRate;

    internal OpenClApi Api => Device.Info.Api;

    /// <summary>Compiled programs on disk.</summary>
    internal ProgramCache Programs { get; }

    /// <summary>Asserts of loaded kernels, reported when a stream is waited for.</summary>
    internal KernelAsserts Asserts => _asserts;

    internal override KernelCompiler CreateCompiler() => new OpenClKernelCompiler(this);

    internal override int AutoGroupSize(int itemsInX) =>
        Math.Min(base.AutoGroupSize(itemsInX), Math.Min(MaxGroupSize.X, MaxNumThreadsPerGroup));

    /// <inheritdoc/>
    protected override MemoryBuffer AllocateCore(long length, int elementSize)
    {
        var buffer = new OpenClBuffer(this, length, elementSize);
        if (KernelEnvironment.Validate && buffer.LengthInBytes > 0)
            buffer.SetBytes(DefaultStream, 0xFF, 0, buffer.LengthInBytes);
        return buffer;
    }

    /// <inheritdoc/>
    protected override AcceleratorStream CreateStreamCore()
    {
        var stream = new OpenClStream(this);
        lock (_streams)
            _streams.Add(stream);
        return stream;
    }

    /// <inheritdoc/>
    protected override void SynchronizeCore()
    {
        lock (_streams)
            for (int i = 0; i < _streams.Count; i++)
                Api.Finish(_streams[i].Queue);
        _asserts.Check();
    }

    /// <inheritdoc/>
    protected override void DisposeAccelerator() => Api.ReleaseContext(NativePtr);

    internal void Forget(OpenClStream stream)
    {
        lock (_streams)
            _streams.Remove(stream);
    }
}
