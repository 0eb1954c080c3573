using ConvGpu.Ilgpu.Launching;
using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>A device that runs kernels, with its memory and streams. Disposing it frees all of them.</summary>
public abstract partial class Accelerator : DisposeBase, ICache, IDevice
{
    [ThreadStatic]
    private static Accelerator? s_current;

    private readonly LinkedList<AcceleratorObject> _children = [];
    private readonly object _gate = new();
    private AcceleratorStream? _defaultStream;

    /// <summary>Makes an accelerator of a device.</summary>
    protected Accelerator(Context context, Device device)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(device);
        Context = context;
        Device = device;
        Kernels = new KernelCache(this);
        context.Register(this);
        s_current ??= this;
    }

    /// <summary>The accelerator of this thread, see <see cref="Bind"/>.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static Accelerator Current =>
        s_current ?? throw new InvalidOperationException("No accelerator is bound to this thread. Call Bind() on one.");

    /// <summary>The kind of this thread's accelerator.</summary>
    public static AcceleratorType CurrentType => Current.AcceleratorType;

    /// <summary>The context.</summary>
    public Context Context { get; }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The stream of calls that name none.</summary>
    public AcceleratorStream DefaultStream
    {
        get
        {
            lock (_gate)
                return _defaultStream ??= CreateStream();
        }
    }

    /// <summary>The driver's handle; 0 where there is none.</summary>
    public IntPtr NativePtr { get; protected init; }

    /// <summary>Groups and items that fill the device once.</summary>
    public (Index1D, Index1D) MaxNumGroupsExtent => (MaxNumThreads / MaxNumThreadsPerGroup, MaxNumThreadsPerGroup);

    /// <summary>The kind of device.</summary>
    public AcceleratorType AcceleratorType => Device.AcceleratorType;

    /// <summary>The device's name.</summary>
    public string Name => Device.Name;

    /// <summary>Bytes of memory.</summary>
    public long MemorySize => Device.MemorySize;

    /// <summary>The most groups in each dimension.</summary>
    public Index3D MaxGridSize => Device.MaxGridSize;

    /// <summary>The most items of a group in each dimension.</summary>
    public Index3D MaxGroupSize => Device.MaxGroupSize;

    /// <summary>The most items of a group.</summary>
    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    /// <summary>The most bytes of shared memory of a group.</summary>
    public int MaxSharedMemoryPerGroup => Device.MaxSharedMemoryPerGroup;

    /// <summary>Bytes of constant memory.</summary>
    public int MaxConstantMemory => Device.MaxConstantMemory;

    /// <summary>Items of a warp, from 1 to 64.</summary>
    public int WarpSize => Device.WarpSize;

    /// <summary>How many groups run at the same time at least.</summary>
    public int NumMultiprocessors => Device.NumMultiprocessors;

    /// <summary>The most items that share a multiprocessor.</summary>
    public int MaxNumThreadsPerMultiprocessor => Device.MaxNumThreadsPerMultiprocessor;

    /// <summary>The most items that run at the same time.</summary>
    public int MaxNumThreads => Device.MaxNumThreads;

    /// <summary>What the device can do.</summary>
    public CapabilityContext Capabilities => Device.Capabilities;

    /// <summary>Buffers, streams and markers that were not disposed.</summary>
    public int NumberChildObjects
    {
        get
        {
            lock (_gate)
                return _children.Count;
        }
    }

    internal static Accelerator? CurrentOrNull
    {
        get => s_current;
        set => s_current = value;
    }

    /// <summary>The compiled kernels.</summary>
    internal KernelCache Kernels { get; }

    /// <summary>Bytes that were allocated and copied, and launches.</summary>
    internal DeviceCounters Counters { get; } = new();

    /// <summary>Whether launches call the C# of kernels in place of compiled code.</summary>
    internal virtual bool DebugKernels => false;

    /// <summary>Makes a stream.</summary>
    public AcceleratorStream CreateStream()
    {
        ThrowIfDisposed();
        return Track(CreateStreamCore());
    }

    /// <summary>Waits until the device has done everything.</summary>
    public void Synchronize()
    {
        ThrowIfDisposed();
        SynchronizeCore();
    }

    /// <summary>Does nothing: loaded kernels keep their code until the accelerator is disposed.</summary>
    public void ClearCache(ClearCacheMode mode)
    {
    }

    /// <summary>Writes what is known of the device.</summary>
    public void PrintInformation(TextWriter writer) => Device.PrintInformation(writer);

    /// <summary>Makes this the accelerator of the calling thread.</summary>
    public void Bind()
    {
        ThrowIfDisposed();
        s_current = this;
    }

    /// <summary>Makes this the accelerator of the calling thread until the result is disposed.</summary>
    public ScopedAcceleratorBinding BindScoped() => new(this);

    /// <inheritdoc/>
    public override string ToString() => Device.ToString();

    /// <summary>Items of a group when the launch leaves it to the device.</summary>
    internal virtual int AutoGroupSize(int itemsInX)
    {
        int most = Math.Min(MaxNumThreadsPerGroup, 256);
        return Math.Min(most, Math.Max(1, (itemsInX + WarpSize - 1) / WarpSize * WarpSize));
    }

    /// <summary>The most bytes of dynamic shared memory of a group.</summary>
    internal virtual int MaxDynamicSharedBytes => MaxSharedMemoryPerGroup;

    /// <summary>Whether copies to and from whole pages of the host that do not move are faster.</summary>
    internal virtual bool PinsHostMemory => false;

    /// <summary>Keeps pages of the host from moving until the result is disposed; null where the system refuses.</summary>
    internal virtual IDisposable? PinHostMemory(nint address, long bytes) => null;

    /// <summary>Makes what compiles kernels for this accelerator. Called once, at the first load of a kernel.</summary>
    internal abstract KernelCompiler CreateCompiler();

    /// <summary>Allocates memory; the caller tracks it.</summary>
    protected abstract MemoryBuffer AllocateCore(long length, int elementSize);

    /// <summary>Makes a stream; the caller tracks it.</summary>
    protected abstract AcceleratorStream CreateStreamCore();

    /// <summary>Waits until the device has done everything.</summary>
    protected abstract void SynchronizeCore();

    /// <summary>Frees the device; children are gone already.</summary>
    protected abstract void DisposeAccelerator();

    /// <summary>Remembers an object until it is disposed.</summary>
    internal T Track<T>(T child) where T : AcceleratorObject
    {
        lock (_gate)
            child.Node = _children.AddLast(child);
        return child;
    }

    internal void Forget(LinkedListNode<AcceleratorObject> node)
    {
        lock (_gate)
        {
            if (node.List == _children)
                _children.Remove(node);
        }
    }

    /// <inheritdoc/>
    protected sealed override void Dispose(bool disposing)
    {
        try
        {
            SynchronizeCore();
        }
        finally
        {
            Kernels.Dispose();
            while (LastChild() is { } child)
                child.Dispose();
            DisposeAccelerator();
            Context.Unregister(this);
            if (s_current == this)
                s_current = null;
            base.Dispose(disposing);
        }
    }

    private AcceleratorObject? LastChild()
    {
        lock (_gate)
            return _children.Last?.Value;
    }
}
