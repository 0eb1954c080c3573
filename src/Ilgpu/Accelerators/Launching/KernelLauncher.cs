using System.Collections.Immutable;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Threading;
using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>
/// What the launchers of all arities share: the compiled variants of one kernel. A kernel without specialised values is compiled when
/// it is loaded, one with them at the first launch with new values.
/// </summary>
internal abstract class KernelLauncher
{
    /// <summary>The most slots of a launch: the arguments of 14 parameters live on the stack.</summary>
    private const int MostSlots = 1024;

    private readonly Delegate _action;
    private readonly KernelIndexing _indexing;
    private readonly bool _contract;
    private readonly object _gate = new();
    private KernelSpecialization _bounds;
    private ImmutableArray<Variant> _variants = [];

    private protected KernelLauncher(Accelerator accelerator, Delegate action, KernelIndexing indexing)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(action);
        accelerator.ThrowIfDisposed();
        Accelerator = accelerator;
        _action = action;
        _indexing = indexing;
        _contract = accelerator.Kernels.Contract;
    }

    public Accelerator Accelerator { get; }

    /// <summary>What is told of the kernel.</summary>
    public KernelInfo Info => new(Accelerator.AutoGroupSize(int.MaxValue - 64), Accelerator.NumMultiprocessors);

    /// <summary>Slots of extents, arguments and the bytes of dynamic shared memory.</summary>
    protected int Slots { get; private set; }

    /// <summary>Slots of the specialised values.</summary>
    protected int KeySlots { get; private set; }

    /// <summary>Whether launches call the C# of the kernel.</summary>
    protected bool Debug => Accelerator.DebugKernels;

    /// <summary>The boxed specialised values of a key, one for each argument; null for others.</summary>
    protected abstract object?[] Unpack(ReadOnlySpan<long> key);

    /// <summary>Remembers the bounds that the kernel is compiled for.</summary>
    /// <exception cref="NotSupportedException">The device cannot run groups of that size.</exception>
    protected void Bound(KernelSpecialization specialization)
    {
        if (!specialization.IsCompatibleWith(Accelerator))
        {
            throw new NotSupportedException($"A kernel for groups of {specialization.MaxNumThreadsPerGroup} items: "
                + $"{Accelerator.Name} takes {Accelerator.MaxNumThreadsPerGroup}.");
        }
        _bounds = specialization;
    }

    /// <summary>Called at the end of construction.</summary>
    protected void Prepare(int slots, int keySlots)
    {
        Slots = slots + (_indexing == KernelIndexing.Explicit ? 1 : 4);
        KeySlots = keySlots;
        if (Slots > MostSlots)
            throw new NotSupportedException($"The arguments of {_action.Method.Name} have {Slots} scalars; a kernel takes {MostSlots}.");
        if (KeySlots == 0 && !Debug)
            Select([]);
    }

    protected void Run(AcceleratorStream? stream, in LaunchDimensions dimensions, Span<long> slots, ReadOnlySpan<long> key)
    {
        slots[^1] = dimensions.DynamicSharedBytes;
        stream ??= Accelerator.DefaultStream;
        CheckStream(stream);
        Trace(dimensions);
        Select(key).Launch(stream, dimensions, slots);
        Accelerator.Counters.Launched();
    }

    protected void RunDebug(AcceleratorStream? stream, in LaunchDimensions dimensions, Action body)
    {
        CheckStream(stream ?? Accelerator.DefaultStream);
        Trace(dimensions);
        Accelerator.Kernels.RunDebug(dimensions, body);
        Accelerator.Counters.Launched();
    }

    private void CheckStream(AcceleratorStream stream)
    {
        if (stream.Accelerator != Accelerator)
            throw new ArgumentException($"The stream belongs to {stream.Accelerator.Name}, the kernel to {Accelerator.Name}.", nameof(stream));
        stream.ThrowIfDisposed();
        Accelerator.ThrowIfDisposed();
    }

    private void Trace(in LaunchDimensions launch)
    {
        if (DebugLog.Shows(DebugLevel.Kernels))
        {
            DebugLog.Write(DebugLevel.Kernels, $"launch {TypeNames.Of(_action.Method)} on {Accelerator.Name}: ({launch.GridX}, {launch.GridY}, {launch.GridZ}) groups "
                + $"of ({launch.GroupX}, {launch.GroupY}, {launch.GroupZ}){(launch.DynamicSharedBytes > 0 ? $", {launch.DynamicSharedBytes} bytes of dynamic shared memory" : "")}");
        }
    }

    private LoadedKernel Select(ReadOnlySpan<long> key)
    {
        foreach (ref readonly var variant in _variants.AsSpan())
        {
            if (key.SequenceEqual(variant.Key))
                return variant.Kernel;
        }
        return Compile(key);
    }

    private LoadedKernel Compile(ReadOnlySpan<long> key)
    {
        object?[] values = KeySlots == 0 ? [] : Unpack(key);
        if (_indexing != KernelIndexing.Explicit && values.Length > 0)
            values = [null, .. values];
        var kernel = Accelerator.Kernels.Get(new KernelRequest(_action.Method, _indexing)
        {
            Specialized = [.. values],
            Bounds = _bounds,
            Contract = _contract,
            Validate = Accelerator.Context.Properties.EnableAssertions,
        });
        lock (_gate)
            _variants = _variants.Add(new(key.ToArray(), kernel));
        return kernel;
    }

    private readonly record struct Variant(long[] Key, LoadedKernel Kernel);
}
