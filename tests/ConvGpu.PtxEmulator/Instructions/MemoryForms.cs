using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Loads, stores and hints (9.7.9.8 to 9.7.9.17).</summary>
internal static class MemoryForms
{
    private const string Types = "T=b8|b16|b32|b64|u8|u16|u32|u64|s8|s16|s32|s64|f32|f64";
    private const string LoadSpaces = "S=const|global|local|param|param::entry@83/0|param::func@83/0|shared|shared::cta@78/30";
    private const string StoreSpaces = "S=global|local|param|param::func@83/0|shared|shared::cta@78/30";
    private const string StrongSpaces = "S=global|shared|shared::cta@78/30";
    private const string Scope = "cta|gpu|sys|cluster@78/90";
    private const string Vector = "{.V=v2|v4}";
    private const string Eviction =
        "{.E=L1::evict_normal@74/70|L1::evict_unchanged@74/70|L1::evict_first@74/70|L1::evict_last@74/70|L1::no_allocate@74/70}";
    private const string Prefetch = "{.F=L2::64B@74/75|L2::128B@74/75|L2::256B@74/80}";

    public static IEnumerable<Form> All() =>
    [
        Row($"ld{{.weak@60/0}}{{.{LoadSpaces}}}{{.C=ca|cg|cs|lu|cv}}{Prefetch}{Vector}.{Types}", "={V ~T}, [S]", 10, 0, Load),
        Row($"ld{{.weak@60/0}}{{.{LoadSpaces}}}{Eviction}{Prefetch}{Vector}.{Types}", "={V ~T}, [S]", 74, 70, Load),
        Row($"ld.volatile{{.S=global|shared|shared::cta@78/30|local@91/0}}{Prefetch}{Vector}.{Types}", "={V ~T}, [S]", 11, 0, Load),
        Row($"ld.M=relaxed|acquire.X={Scope}{{.{StrongSpaces}}}{Eviction}{Prefetch}{Vector}.{Types}", "={V ~T}, [S]", 60, 70, Load),
        Row($"ld.S=global{{.C=ca|cg|cs}}.nc{Prefetch}{Vector}.{Types}", "={V ~T}, [S]", 31, 32, Load),
        Row($"ld.S=global.nc{Eviction}{Prefetch}{Vector}.{Types}", "={V ~T}, [S]", 74, 70, Load),
        Row($"ldu{{.S=global}}{Vector}.{Types}", "={V ~T}, [S]", 20, 0, Load),
        Row($"st{{.weak@60/0}}{{.{StoreSpaces}}}{{.C=wb|cg|cs|wt}}{Vector}.{Types}", "[S], {V ~T}", 10, 0, Store),
        Row($"st{{.weak@60/0}}{{.{StoreSpaces}}}{Eviction}{Vector}.{Types}", "[S], {V ~T}", 74, 70, Store),
        Row($"st.volatile{{.S=global|shared|shared::cta@78/30|local@91/0}}{Vector}.{Types}", "[S], {V ~T}", 11, 0, Store),
        Row($"st.M=relaxed|release.X={Scope}{{.{StrongSpaces}}}{Eviction}{Vector}.{Types}", "[S], {V ~T}", 60, 70, Store),
        Row("prefetch{.S=global|local}.L=L1|L2", "[S]", 20, 20, _ => new NoOperation()),
        Row("prefetch.S=global.L=L2::evict_last|L2::evict_normal", "[S]", 74, 80, _ => new NoOperation()),
        Row("prefetchu.L1", "[S]", 20, 20, _ => new NoOperation()),
        Row("discard{.S=global}.L2", "[S], imm", 74, 80, _ => new NoOperation()),
        Row("applypriority{.S=global}.L2::evict_normal", "[S], imm", 74, 80, _ => new NoOperation()),
    ];

    public static AddressSource AddressOf(Operand operand) => new(operand.Slot, operand.Declared.Size() == 4, operand.Value, operand.Space);

    private static bool IsStrong(DecodedInstruction i) => i.Has("volatile") || i.Has("relaxed") || i.Has("acquire") || i.Has("release");

    private static Operand[] Elements(Operand operand) => operand.Kind == OperandKind.Vector ? operand.Elements : [operand];

    private static Operation Load(DecodedInstruction i)
    {
        var elements = Elements(i.Operands[0]);
        CheckVector(i, elements.Length);
        return Create(typeof(LoadOperation<,>), i, AddressOf(i.Operands[1]), elements);
    }

    private static Operation Store(DecodedInstruction i)
    {
        var elements = Elements(i.Operands[1]);
        CheckVector(i, elements.Length);
        return Create(typeof(StoreOperation<,>), i, AddressOf(i.Operands[0]), elements);
    }

    private static void CheckVector(DecodedInstruction i, int length)
    {
        if (length * i.Type("T").Size() > 16) throw i.Error("a vector access is at most 16 bytes");
    }

    private static Operation Create(Type open, DecodedInstruction i, AddressSource address, Operand[] elements)
    {
        var widest = elements.Max(e => e.Declared.Size());
        if (elements.Any(e => e.Slot >= 0 && e.Declared.Size() != widest)) throw i.Error("the registers of a vector must be of one size");
        var type = i.Type("T");
        var memory = IntegerClr(type.Size(), type.Class() == TypeClass.Integer && type.IsSigned());
        return (Operation)Activator.CreateInstance(
            open.MakeGenericType(memory, IntegerClr(widest, false)), address, elements.Select(e => e.Slot).ToArray(), IsStrong(i))!;
    }

    public static Type IntegerClr(int size, bool signed) => (size, signed) switch
    {
        (1, false) => typeof(byte),
        (1, true) => typeof(sbyte),
        (2, false) => typeof(ushort),
        (2, true) => typeof(short),
        (4, false) => typeof(uint),
        (4, true) => typeof(int),
        (_, false) => typeof(ulong),
        _ => typeof(long),
    };
}
