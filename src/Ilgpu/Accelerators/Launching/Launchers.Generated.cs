// Written by tools/generate-arities.cs; change that and run it again.
#nullable enable
using ConvGpu.Ilgpu.Compilation;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>Launches an explicitly grouped kernel of 1 argument.</summary>
internal sealed class ExplicitLauncher<T1> : KernelLauncher where T1 : struct
{
    private readonly Action<T1> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots, ArgumentPacker<T1>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1) => Launch(null!, config, arg1);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1) =>
        RunDebug(stream, dimensions, () => _action(arg1));
}

/// <summary>Launches a kernel with an index and 1 argument.</summary>
internal sealed class ImplicitLauncher<TIndex, T1> : KernelLauncher where TIndex : struct, IIndex where T1 : struct
{
    private readonly Action<TIndex, T1> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots, ArgumentPacker<T1>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1) => Launch(null!, index, arg1);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1);
        });
}

/// <summary>Launches an explicitly grouped kernel of 2 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2> : KernelLauncher where T1 : struct where T2 : struct
{
    private readonly Action<T1, T2> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2) => Launch(null!, config, arg1, arg2);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2));
}

/// <summary>Launches a kernel with an index and 2 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct
{
    private readonly Action<TIndex, T1, T2> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2) => Launch(null!, index, arg1, arg2);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2);
        });
}

/// <summary>Launches an explicitly grouped kernel of 3 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct
{
    private readonly Action<T1, T2, T3> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3) => Launch(null!, config, arg1, arg2, arg3);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3));
}

/// <summary>Launches a kernel with an index and 3 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
{
    private readonly Action<TIndex, T1, T2, T3> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3) => Launch(null!, index, arg1, arg2, arg3);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3);
        });
}

/// <summary>Launches an explicitly grouped kernel of 4 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct
{
    private readonly Action<T1, T2, T3, T4> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => Launch(null!, config, arg1, arg2, arg3, arg4);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4));
}

/// <summary>Launches a kernel with an index and 4 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => Launch(null!, index, arg1, arg2, arg3, arg4);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4);
        });
}

/// <summary>Launches an explicitly grouped kernel of 5 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
{
    private readonly Action<T1, T2, T3, T4, T5> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5));
}

/// <summary>Launches a kernel with an index and 5 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5);
        });
}

/// <summary>Launches an explicitly grouped kernel of 6 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6));
}

/// <summary>Launches a kernel with an index and 6 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6);
        });
}

/// <summary>Launches an explicitly grouped kernel of 7 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6, arg7);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6, arg7));
}

/// <summary>Launches a kernel with an index and 7 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6, arg7);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6, arg7);
        });
}

/// <summary>Launches an explicitly grouped kernel of 8 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8));
}

/// <summary>Launches a kernel with an index and 8 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);
        });
}

/// <summary>Launches an explicitly grouped kernel of 9 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9));
}

/// <summary>Launches a kernel with an index and 9 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);
        });
}

/// <summary>Launches an explicitly grouped kernel of 10 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10));
}

/// <summary>Launches a kernel with an index and 10 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);
        });
}

/// <summary>Launches an explicitly grouped kernel of 11 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots + ArgumentPacker<T11>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots + ArgumentPacker<T11>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        ArgumentPacker<T11>.Pack(Accelerator, ref arg11, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key), ArgumentPacker<T11>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11));
}

/// <summary>Launches a kernel with an index and 11 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots + ArgumentPacker<T11>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots + ArgumentPacker<T11>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        ArgumentPacker<T11>.Pack(Accelerator, ref arg11, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key), ArgumentPacker<T11>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);
        });
}

/// <summary>Launches an explicitly grouped kernel of 12 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots + ArgumentPacker<T11>.Slots + ArgumentPacker<T12>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots + ArgumentPacker<T11>.KeySlots + ArgumentPacker<T12>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        ArgumentPacker<T11>.Pack(Accelerator, ref arg11, ref rest, ref restOfKey);
        ArgumentPacker<T12>.Pack(Accelerator, ref arg12, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key), ArgumentPacker<T11>.Unpack(ref key), ArgumentPacker<T12>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12));
}

/// <summary>Launches a kernel with an index and 12 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots + ArgumentPacker<T11>.Slots + ArgumentPacker<T12>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots + ArgumentPacker<T11>.KeySlots + ArgumentPacker<T12>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        ArgumentPacker<T11>.Pack(Accelerator, ref arg11, ref rest, ref restOfKey);
        ArgumentPacker<T12>.Pack(Accelerator, ref arg12, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key), ArgumentPacker<T11>.Unpack(ref key), ArgumentPacker<T12>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);
        });
}

/// <summary>Launches an explicitly grouped kernel of 13 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots + ArgumentPacker<T11>.Slots + ArgumentPacker<T12>.Slots + ArgumentPacker<T13>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots + ArgumentPacker<T11>.KeySlots + ArgumentPacker<T12>.KeySlots + ArgumentPacker<T13>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        ArgumentPacker<T11>.Pack(Accelerator, ref arg11, ref rest, ref restOfKey);
        ArgumentPacker<T12>.Pack(Accelerator, ref arg12, ref rest, ref restOfKey);
        ArgumentPacker<T13>.Pack(Accelerator, ref arg13, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key), ArgumentPacker<T11>.Unpack(ref key), ArgumentPacker<T12>.Unpack(ref key), ArgumentPacker<T13>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13));
}

/// <summary>Launches a kernel with an index and 13 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots + ArgumentPacker<T11>.Slots + ArgumentPacker<T12>.Slots + ArgumentPacker<T13>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots + ArgumentPacker<T11>.KeySlots + ArgumentPacker<T12>.KeySlots + ArgumentPacker<T13>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        ArgumentPacker<T11>.Pack(Accelerator, ref arg11, ref rest, ref restOfKey);
        ArgumentPacker<T12>.Pack(Accelerator, ref arg12, ref rest, ref restOfKey);
        ArgumentPacker<T13>.Pack(Accelerator, ref arg13, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key), ArgumentPacker<T11>.Unpack(ref key), ArgumentPacker<T12>.Unpack(ref key), ArgumentPacker<T13>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);
        });
}

/// <summary>Launches an explicitly grouped kernel of 14 arguments.</summary>
internal sealed class ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> : KernelLauncher where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> _action;

    public ExplicitLauncher(Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, KernelSpecialization specialization)
        : base(accelerator, action, KernelIndexing.Explicit)
    {
        _action = action;
        Bound(specialization);
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots + ArgumentPacker<T11>.Slots + ArgumentPacker<T12>.Slots + ArgumentPacker<T13>.Slots + ArgumentPacker<T14>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots + ArgumentPacker<T11>.KeySlots + ArgumentPacker<T12>.KeySlots + ArgumentPacker<T13>.KeySlots + ArgumentPacker<T14>.KeySlots);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13, T14 arg14) => Launch(null!, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13, T14 arg14)
    {
        var dimensions = LaunchShape.OfConfig(Accelerator, config);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        var rest = slots;
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        ArgumentPacker<T11>.Pack(Accelerator, ref arg11, ref rest, ref restOfKey);
        ArgumentPacker<T12>.Pack(Accelerator, ref arg12, ref rest, ref restOfKey);
        ArgumentPacker<T13>.Pack(Accelerator, ref arg13, ref rest, ref restOfKey);
        ArgumentPacker<T14>.Pack(Accelerator, ref arg14, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key), ArgumentPacker<T11>.Unpack(ref key), ArgumentPacker<T12>.Unpack(ref key), ArgumentPacker<T13>.Unpack(ref key), ArgumentPacker<T14>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13, T14 arg14) =>
        RunDebug(stream, dimensions, () => _action(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14));
}

/// <summary>Launches a kernel with an index and 14 arguments.</summary>
internal sealed class ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> : KernelLauncher where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> _action;
    private readonly int _groupSize;

    public ImplicitLauncher(Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, int groupSize)
        : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
    {
        _action = action;
        _groupSize = groupSize;
        Prepare(ArgumentPacker<T1>.Slots + ArgumentPacker<T2>.Slots + ArgumentPacker<T3>.Slots + ArgumentPacker<T4>.Slots + ArgumentPacker<T5>.Slots + ArgumentPacker<T6>.Slots + ArgumentPacker<T7>.Slots + ArgumentPacker<T8>.Slots + ArgumentPacker<T9>.Slots + ArgumentPacker<T10>.Slots + ArgumentPacker<T11>.Slots + ArgumentPacker<T12>.Slots + ArgumentPacker<T13>.Slots + ArgumentPacker<T14>.Slots, ArgumentPacker<T1>.KeySlots + ArgumentPacker<T2>.KeySlots + ArgumentPacker<T3>.KeySlots + ArgumentPacker<T4>.KeySlots + ArgumentPacker<T5>.KeySlots + ArgumentPacker<T6>.KeySlots + ArgumentPacker<T7>.KeySlots + ArgumentPacker<T8>.KeySlots + ArgumentPacker<T9>.KeySlots + ArgumentPacker<T10>.KeySlots + ArgumentPacker<T11>.KeySlots + ArgumentPacker<T12>.KeySlots + ArgumentPacker<T13>.KeySlots + ArgumentPacker<T14>.KeySlots);
    }

    public void LaunchDefault(TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13, T14 arg14) => Launch(null!, index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);

    public void Launch(AcceleratorStream stream, TIndex index, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13, T14 arg14)
    {
        var extent = LaunchShape.ExtentOf(index);
        if (LaunchShape.IsEmpty(extent))
            return;
        var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
        Span<long> slots = stackalloc long[Slots];
        Span<long> key = stackalloc long[KeySlots];
        slots[0] = extent.X;
        slots[1] = extent.Y;
        slots[2] = extent.Z;
        var rest = slots[3..];
        var restOfKey = key;
        ArgumentPacker<T1>.Pack(Accelerator, ref arg1, ref rest, ref restOfKey);
        ArgumentPacker<T2>.Pack(Accelerator, ref arg2, ref rest, ref restOfKey);
        ArgumentPacker<T3>.Pack(Accelerator, ref arg3, ref rest, ref restOfKey);
        ArgumentPacker<T4>.Pack(Accelerator, ref arg4, ref rest, ref restOfKey);
        ArgumentPacker<T5>.Pack(Accelerator, ref arg5, ref rest, ref restOfKey);
        ArgumentPacker<T6>.Pack(Accelerator, ref arg6, ref rest, ref restOfKey);
        ArgumentPacker<T7>.Pack(Accelerator, ref arg7, ref rest, ref restOfKey);
        ArgumentPacker<T8>.Pack(Accelerator, ref arg8, ref rest, ref restOfKey);
        ArgumentPacker<T9>.Pack(Accelerator, ref arg9, ref rest, ref restOfKey);
        ArgumentPacker<T10>.Pack(Accelerator, ref arg10, ref rest, ref restOfKey);
        ArgumentPacker<T11>.Pack(Accelerator, ref arg11, ref rest, ref restOfKey);
        ArgumentPacker<T12>.Pack(Accelerator, ref arg12, ref rest, ref restOfKey);
        ArgumentPacker<T13>.Pack(Accelerator, ref arg13, ref rest, ref restOfKey);
        ArgumentPacker<T14>.Pack(Accelerator, ref arg14, ref rest, ref restOfKey);
        if (Debug)
            LaunchDebug(stream, dimensions, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);
        else
            Run(stream, dimensions, slots, key);
    }

    protected override object?[] Unpack(ReadOnlySpan<long> key) => [ArgumentPacker<T1>.Unpack(ref key), ArgumentPacker<T2>.Unpack(ref key), ArgumentPacker<T3>.Unpack(ref key), ArgumentPacker<T4>.Unpack(ref key), ArgumentPacker<T5>.Unpack(ref key), ArgumentPacker<T6>.Unpack(ref key), ArgumentPacker<T7>.Unpack(ref key), ArgumentPacker<T8>.Unpack(ref key), ArgumentPacker<T9>.Unpack(ref key), ArgumentPacker<T10>.Unpack(ref key), ArgumentPacker<T11>.Unpack(ref key), ArgumentPacker<T12>.Unpack(ref key), ArgumentPacker<T13>.Unpack(ref key), ArgumentPacker<T14>.Unpack(ref key)];

    private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13, T14 arg14) =>
        RunDebug(stream, dimensions, () =>
        {
            if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                _action(index, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);
        });
}
