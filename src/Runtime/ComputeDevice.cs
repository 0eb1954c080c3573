using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>
/// A device that holds tensors and computes: one context, one accelerator, one stream. It owns all its memory: disposing it frees
/// everything. Not safe for use from several threads at once.
/// </summary>
public sealed partial class ComputeDevice : IDisposable
{
    private readonly HashSet<DeviceBuffer> _buffers = [];
    private readonly string _why;
    private long _liveBytes;
    private long _peakBytes;
    private long _allocations;
    private long _hostToDeviceBytes;
    private long _deviceToHostBytes;
    private long _deviceToHostCopies;
    private bool _disposed;

    private ComputeDevice(DeviceInfo info, Context context, Accelerator accelerator, long largestAllocation, string why)
    {
        Info = info;
        Context = context;
        Accelerator = accelerator;
        Stream = accelerator.DefaultStream;
        LargestAllocation = largestAllocation;
        _why = why;
    }

    /// <summary>Where validation messages go: what users left undisposed. Standard error unless set.</summary>
    public static Action<string> ValidationMessage { get; set; } = Console.Error.WriteLine;

    /// <summary>What <see cref="All"/> says about this device.</summary>
    public DeviceInfo Info { get; }

    /// <summary>The name that <see cref="Open"/> takes, such as <c>opencl:0</c>.</summary>
    public string Id => Info.Id;

    /// <summary>The kind of device.</summary>
    public DeviceKind Kind => Info.Kind;

    /// <summary>What compiled the code that computes the built-in ops: <c>managed</c>, <c>in-tree</c> or <c>ILGPU 1.5.3</c>.</summary>
    public string Compiler => Kind == DeviceKind.Cpu ? "managed" : KernelCompilerFacts.Name;

    /// <summary>The ILGPU context behind the device.</summary>
    public Context Context { get; }

    /// <summary>The ILGPU accelerator that holds the memory and runs kernels.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The stream on which everything is enqueued.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>The most bytes that one allocation can have.</summary>
    public long LargestAllocation { get; }

    internal bool IsDisposed => _disposed;

    /// <summary>Allocations and copies since the device was opened.</summary>
    public DeviceCounters Counters => new(
        _liveBytes, _peakBytes, _allocations, _hostToDeviceBytes, _deviceToHostBytes, _deviceToHostCopies);

    /// <summary>Allocates a tensor, filled with zeros.</summary>
    /// <param name="shape">The sizes in NCHW order, all at least 1.</param>
    /// <param name="name">A name for leak reports.</param>
    /// <exception cref="ShapeException">A size is below 1.</exception>
    public Tensor Allocate(Shape shape, string name = "tensor")
    {
        if (shape.N < 1 || shape.C < 1 || shape.D < 1 || shape.H < 1 || shape.W < 1)
            throw new ShapeException($"A tensor needs sizes of at least 1, not {shape}.");
        return new Tensor(this, shape, name);
    }

    /// <summary>Waits until everything enqueued has run.</summary>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public void Synchronize()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Stream.Synchronize();
    }

    /// <summary>Frees all memory of the device and the device itself.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            // A device that is lost has said so, and would say it again.
            if (!CudaFacts.IsLost(Accelerator)) Stream.Synchronize();
        }
        finally
        {
            ReportLeaks();
            foreach (var buffer in _buffers) buffer.Free();
            _buffers.Clear();
            _liveBytes = 0;
            Accelerator.Dispose();
            Context.Dispose();
        }
    }

    /// <summary>Which device this is, who computes on it, and why it was chosen.</summary>
    public override string ToString() => $"{Id} ({Info.Name}): {Info.Computes}; {_why}";

    internal DeviceBuffer Allocate(long bytes, string name, bool ownedByUser = false)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        MemoryBuffer1D<byte, Stride1D.Dense>? memory = null;
        try
        {
            memory = Accelerator.Allocate1D<byte>(Math.Max(bytes, 1));
            memory.MemSetToZero(Stream);
        }
        catch (Exception e) when (e is OutOfMemoryException or AcceleratorException)
        {
            memory?.Dispose();
            // No smaller batch helps: the loss says what does.
            if (CudaFacts.IsLost(Accelerator)) throw;
            throw new DeviceException(
                $"{Id} could not allocate {bytes:N0} bytes for {name}; live: {DescribeLive()}. Use a smaller batch or model. {e.Message}", e);
        }
        var buffer = new DeviceBuffer(this, memory, name, ownedByUser);
        _buffers.Add(buffer);
        _allocations++;
        _liveBytes += buffer.Length;
        _peakBytes = Math.Max(_peakBytes, _liveBytes);
        return buffer;
    }

    internal void Forget(DeviceBuffer buffer)
    {
        if (_buffers.Remove(buffer)) _liveBytes -= buffer.Length;
    }

    internal void CopyToDevice<T>(ReadOnlySpan<T> source, ArrayView<T> target) where T : unmanaged
    {
        if (source.IsEmpty) return;
        target.SubView(0L, source.Length).CopyFromCPU(Stream, source);
        _hostToDeviceBytes += (long)source.Length * ArrayView<T>.ElementSize;
    }

    /// <summary>Enqueues a copy on a stream of its own; the memory stays as it is until the stream was waited for.</summary>
    internal void CopyToDeviceAsync<T>(AcceleratorStream stream, PageLockedArray1D<T> source, ArrayView<T> target, long length) where T : unmanaged
    {
        target.SubView(0L, length).CopyFromPageLockedAsync(stream, source);
        _hostToDeviceBytes += length * ArrayView<T>.ElementSize;
    }

    internal void CopyToHost<T>(ArrayView<T> source, Span<T> target) where T : unmanaged
    {
        if (target.IsEmpty) return;
        source.SubView(0L, target.Length).CopyToCPU(Stream, target);
        Stream.Synchronize();
        _deviceToHostBytes += (long)target.Length * ArrayView<T>.ElementSize;
        _deviceToHostCopies++;
    }

    /// <summary>The largest owners of memory.</summary>
    private string DescribeLive()
    {
        const int shown = 6;
        var owners = _buffers.GroupBy(b => b.Name).Select(g => (Name: g.Key, Bytes: g.Sum(b => b.Length))).OrderByDescending(o => o.Bytes).ToList();
        var names = owners.Take(shown).Select(o => $"{o.Name} {o.Bytes:N0}").ToList();
        if (owners.Count > shown) names.Add($"{owners.Count - shown} others {owners.Skip(shown).Sum(o => o.Bytes):N0}");
        return names.Count == 0 ? "nothing" : $"{_liveBytes:N0} bytes ({string.Join(", ", names)})";
    }

    private void ReportLeaks()
    {
        if (Environment.GetEnvironmentVariable("CONVGPU_VALIDATE") != "1") return;
        var left = _buffers.Where(b => b.OwnedByUser).OrderBy(b => b.Name, StringComparer.Ordinal).ToList();
        if (left.Count == 0) return;
        ValidationMessage(
            $"ConvGpu: {Id} was disposed while {left.Count} tensors were not: " +
            string.Join(", ", left.Select(b => $"{b.Name} ({b.Length:N0} bytes)")));
    }
}
