using System.Numerics;
using ConvGpu.Emulation.Memory;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Execution;

/// <summary>
/// Copies that cp.async began, by lane. Data reach shared memory only at the wait, the latest time the ISA allows, so that a kernel
/// that forgets to wait reads what was there before.
/// </summary>
internal sealed unsafe class AsyncCopies
{
    private readonly record struct Copy(int Group, ulong Target, ulong Source, int Bytes, int Ignored, AsyncCopyOperation Operation);

    private readonly List<Copy>[] _pending = Enumerable.Range(0, Warp.Lanes).Select(_ => new List<Copy>()).ToArray();
    private readonly int[] _committed = new int[Warp.Lanes];

    public void Clear()
    {
        foreach (var list in _pending) list.Clear();
        Array.Clear(_committed);
    }

    public void Begin(int lane, ulong target, ulong source, int bytes, int ignored, AsyncCopyOperation operation) =>
        _pending[lane].Add(new Copy(_committed[lane], target, source, bytes, ignored, operation));

    public void Commit(uint mask)
    {
        for (; mask != 0; mask &= mask - 1) _committed[BitOperations.TrailingZeroCount(mask)]++;
    }

    /// <summary>Completes all but the last committed groups of each lane; with none to remain, uncommitted copies too where asked.</summary>
    public void Wait(Warp warp, uint mask, int remaining, bool everything)
    {
        for (; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var list = _pending[lane];
            var kept = 0;
            for (var i = 0; i < list.Count; i++)
            {
                var copy = list[i];
                if (everything || copy.Group < _committed[lane] - remaining) copy.Operation.Complete(warp, lane, copy.Target, copy.Source, copy.Bytes, copy.Ignored);
                else list[kept++] = copy;
            }

            list.RemoveRange(kept, list.Count - kept);
        }
    }
}

/// <summary>cp.async of 4, 8 or 16 bytes from global to shared memory.</summary>
internal sealed unsafe class AsyncCopyOperation(AddressSource target, AddressSource source, int bytes, int sizeSlot, int ignoreSlot)
    : MemoryOperation(source, bytes, false)
{
    private readonly SharedTarget _target = new(target, bytes);

    public override void Execute(Warp warp, uint mask)
    {
        var copies = warp.Copies ??= new AsyncCopies();
        for (; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var used = sizeSlot < 0 ? Bytes : (int)Math.Min(((uint*)(warp.Registers + sizeSlot))[lane], (uint)Bytes);
            if (ignoreSlot >= 0 && (warp.Predicate(ignoreSlot) >> lane & 1) != 0) used = 0;
            var from = Address.Of(warp, lane);
            if (used > 0) LocateGlobal(warp, lane, from, AccessKind.Read, used);
            copies.Begin(lane, target.Of(warp, lane), from, used, Bytes - used, this);
        }
    }

    public void Complete(Warp warp, int lane, ulong to, ulong from, int used, int zeros)
    {
        _target.Line = Line;
        _target.Source = Source;
        var destination = _target.Pointer(warp, lane, to);
        if (used > 0) Buffer.MemoryCopy(LocateGlobal(warp, lane, from, AccessKind.Read, used), destination, Bytes, used);
        new Span<byte>(destination + used, zeros).Clear();
    }

    private sealed class SharedTarget(AddressSource address, int bytes) : MemoryOperation(address, bytes, false)
    {
        public byte* Pointer(Warp warp, int lane, ulong to) => Locate(warp, lane, to, Address.Space, AccessKind.Write);

        public override void Execute(Warp warp, uint mask)
        {
        }
    }
}

internal sealed class AsyncCommitOperation : Operation
{
    public override void Execute(Warp warp, uint mask) => (warp.Copies ??= new AsyncCopies()).Commit(mask);
}

internal sealed class AsyncWaitOperation(int remaining, bool everything) : Operation
{
    public override void Execute(Warp warp, uint mask) => warp.Copies?.Wait(warp, mask, remaining, everything);
}
