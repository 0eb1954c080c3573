using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.IR;
using ILGPU;

namespace ConvGpu.Ilgpu.Debugging;

/// <summary>
/// The item whose C# the current thread executes in the debug mode. What Group, Grid, Warp, SharedMemory and LocalMemory say there.
/// </summary>
internal sealed unsafe class KernelItem : IDisposable
{
    [ThreadStatic]
    private static KernelItem? s_current;

    private readonly HostArena _local = new();
    private readonly HostArena[] _exchange = [new(), new()];
    private readonly void*[] _exchanged = new void*[2];
    private readonly List<GCHandle> _pins = [];
    private int _exchanges;
    private int _sharedAllocations;
    private bool _predicate;

    /// <exception cref="InvalidOperationException">The thread executes no kernel.</exception>
    public static KernelItem Current
    {
        get => s_current ?? throw new InvalidOperationException(
            "Group, Grid, Warp, SharedMemory and LocalMemory exist inside kernels only. Launch the method through an accelerator.");
    }

    public KernelGroup Group { get; private set; } = null!;

    public int Number { get; private set; }

    public Index3D Thread { get; private set; }

    public int Lane => Number % Group.WarpSize;

    public ItemState State { get; set; }

    /// <summary>Signalled when the item may go on after a barrier.</summary>
    public SemaphoreSlim Turn { get; } = new(0);

    public void Start(KernelGroup group, int number)
    {
        Group = group;
        Number = number;
        var size = group.GroupDimension;
        Thread = new(number % size.X, number / size.X % size.Y, number / (size.X * size.Y));
        _exchanges = 0;
        _sharedAllocations = 0;
        _local.Reset();
        State = ItemState.Running;
    }

    public void Enter() => s_current = this;

    public static void Leave() => s_current = null;

    /// <summary>Keeps an array where it is until the item ends, and gives its address.</summary>
    public nint Pin(Array array)
    {
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        _pins.Add(pin);
        return pin.AddrOfPinnedObject();
    }

    public void Unpin()
    {
        foreach (var pin in _pins)
            pin.Free();
        _pins.Clear();
    }

    public void* AllocateLocal(long bytes) => _local.Allocate(bytes);

    public void* AllocateShared(long bytes) => Group.AllocateShared(_sharedAllocations++, bytes);

    public void GroupBarrier() => Group.Wait(this, ItemState.AtGroupBarrier);

    public void WarpBarrier() => Group.Wait(this, ItemState.AtWarpBarrier);

    public (int Set, int All) CountAtBarrier(bool predicate)
    {
        _predicate = predicate;
        GroupBarrier();
        var result = Group.Count(item => item._predicate);
        GroupBarrier();
        return result;
    }

    public T GroupBroadcast<T>(T value, int source) where T : unmanaged
    {
        int turn = Publish(value);
        GroupBarrier();
        if ((uint)source >= (uint)Group.Size)
            throw new InvalidOperationException($"Group.Broadcast reads item {source} of a group of {Group.Size}.");
        return Group.Items[source].Published<T>(turn);
    }

    public T Shuffle<T>(T value, ShuffleKind kind, int operand, int width) where T : unmanaged
    {
        if (width <= 0 || (width & (width - 1)) != 0 || width > Group.WarpSize)
            throw new InvalidOperationException($"A shuffle's width is a power of two up to the warp size {Group.WarpSize}, not {width}.");
        int turn = Publish(value);
        WarpBarrier();
        int part = Lane / width * width;
        int own = Lane - part;
        int source = kind switch
        {
            ShuffleKind.Index => operand & (width - 1),
            ShuffleKind.Up => own - operand,
            ShuffleKind.Down => own + operand,
            _ => own ^ operand,
        };
        if ((uint)source >= (uint)width)
            return value;
        int item = Number - Lane + part + source;
        return item < Group.Size ? Group.Items[item].Published<T>(turn) : value;
    }

    public void Dispose()
    {
        _local.Dispose();
        foreach (var arena in _exchange)
            arena.Dispose();
        Turn.Dispose();
    }

    // Two slots: an item can publish its next value while others still read the one before, but not two ahead.
    private int Publish<T>(T value) where T : unmanaged
    {
        int turn = _exchanges++ & 1;
        _exchange[turn].Reset();
        void* slot = _exchange[turn].Allocate(sizeof(T));
        Unsafe.WriteUnaligned(slot, value);
        _exchanged[turn] = slot;
        return turn;
    }

    private T Published<T>(int turn) where T : unmanaged =>
        _exchanged[turn] == null ? default : Unsafe.ReadUnaligned<T>(_exchanged[turn]);
}

/// <summary>Where an item of the debug mode stands.</summary>
internal enum ItemState : byte { Running, AtGroupBarrier, AtWarpBarrier, Released, Done }
