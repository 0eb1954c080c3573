using System.Runtime.ExceptionServices;
using ConvGpu.Ilgpu.Compilation;
using ILGPU;

namespace ConvGpu.Ilgpu.Debugging;

/// <summary>
/// Executes the items of one group after the other by calling the kernel method itself. An item that waits at a barrier keeps its
/// thread, and another thread goes on with the next item, so a kernel without barriers stays on the caller's thread. Exactly one
/// thread runs at any time: results are the same on every run, and a debugger steps through one item.
/// </summary>
internal sealed unsafe class KernelGroup : IDisposable
{
    private readonly List<KernelItem> _items = [];
    private readonly Stack<ItemThread> _idle = new();
    private readonly List<ItemThread> _threads = [];
    private readonly HostArena _shared = new();
    private readonly List<(nint Address, long Bytes)> _sharedAllocations = [];
    private readonly ManualResetEventSlim _finished = new(false);
    private Action _body = null!;
    private Exception? _failure;
    private int _started;

    public Index3D GroupIndex { get; private set; }
    public Index3D GroupDimension { get; private set; }
    public Index3D GridDimension { get; private set; }
    public int WarpSize { get; private set; }
    public int Size { get; private set; }
    public void* DynamicShared { get; private set; }
    public int DynamicSharedBytes { get; private set; }
    public IReadOnlyList<KernelItem> Items => _items;

    /// <summary>Runs all items of all groups. An exception of an item ends the launch and is thrown here.</summary>
    public void Run(in LaunchDimensions dimensions, int warpSize, Action body)
    {
        _body = body;
        WarpSize = warpSize;
        GroupDimension = new(dimensions.GroupX, dimensions.GroupY, dimensions.GroupZ);
        GridDimension = new(dimensions.GridX, dimensions.GridY, dimensions.GridZ);
        Size = dimensions.GroupSize;
        DynamicSharedBytes = dimensions.DynamicSharedBytes;
        while (_items.Count < Size)
            _items.Add(new());
        for (int z = 0; z < dimensions.GridZ; z++)
            for (int y = 0; y < dimensions.GridY; y++)
                for (int x = 0; x < dimensions.GridX; x++)
                    RunGroup(new(x, y, z));
    }

    public void* AllocateShared(int number, long bytes)
    {
        if (number == _sharedAllocations.Count)
            _sharedAllocations.Add(((nint)_shared.Allocate(bytes), bytes));
        var (address, size) = _sharedAllocations[number];
        if (size != bytes)
        {
            throw new InvalidOperationException($"Items of a group disagree on shared allocation {number}: {size} and {bytes} bytes. "
                + "Allocate shared memory on every path, in the same order.");
        }
        return (void*)address;
    }

    /// <summary>How many items that have not returned there are, and for how many of them the predicate holds.</summary>
    public (int Set, int All) Count(Predicate<KernelItem> predicate)
    {
        int set = 0, all = 0;
        for (int i = 0; i < _started; i++)
        {
            if (_items[i].State == ItemState.Done)
                continue;
            all++;
            if (predicate(_items[i]))
                set++;
        }
        return (set, all);
    }

    /// <summary>Called by the running item: gives the turn away and returns when the barrier has opened and the turn is back.</summary>
    public void Wait(KernelItem item, ItemState barrier)
    {
        item.State = barrier;
        if (_started < Size && _failure is null)
        {
            (_idle.TryPop(out var thread) ? thread : NewThread()).Turn.Release();
            item.Turn.Wait();
        }
        else
        {
            var next = NextReleased()!;
            if (next != item)
            {
                next.Turn.Release();
                item.Turn.Wait();
            }
        }
        if (_failure is not null)
            throw new GroupAbortedException();
        item.State = ItemState.Running;
    }

    /// <summary>Starts items until none is left, then gives the turn to one that waits.</summary>
    /// <param name="thread">The thread that runs this, idle from now on; null for the caller's own.</param>
    public void RunItems(ItemThread? thread)
    {
        while (_started < Size && _failure is null)
        {
            var item = _items[_started];
            item.Start(this, _started++);
            item.Enter();
            try
            {
                _body();
            }
            catch (GroupAbortedException)
            {
            }
            catch (Exception failure)
            {
                _failure ??= failure;
            }
            finally
            {
                KernelItem.Leave();
                item.Unpin();
                item.State = ItemState.Done;
            }
        }
        if (thread is not null)
            _idle.Push(thread);
        if (NextReleased() is { } next)
            next.Turn.Release();
        else
            _finished.Set();
    }

    public void Dispose()
    {
        foreach (var thread in _threads)
            thread.Stop();
        foreach (var item in _items)
            item.Dispose();
        _shared.Dispose();
        _finished.Dispose();
    }

    private void RunGroup(Index3D index)
    {
        GroupIndex = index;
        _shared.Reset();
        _sharedAllocations.Clear();
        DynamicShared = DynamicSharedBytes > 0 ? _shared.Allocate(DynamicSharedBytes) : null;
        _started = 0;
        _failure = null;
        _finished.Reset();
        RunItems(null);
        _finished.Wait();
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    // The item whose turn is next; opens barriers when all items stand at one. Null when all have returned.
    private KernelItem? NextReleased()
    {
        var next = FirstIn(ItemState.Released);
        if (next is null)
        {
            OpenBarriers();
            next = FirstIn(ItemState.Released);
        }
        return next;
    }

    private void OpenBarriers()
    {
        var waiting = _items.Take(_started).Where(item => item.State != ItemState.Done).ToList();
        if (waiting.Count == 0)
            return;
        var open = _failure is not null || waiting.All(item => item.State == ItemState.AtGroupBarrier)
            ? waiting
            : waiting.GroupBy(item => item.Number / WarpSize)
                .Where(warp => warp.All(item => item.State == ItemState.AtWarpBarrier))
                .SelectMany(warp => warp).ToList();
        if (open.Count == 0)
        {
            _failure = new InvalidOperationException(
                $"A barrier in divergent control flow: of group {GroupIndex}, items of one warp wait at a group barrier and at a warp operation.");
            open = waiting;
        }
        foreach (var item in open)
            item.State = ItemState.Released;
    }

    private KernelItem? FirstIn(ItemState state)
    {
        for (int i = 0; i < _started; i++)
        {
            if (_items[i].State == state)
                return _items[i];
        }
        return null;
    }

    private ItemThread NewThread()
    {
        var thread = new ItemThread(this);
        _threads.Add(thread);
        return thread;
    }

    /// <summary>Unwinds an item because another one of its group has failed.</summary>
    private sealed class GroupAbortedException : Exception
    {
    }
}
