using System.Numerics;
using System.Runtime.CompilerServices;
using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Memory;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Execution;

internal enum AccessKind : byte
{
    Read,
    Write,
    Atomic,
}

/// <summary>Where an instruction's address comes from.</summary>
internal readonly record struct AddressSource(int Slot, bool Is32, long Offset, StateSpace Space)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ulong Of(Warp warp, int lane) =>
        (Is32 ? ((uint*)(warp.Registers + Slot))[lane] : ((ulong*)(warp.Registers + Slot))[lane]) + (ulong)Offset;
}

/// <summary>What loads, stores and atomics share: finding host memory for each lane, checked.</summary>
internal abstract unsafe class MemoryOperation(AddressSource address, int bytes, bool strong) : Operation
{
    private Allocation? _recent;

    /// <summary>Bytes each lane accesses, a power of two: also the alignment.</summary>
    protected int Bytes => bytes;

    protected AddressSource Address => address;

    /// <summary>Fills in the host address of every lane of the mask.</summary>
    protected void Locate(Warp warp, uint mask, byte** pointers, AccessKind kind)
    {
        if (address.Space == StateSpace.Global && LocateInRecent(warp, ref mask, pointers)) return;
        if (address.Space == StateSpace.Shared)
        {
            LocateShared(warp, mask, pointers, kind);
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            pointers[lane] = Locate(warp, lane, address.Of(warp, lane), address.Space, kind);
        }
    }

    /// <summary>The common case: global addresses in the allocation this instruction met last. Leaves the lanes that are not.</summary>
    private bool LocateInRecent(Warp warp, ref uint mask, byte** pointers)
    {
        var recent = _recent;
        if (recent is null || address.Is32 || recent.Bytes < bytes || warp.Group.Launch.GlobalRaces is not null) return false;
        var host = recent.Host;
        if (host == null) return false;
        var lanes = (ulong*)(warp.Registers + address.Slot);
        var offset = (ulong)address.Offset - recent.Start;
        var last = (ulong)(recent.Bytes - bytes);
        var alignment = (ulong)(bytes - 1);
        uint missed = 0;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            var relative = lanes[lane] + offset;
            if (relative > last || (relative & alignment) != 0) missed |= 1u << lane;
            else pointers[lane] = host + relative;
        }

        mask = missed;
        return missed == 0;
    }

    private void LocateShared(Warp warp, uint mask, byte** pointers, AccessKind kind)
    {
        var shared = warp.Group.Shared;
        var data = shared.Data;
        var noted = shared.Checked;
        var last = (ulong)(shared.Bytes - bytes);
        var alignment = (ulong)(bytes - 1);
        if (shared.Bytes < bytes) Offset(warp, Warp.FirstLane(mask), address.Of(warp, Warp.FirstLane(mask)), AddressSpaces.SharedBase, shared.Bytes, "shared");
        for (; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var offset = address.Of(warp, lane) - AddressSpaces.SharedBase;
            if (offset > last || (offset & alignment) != 0) Offset(warp, lane, offset + AddressSpaces.SharedBase, AddressSpaces.SharedBase, shared.Bytes, "shared");
            if (noted) Note(shared, warp, lane, (long)offset, kind);
            pointers[lane] = data + offset;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(SharedMemory shared, Warp warp, int lane, long offset, AccessKind kind)
    {
        if (kind == AccessKind.Read) shared.NoteRead(warp, this, lane, offset, bytes, strong);
        else shared.NoteWrite(warp, this, lane, offset, bytes, strong || kind == AccessKind.Atomic);
    }

    /// <summary>Host address of one access in a space.</summary>
    protected byte* Locate(Warp warp, int lane, ulong target, StateSpace space, AccessKind kind)
    {
        switch (space)
        {
            case StateSpace.Generic:
                return LocateGeneric(warp, lane, target, kind);
            case StateSpace.Global:
                return LocateGlobal(warp, lane, target, kind);
            case StateSpace.Shared:
            {
                var shared = warp.Group.Shared;
                var offset = Offset(warp, lane, target, AddressSpaces.SharedBase, shared.Bytes, "shared");
                if (shared.Checked) Note(shared, warp, lane, offset, kind);
                return shared.Data + offset;
            }

            case StateSpace.Local:
                return warp.Local + (long)lane * warp.LocalStride + Offset(warp, lane, target, AddressSpaces.LocalBase, warp.LocalStride, "local");
            case StateSpace.Constant:
            {
                if (kind != AccessKind.Read) throw warp.Fault(this, lane, FaultKind.ReadOnly, "constant memory is read-only");
                var launch = warp.Group.Launch;
                return launch.Constants + Offset(warp, lane, target, AddressSpaces.ConstantBase, launch.ConstantBytes, "constant");
            }

            default:
            {
                if (kind != AccessKind.Read) throw warp.Fault(this, lane, FaultKind.ReadOnly, "parameters of the entry are read-only");
                var launch = warp.Group.Launch;
                return launch.Parameters + Offset(warp, lane, target, AddressSpaces.ParameterBase, launch.ParameterBytes, "parameter");
            }
        }
    }

    private byte* LocateGeneric(Warp warp, int lane, ulong target, AccessKind kind)
    {
        if (target >= AddressSpaces.GlobalBase) return LocateGlobal(warp, lane, target, kind);
        var space = (target & ~(AddressSpaces.WindowSize - 1)) switch
        {
            AddressSpaces.SharedWindow => StateSpace.Shared,
            AddressSpaces.LocalWindow => StateSpace.Local,
            AddressSpaces.ConstantWindow => StateSpace.Constant,
            AddressSpaces.ParameterWindow => StateSpace.Parameter,
            _ => StateSpace.Global,
        };
        return Locate(warp, lane, space == StateSpace.Global ? target : target & (AddressSpaces.WindowSize - 1), space, kind);
    }

    private byte* LocateGlobal(Warp warp, int lane, ulong target, AccessKind kind) => LocateGlobal(warp, lane, target, kind, bytes);

    /// <summary>A global access aligned for the instruction's size that touches only so many of its bytes.</summary>
    protected byte* LocateGlobal(Warp warp, int lane, ulong target, AccessKind kind, int used)
    {
        var launch = warp.Group.Launch;
        var allocation = launch.Memory.Find(target);
        var relative = allocation is null ? 0 : target - allocation.Start;
        if (allocation is null || relative + (ulong)used > (ulong)allocation.Bytes)
            throw warp.Fault(this, lane, FaultKind.OutOfBounds, $"{used} bytes at global 0x{target:X}: {launch.Memory.Describe(target, used)}");
        if (allocation.Freed)
            throw warp.Fault(this, lane, FaultKind.UseAfterFree, $"{used} bytes at global 0x{target:X}: {launch.Memory.Describe(target, used)}");
        CheckAlignment(warp, lane, target, "global");
        _recent = allocation;
        launch.GlobalRaces?.Note(warp, this, lane, allocation, (long)relative, used, kind, strong || kind == AccessKind.Atomic);
        return allocation.Host + relative;
    }

    private void CheckAlignment(Warp warp, int lane, ulong target, string space)
    {
        if ((target & (ulong)(bytes - 1)) != 0)
            throw warp.Fault(this, lane, FaultKind.Misaligned, $"{bytes} bytes at {space} 0x{target:X}");
    }

    /// <summary>Offset from the start of a space's memory.</summary>
    private long Offset(Warp warp, int lane, ulong target, int start, int length, string space)
    {
        var offset = (long)target - start;
        if (offset < 0 || offset > length - bytes)
            throw warp.Fault(this, lane, FaultKind.OutOfBounds, $"{bytes} bytes at {space} offset {offset} of {length} bytes");
        CheckAlignment(warp, lane, target, space);
        return offset;
    }
}
