using System.Text;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.FakeCuda;

/// <summary>
/// A CUDA driver without a device. It is as strict as the interface allows: work waits in its stream until somebody waits for it, memory
/// is checked, what is not released is counted, and what a real driver would not forgive is a violation. Any call can be made to fail.
/// </summary>
internal partial class FakeCudaDriver : ICudaDriver
{
    private const int DeviceHandle = 7;
    private readonly Dictionary<nint, FakeObject> _objects = [];
    private readonly object _gate = new();
    private readonly ThreadLocal<nint> _current = new();
    private nint _nextHandle = 0x1000;
    private nint _context;
    private int _retained;

    /// <summary>What cuDriverGetVersion gives.</summary>
    public int Version { get; set; } = 12040;

    public int DeviceCount { get; set; } = 1;

    public string DeviceName { get; set; } = "Fake GPU";

    /// <summary>An A100, with the memory of a small device.</summary>
    public Dictionary<CudaDeviceAttribute, int> Attributes { get; } = new()
    {
        [CudaDeviceAttribute.MaxThreadsPerBlock] = 1024,
        [CudaDeviceAttribute.MaxBlockDimX] = 1024,
        [CudaDeviceAttribute.MaxBlockDimY] = 1024,
        [CudaDeviceAttribute.MaxBlockDimZ] = 64,
        [CudaDeviceAttribute.MaxGridDimX] = int.MaxValue,
        [CudaDeviceAttribute.MaxGridDimY] = 65535,
        [CudaDeviceAttribute.MaxGridDimZ] = 65535,
        [CudaDeviceAttribute.MaxSharedMemoryPerBlock] = 48 << 10,
        [CudaDeviceAttribute.MaxSharedMemoryPerBlockOptIn] = 163 << 10,
        [CudaDeviceAttribute.MaxSharedMemoryPerMultiprocessor] = 164 << 10,
        [CudaDeviceAttribute.TotalConstantMemory] = 64 << 10,
        [CudaDeviceAttribute.WarpSize] = 32,
        [CudaDeviceAttribute.MaxRegistersPerBlock] = 65536,
        [CudaDeviceAttribute.MaxRegistersPerMultiprocessor] = 65536,
        [CudaDeviceAttribute.MultiprocessorCount] = 4,
        [CudaDeviceAttribute.MaxThreadsPerMultiprocessor] = 2048,
        [CudaDeviceAttribute.ComputeCapabilityMajor] = 8,
        [CudaDeviceAttribute.ComputeCapabilityMinor] = 0,
        [CudaDeviceAttribute.MemoryPoolsSupported] = 1,
    };

    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Asked with the name of each call; what it gives other than success is the call's result. A call that releases something still does.</summary>
    public Func<string, CudaError>? Fault { get; set; }

    /// <summary>Calls succeed and launches do nothing, without allocating.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Names of the calls since the last clearing.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Names of the kernels that ran.</summary>
    public List<string> Launches { get; } = [];

    /// <summary>What a real driver would have answered with undefined behaviour.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>The error that every call gives since a kernel failed.</summary>
    public CudaError Sticky { get; set; }

    /// <summary>What is not released, by kind; empty when nothing is.</summary>
    public string Live
    {
        get
        {
            lock (_gate)
            {
                var kinds = _objects.Values.Where(o => o is not FakeFunction).GroupBy(o => o.GetType().Name).Select(g => $"{g.Count()} {g.Key}");
                return string.Join(", ", [.. kinds, .. MemoryInUse(), .. _retained > 0 ? (string[])[$"{_retained} contexts"] : []]);
            }
        }
    }

    public CudaError Init(uint flags) => Begin("cuInit", needsContext: false);

    public CudaError DriverGetVersion(out int version)
    {
        version = Version;
        return Begin("cuDriverGetVersion", needsContext: false);
    }

    public CudaError DeviceGetCount(out int count)
    {
        count = DeviceCount;
        return Begin("cuDeviceGetCount", needsContext: false);
    }

    public CudaError DeviceGet(out int device, int ordinal)
    {
        device = DeviceHandle + ordinal;
        return Begin("cuDeviceGet", needsContext: false);
    }

    public unsafe CudaError DeviceGetName(byte* name, int length, int device)
    {
        var error = Begin("cuDeviceGetName", needsContext: false);
        var bytes = Encoding.UTF8.GetBytes(DeviceName + '\0');
        if (error == CudaError.CUDA_SUCCESS)
            bytes.AsSpan(0, Math.Min(length, bytes.Length)).CopyTo(new Span<byte>(name, length));
        return error;
    }

    public CudaError DeviceTotalMem(out nuint bytes, int device)
    {
        bytes = (nuint)MemoryBytes;
        return Begin("cuDeviceTotalMem", needsContext: false);
    }

    public CudaError DeviceGetAttribute(out int value, CudaDeviceAttribute attribute, int device)
    {
        value = Attributes.GetValueOrDefault(attribute);
        return Begin("cuDeviceGetAttribute", needsContext: false);
    }

    public CudaError DevicePrimaryCtxRetain(out nint context, int device)
    {
        context = 0;
        var error = Begin("cuDevicePrimaryCtxRetain", needsContext: false);
        if (error != CudaError.CUDA_SUCCESS)
            return error;
        lock (_gate)
        {
            if (_retained++ == 0)
            {
                _context = _nextHandle++;
                Sticky = CudaError.CUDA_SUCCESS;
            }
            context = _context;
        }
        return error;
    }

    public CudaError DevicePrimaryCtxRelease(int device)
    {
        var error = BeginRelease("cuDevicePrimaryCtxRelease");
        lock (_gate)
        {
            if (_retained == 0)
                Violations.Add("a context was released that nobody retains");
            else if (--_retained == 0)
            {
                _context = 0;
                if (Live.Length > 0)
                    Violations.Add($"the context was released while it had {Live}");
            }
        }
        return error;
    }

    public CudaError CtxSetCurrent(nint context)
    {
        var error = Begin("cuCtxSetCurrent", needsContext: false);
        if (error == CudaError.CUDA_SUCCESS)
            _current.Value = context;
        return error;
    }

    /// <summary>Told of copies to the device and of launches.</summary>
    protected virtual void Noted(string call, nint stream, bool isPinned)
    {
    }

    protected CudaError Begin(string call, bool needsContext = true)
    {
        if (IsSilent)
            return CudaError.CUDA_SUCCESS;
        lock (_gate)
            Calls.Add(call);
        if (Fault?.Invoke(call) is { } error and not CudaError.CUDA_SUCCESS)
            return error;
        if (!needsContext)
            return CudaError.CUDA_SUCCESS;
        if (Sticky != CudaError.CUDA_SUCCESS)
            return Sticky;
        if (_context == 0 || _current.Value != _context)
        {
            Violations.Add($"{call} without the context being current");
            return CudaError.CUDA_ERROR_INVALID_CONTEXT;
        }
        return CudaError.CUDA_SUCCESS;
    }

    /// <summary>As <see cref="Begin"/>, for calls that release: the error is reported, and the release happens all the same.</summary>
    protected CudaError BeginRelease(string call) => Begin(call, needsContext: false) is var error and not CudaError.CUDA_SUCCESS ? error : Sticky;

    protected nint Add(FakeObject made)
    {
        lock (_gate)
        {
            _objects.Add(_nextHandle, made);
            return _nextHandle++;
        }
    }

    protected T? Find<T>(nint handle, string call) where T : FakeObject
    {
        lock (_gate)
        {
            if (_objects.TryGetValue(handle, out var found) && found is T of)
                return of;
            Violations.Add($"{call} of a {typeof(T).Name} that does not exist");
            return null;
        }
    }

    protected T? Remove<T>(nint handle, string call) where T : FakeObject
    {
        lock (_gate)
        {
            var found = Find<T>(handle, call);
            _objects.Remove(handle);
            return found;
        }
    }
}
