using ConvGpu.Emulation.Instructions;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Execution;

/// <summary>A decoded entry.</summary>
internal sealed unsafe class Program
{
    public required string Name { get; init; }

    public required Block[] Blocks { get; init; }

    /// <summary>Bytes of registers a warp needs.</summary>
    public required int FrameBytes { get; init; }

    /// <summary>Bytes of local memory a thread needs.</summary>
    public required int LocalBytes { get; init; }

    /// <summary>Slots that hold constants in every lane: (slot, bytes a lane, value).</summary>
    public required (int Slot, int Bytes, ulong Value)[] Constants { get; init; }

    public required (int Slot, SpecialRegister Register)[] SpecialRegisters { get; init; }

    /// <summary>Slots that hold addresses of the module's variables: (slot, bytes a lane, variable, offset).</summary>
    public required (int Slot, int Bytes, Variable Variable, long Offset)[] Addresses { get; init; }

    public void InitializeFrame(Warp warp)
    {
        new Span<byte>(warp.Registers, FrameBytes).Fill(0xCC);
        foreach (var (slot, bytes, value) in Constants) Fill(warp.Registers + slot, bytes, value);
        foreach (var (slot, bytes, variable, offset) in Addresses)
            Fill(warp.Registers + slot, bytes, warp.Group.Launch.AddressOf(variable) + (ulong)offset);
        foreach (var (slot, register) in SpecialRegisters) register.Fill(warp, slot);
    }

    private static void Fill(byte* lanes, int bytes, ulong value)
    {
        switch (bytes)
        {
            case 0: *(uint*)lanes = value == 0 ? 0 : uint.MaxValue; break;
            case 1: new Span<byte>(lanes, Warp.Lanes).Fill((byte)value); break;
            case 2: new Span<ushort>(lanes, Warp.Lanes).Fill((ushort)value); break;
            case 4: new Span<uint>(lanes, Warp.Lanes).Fill((uint)value); break;
            default: new Span<ulong>(lanes, Warp.Lanes).Fill(value); break;
        }
    }
}
