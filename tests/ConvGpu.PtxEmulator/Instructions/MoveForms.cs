using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Memory;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>mov, packing and unpacking, cvta, isspacep (9.7.9).</summary>
internal static class MoveForms
{
    private static readonly (string Whole, int Count, string Part)[] Packs =
    [
        ("b16", 2, "b8"), ("b32", 2, "b16"), ("b32", 4, "b8"), ("b64", 2, "b32"), ("b64", 4, "b16"), ("b64", 8, "b8"),
    ];

    public static IEnumerable<Form> All()
    {
        yield return Row("mov.T=b16|b32|b64|u16|u32|u64|s16|s32|s64|f32|f64", "=T, &T", 10, 0,
            i => Make.Lanes(i, Make.Close(typeof(Copy<>), Make.Clr(i.Type("bits(T)")))));
        yield return Row("mov.pred", "=pred, pred", 10, 0, i => new PredicateOperation(Combination.None, i.Slot(0), i.Slot(1), i.Slot(1)));
        foreach (var (whole, count, part) in Packs)
        {
            yield return Row($"mov.T={whole}", $"=T, {{{count} {part}}}", 10, 0, i => Pack(i, part));
            yield return Row($"mov.T={whole}", $"_={{{count} {part}}}, T", 10, 0, i => Unpack(i, part));
        }

        yield return Row("cvta.S=const|global|local|shared|shared::cta|param@77/70|param::entry@83/70.T=u64", "=T, &T", 20, 20, i => Window(i, toGeneric: true));
        yield return Row("cvta.to.S=const|global|local|shared|shared::cta|param@77/70|param::entry@83/70.T=u64", "=T, T", 20, 20, i => Window(i, toGeneric: false));
        yield return Row("isspacep.S=const@31/20|global|local|shared|shared::cta@78/30|param@77/70|param::entry@83/70", "=pred, u64", 20, 20, IsInSpace);
    }

    private static ulong WindowOf(DecodedInstruction i) => i.Capture("S") switch
    {
        "shared" or "shared::cta" => AddressSpaces.SharedWindow,
        "local" => AddressSpaces.LocalWindow,
        "const" => AddressSpaces.ConstantWindow,
        "param" or "param::entry" => AddressSpaces.ParameterWindow,
        _ => 0,
    };

    private static Operation Window(DecodedInstruction i, bool toGeneric)
    {
        var window = WindowOf(i);
        var offset = i.Decoding.ConstantSlot(8, toGeneric ? window : 0 - window);
        return new VectorBinaryOperation<Add<ulong>, ulong>(i.Slot(0), i.Slot(1), offset);
    }

    /// <summary>The window of the entry's parameters counts as global.</summary>
    private static Operation IsInSpace(DecodedInstruction i)
    {
        if (i.Capture("S") != "global") return InWindow(i, i.Slot(0), WindowOf(i), AddressSpaces.WindowSize);
        var parameter = i.Decoding.TemporarySlot(0);
        return new SequenceOperation(
            InWindow(i, i.Slot(0), AddressSpaces.GlobalBase, ulong.MaxValue - AddressSpaces.GlobalBase),
            InWindow(i, parameter, AddressSpaces.ParameterWindow, AddressSpaces.WindowSize),
            new PredicateOperation(Combination.Or, i.Slot(0), i.Slot(0), parameter));
    }

    private static Operation InWindow(DecodedInstruction i, int p, ulong start, ulong length)
    {
        var offset = i.Decoding.TemporarySlot(8);
        return new SequenceOperation(
            new VectorBinaryOperation<Subtract<ulong>, ulong>(offset, i.Slot(1), i.Decoding.ConstantSlot(8, start)),
            new CompareOperation<LessThan<ulong>, ulong>(new CompareTargets(p, -1, Combination.None, -1, false), offset, i.Decoding.ConstantSlot(8, length)));
    }

    private static int PartSize(string part) => part == "b8" ? 1 : part == "b16" ? 2 : 4;

    private static Operation Pack(DecodedInstruction i, string part) =>
        new PackOperation(i.Slot(0), i.Type("T").Size(), i.Operands[1].Elements.Select(e => e.Slot).ToArray(), PartSize(part));

    private static Operation Unpack(DecodedInstruction i, string part) =>
        new UnpackOperation(i.Operands[0].Elements.Select(e => e.Slot).ToArray(), PartSize(part), i.Slot(1), i.Type("T").Size());
}
