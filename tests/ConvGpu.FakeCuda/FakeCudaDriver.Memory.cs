using ConvGpu.Ilgpu.Accelerators.Cuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.FakeCuda;

/// <content>Memory of device and host, and copies.</content>
internal partial class FakeCudaDriver : IDisposable
{
    private const nint PoolHandle = 0x99;
    private readonly Dictionary<ulong, (nuint Bytes, bool Pooled)> _allocated = [];
    private readonly Dictionary<nint, nuint> _registered = [];
    private long _reserved;

    /// <summary>What the device has.</summary>
    public long MemoryBytes { get; set; } = 1L << 30;

    /// <summary>The device's memory.</summary>
    public FakeMemory Memory { get; init; } = new();

    public CudaError MemGetInfo(out nuint free, out nuint total)
    {
        lock (_gate)
            (free, total) = ((nuint)(MemoryBytes - Plain - Math.Max(_reserved, Pooled)), (nuint)MemoryBytes);
        return Begin("cuMemGetInfo");
    }

    public CudaError MemAlloc(out ulong address, nuint bytes) => Allocate("cuMemAlloc", bytes, pooled: false, out address);

    public CudaError MemFree(ulong address)
    {
        var error = BeginRelease("cuMemFree");
        RunAll();
        FreeNow(address, "cuMemFree");
        return error;
    }

    public CudaError DeviceGetDefaultMemPool(out nint pool, int device)
    {
        pool = PoolHandle;
        return Begin("cuDeviceGetDefaultMemPool", needsContext: false);
    }

    public CudaError MemPoolSetAttribute(nint pool, CudaPoolAttribute attribute, ulong value) => Begin("cuMemPoolSetAttribute");

    public CudaError MemPoolTrimTo(nint pool, nuint bytesToKeep)
    {
        var error = Begin("cuMemPoolTrimTo");
        if (error == CudaError.CUDA_SUCCESS)
            lock (_gate)
                _reserved = Pooled;
        return error;
    }

    public CudaError MemAllocAsync(out ulong address, nuint bytes, nint stream) => Allocate("cuMemAllocAsync", bytes, pooled: true, out address);

    public CudaError MemFreeAsync(ulong address, nint stream)
    {
        var error = BeginRelease("cuMemFreeAsync");
        if (Find<FakeStream>(stream, "cuMemFreeAsync") is { } queue && Sticky == CudaError.CUDA_SUCCESS)
            queue.Enqueue(() => FreeNow(address, "cuMemFreeAsync"));
        else
            FreeNow(address, "cuMemFreeAsync");
        return error;
    }

    public unsafe CudaError MemHostRegister(void* memory, nuint bytes, uint flags)
    {
        var error = Begin("cuMemHostRegister");
        if (error != CudaError.CUDA_SUCCESS)
            return error;
        if ((nint)memory % Environment.SystemPageSize != 0 || bytes % (nuint)Environment.SystemPageSize != 0)
            Violations.Add("parts of pages were registered");
        lock (_gate)
            return _registered.TryAdd((nint)memory, bytes) ? error : CudaError.CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED;
    }

    public unsafe CudaError MemHostUnregister(void* memory)
    {
        var error = BeginRelease("cuMemHostUnregister");
        lock (_gate)
            if (!_registered.Remove((nint)memory))
                Violations.Add("memory was unregistered that is not registered");
        return error;
    }

    public unsafe CudaError MemcpyHtoDAsync(ulong target, void* source, nuint bytes, nint stream)
    {
        var error = Begin("cuMemcpyHtoDAsync");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeStream>(stream, "cuMemcpyHtoDAsync") is not { } queue)
            return error;
        nint from = (nint)source;
        Noted("cuMemcpyHtoDAsync", stream, IsRegistered(from));
        if (IsRegistered(from))
        {
            queue.Enqueue(() =>
            {
                if (IsStillRegistered(from))
                    Memory.Write(target, new ReadOnlySpan<byte>((void*)from, (int)bytes));
            });
            return error;
        }
        // Pageable memory has been read when the call returns.
        var copy = new ReadOnlySpan<byte>(source, (int)bytes).ToArray();
        queue.Enqueue(() => Memory.Write(target, copy));
        return error;
    }

    public unsafe CudaError MemcpyDtoHAsync(void* target, ulong source, nuint bytes, nint stream)
    {
        var error = Begin("cuMemcpyDtoHAsync");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeStream>(stream, "cuMemcpyDtoHAsync") is not { } queue)
            return error;
        nint to = (nint)target;
        if (!IsRegistered(to) && queue.Capture is not null)
            return Invalidate(queue);
        bool pinned = IsRegistered(to);
        queue.Enqueue(() =>
        {
            if (!pinned || IsStillRegistered(to))
                Memory.Read(source, new Span<byte>((void*)to, (int)bytes));
        });
        // Pageable memory has been written when the call returns.
        if (!pinned)
            queue.Run();
        return Sticky;
    }

    public CudaError MemcpyDtoDAsync(ulong target, ulong source, nuint bytes, nint stream)
    {
        var error = Begin("cuMemcpyDtoDAsync");
        if (error == CudaError.CUDA_SUCCESS)
        {
            Find<FakeStream>(stream, "cuMemcpyDtoDAsync")?.Enqueue(() =>
            {
                var copy = new byte[(int)bytes];
                Memory.Read(source, copy);
                Memory.Write(target, copy);
            });
        }
        return error;
    }

    public CudaError MemsetD8Async(ulong target, byte value, nuint bytes, nint stream)
    {
        var error = Begin("cuMemsetD8Async");
        if (error == CudaError.CUDA_SUCCESS)
            Find<FakeStream>(stream, "cuMemsetD8Async")?.Enqueue(() => Memory.Fill(target, (long)bytes, value));
        return error;
    }

    public void Dispose()
    {
        Releasing?.Invoke();
        Memory.Dispose();
    }

    /// <summary>What has to be released before the memory.</summary>
    protected Action? Releasing { get; init; }

    private long Plain => _allocated.Values.Where(block => !block.Pooled).Sum(block => (long)block.Bytes);

    private long Pooled => _allocated.Values.Where(block => block.Pooled).Sum(block => (long)block.Bytes);

    private IEnumerable<string> MemoryInUse()
    {
        if (_allocated.Count > 0)
            yield return $"{_allocated.Count} allocations";
        if (_registered.Count > 0)
            yield return $"{_registered.Count} registrations";
    }

    private CudaError Allocate(string call, nuint bytes, bool pooled, out ulong address)
    {
        address = 0;
        var error = Begin(call);
        if (error != CudaError.CUDA_SUCCESS)
            return error;
        if (bytes == 0)
            return CudaError.CUDA_ERROR_INVALID_VALUE;
        if (AnyCapture() is { } queue)
            return Invalidate(queue);
        lock (_gate)
        {
            long pool = pooled ? Math.Max(_reserved, Pooled + (long)bytes) : Math.Max(_reserved, Pooled);
            if (Plain + pool + (pooled ? 0 : (long)bytes) > MemoryBytes)
                return CudaError.CUDA_ERROR_OUT_OF_MEMORY;
            _reserved = pool;
            address = Memory.Allocate((long)bytes);
            _allocated.Add(address, (bytes, pooled));
            return error;
        }
    }

    private void FreeNow(ulong address, string call)
    {
        lock (_gate)
        {
            if (_allocated.Remove(address))
                Memory.Free(address);
            else
                Violations.Add($"{call} of memory that is not allocated");
        }
    }

    // Who unregisters memory gives it away: a copy that is still to come would use somebody else's.
    private bool IsStillRegistered(nint address)
    {
        if (IsRegistered(address))
            return true;
        lock (_gate)
            Violations.Add("memory was unregistered before a copy that uses it");
        return false;
    }

    private bool IsRegistered(nint address)
    {
        lock (_gate)
            return _registered.Any(block => address >= block.Key && address < block.Key + (nint)block.Value);
    }
}
