using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Instructions;

/// <summary>A predefined register whose value is fixed while a group runs.</summary>
internal sealed unsafe class SpecialRegister(string name, ScalarType type, Func<Warp, int, ulong> value)
{
    private static readonly Dictionary<string, SpecialRegister> Table = new[]
    {
        U32("%tid.x", (w, l) => w.Group.ThreadPosition(w.Index * 32 + l).X),
        U32("%tid.y", (w, l) => w.Group.ThreadPosition(w.Index * 32 + l).Y),
        U32("%tid.z", (w, l) => w.Group.ThreadPosition(w.Index * 32 + l).Z),
        U32("%ntid.x", (w, _) => w.Group.Launch.GroupSize.X),
        U32("%ntid.y", (w, _) => w.Group.Launch.GroupSize.Y),
        U32("%ntid.z", (w, _) => w.Group.Launch.GroupSize.Z),
        U32("%ctaid.x", (w, _) => w.Group.Position.X),
        U32("%ctaid.y", (w, _) => w.Group.Position.Y),
        U32("%ctaid.z", (w, _) => w.Group.Position.Z),
        U32("%nctaid.x", (w, _) => w.Group.Launch.GridSize.X),
        U32("%nctaid.y", (w, _) => w.Group.Launch.GridSize.Y),
        U32("%nctaid.z", (w, _) => w.Group.Launch.GridSize.Z),
        U32("%laneid", (_, l) => l),
        U32("%warpid", (w, _) => w.Index),
        U32("%nwarpid", (w, _) => w.Group.WarpCount),
        U32("%smid", (_, _) => 0),
        U32("%nsmid", (_, _) => 1),
        U32("%lanemask_eq", (_, l) => 1u << l),
        U32("%lanemask_le", (_, l) => (2UL << l) - 1),
        U32("%lanemask_lt", (_, l) => (1u << l) - 1),
        U32("%lanemask_ge", (_, l) => uint.MaxValue << l),
        U32("%lanemask_gt", (_, l) => uint.MaxValue & (0xFFFFFFFEUL << l)),
        U32("%dynamic_smem_size", (w, _) => w.Group.Launch.DynamicSharedBytes),
        U32("%total_smem_size", (w, _) => w.Group.Launch.SharedBytes),
        new SpecialRegister("%gridid", ScalarType.U64, (_, _) => 1),
    }.ToDictionary(register => register.Name);

    public string Name { get; } = name;

    public ScalarType Type { get; } = type;

    public static SpecialRegister? Find(string name) => Table.GetValueOrDefault(name);

    public void Fill(Warp warp, int slot)
    {
        for (var l = 0; l < Warp.Lanes; l++) RawLane.Write(warp.Registers + slot, l, Type.Size(), value(warp, l));
    }

    private static SpecialRegister U32(string name, Func<Warp, int, long> value) => new(name, ScalarType.U32, (w, l) => (uint)value(w, l));

    private static SpecialRegister U32(string name, Func<Warp, int, ulong> value) => new(name, ScalarType.U32, (w, l) => (uint)value(w, l));
}

/// <summary>A register that changes while threads run, read anew by each instruction that names it.</summary>
internal sealed unsafe class ClockOperation(int slot, int bytes, int shift) : Operation
{
    private static readonly Dictionary<string, (ScalarType Type, int Shift)> Table = new()
    {
        ["%clock"] = (ScalarType.U32, 0), ["%clock_hi"] = (ScalarType.U32, 32), ["%clock64"] = (ScalarType.U64, 0),
        ["%globaltimer"] = (ScalarType.U64, 0), ["%globaltimer_lo"] = (ScalarType.U32, 0), ["%globaltimer_hi"] = (ScalarType.U32, 32),
    };

    public static bool TryFind(string name, out ScalarType type, out int shift)
    {
        var found = Table.TryGetValue(name, out var entry);
        (type, shift) = entry;
        return found;
    }

    public override void Execute(Warp warp, uint mask)
    {
        var clock = (ulong)Environment.TickCount64 * 1_000_000 + (ulong)warp.Executed;
        for (var l = 0; l < Warp.Lanes; l++) RawLane.Write(warp.Registers + slot, l, bytes, clock >> shift);
    }
}
