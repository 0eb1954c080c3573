using System.Numerics;
using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>atom and red (9.7.13.5, 9.7.13.6).</summary>
internal static class AtomicForms
{
    private const string Place = "{.M=relaxed@60/70|acquire@60/70|release@60/70|acq_rel@60/70}{.X=cta@50/60|gpu@50/60|sys@50/60|cluster@78/90}" +
        "{.S=global|shared|shared::cta@78/30}";

    private static readonly (string Operation, string Types, int Isa, int Architecture, Type Operator)[] Operations =
    [
        ("and", "b32|b64@31/32", 11, 20, typeof(And<>)),
        ("or", "b32|b64@31/32", 11, 20, typeof(Or<>)),
        ("xor", "b32|b64@31/32", 11, 20, typeof(ExclusiveOr<>)),
        ("add", "u32|s32|u64|f64@50/60", 11, 20, typeof(Add<>)),
        ("inc", "u32", 11, 20, typeof(Increment)),
        ("dec", "u32", 11, 20, typeof(Decrement)),
        ("min", "u32|s32|u64@31/32|s64@31/32", 11, 20, typeof(MinimumInteger<>)),
        ("max", "u32|s32|u64@31/32|s64@31/32", 11, 20, typeof(MaximumInteger<>)),
    ];

    private static readonly (string Type, int Isa, int Architecture, Type Operator)[] HalfAdds =
    [
        ("f16", 63, 70, typeof(ExactAdd<HalfType, ToNearest, ushort>)),
        ("bf16", 78, 90, typeof(ExactAdd<BFloatType, ToNearest, ushort>)),
        ("f16x2", 62, 60, typeof(PackedBinary<ExactAdd<HalfType, ToNearest, ushort>>)),
        ("bf16x2", 78, 90, typeof(PackedBinary<ExactAdd<BFloatType, ToNearest, ushort>>)),
    ];

    public static IEnumerable<Form> All()
    {
        foreach (var (name, types, isa, architecture, type) in Operations)
        {
            yield return Row($"atom{Place}.{name}.T={types}", "_=T, [S], T", isa, architecture, i => Build(i, type, true));
            yield return Row($"red{Place}.{name}.T={types}", "[S], T", isa, architecture, i => Build(i, type, false));
        }

        yield return Row($"atom{Place}.add.T=f32", "_=T, [S], T", 20, 20, i => BuildSingle(i, true));
        yield return Row($"red{Place}.add.T=f32", "[S], T", 20, 20, i => BuildSingle(i, false));
        foreach (var (name, isa, architecture, type) in HalfAdds)
        {
            yield return Row($"atom{Place}.add.noftz.T={name}", "_=T, [S], T", isa, architecture, i => Build(i, type, true));
            yield return Row($"red{Place}.add.noftz.T={name}", "[S], T", isa, architecture, i => Build(i, type, false));
        }

        yield return Row($"atom{Place}.exch.T=b32|b64", "_=T, [S], T", 11, 20, i => Build(i, typeof(Second<>), true));
        yield return Row($"atom{Place}.cas.T=b16@63/70|b32|b64", "_=T, [S], T, T", 11, 20, CompareAndSwap);
    }

    private static Operation Build(DecodedInstruction i, Type operatorType, bool returns)
    {
        var lane = Make.Clr(i.Type("T"));
        var type = operatorType.IsGenericTypeDefinition ? Make.Close(operatorType, lane) : operatorType;
        var address = MemoryForms.AddressOf(i.Operands[returns ? 1 : 0]);
        return (Operation)Activator.CreateInstance(
            typeof(AtomicOperation<,>).MakeGenericType(type, lane), address, returns ? i.Slot(0) : -1, i.Slot(returns ? 2 : 1))!;
    }

    /// <summary>Global float additions flush subnormals, shared ones do not.</summary>
    private static Operation BuildSingle(DecodedInstruction i, bool returns) =>
        Build(i, i.Operands[returns ? 1 : 0].Space == StateSpace.Shared ? typeof(Add<float>) : typeof(FlushBinary<Add<float>>), returns);

    private static Operation CompareAndSwap(DecodedInstruction i) =>
        (Operation)Activator.CreateInstance(
            typeof(CompareAndSwapOperation<>).MakeGenericType(Make.Clr(i.Type("T"))),
            MemoryForms.AddressOf(i.Operands[1]), i.Slot(0), i.Slot(2), i.Slot(3))!;

    private struct Increment : IBinary<uint, uint, uint>
    {
        public static uint Invoke(uint a, uint b) => a >= b ? 0 : a + 1;
    }

    private struct Decrement : IBinary<uint, uint, uint>
    {
        public static uint Invoke(uint a, uint b) => a == 0 || a > b ? b : a - 1;
    }

    private struct Second<T> : IBinary<T, T, T>
        where T : unmanaged, INumberBase<T>
    {
        public static T Invoke(T a, T b) => b;
    }
}
