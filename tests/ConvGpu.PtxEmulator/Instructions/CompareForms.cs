using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Comparison and selection (9.7.6, 9.7.7).</summary>
internal static class CompareForms
{
    private const string Ordered = "eq|ne|lt|le|gt|ge";
    private const string OfFloats = "C=eq|ne|lt|le|gt|ge|equ|neu|ltu|leu|gtu|geu|num|nan";
    private const string Combinations = "{.O=and|or|xor}";
    private const string All32 = "T=b16|b32|b64|u16|u32|u64|s16|s32|s64|f32|f64";

    /// <summary>(comparisons, types, flush) that go together.</summary>
    private static readonly (string Comparisons, string Flush, string Types, int Isa, int Architecture)[] Sources =
    [
        ("C=eq|ne", "", "b16|b32|b64", 10, 0),
        ($"C={Ordered}|lo|ls|hi|hs", "", "u16|u32|u64", 10, 0),
        ($"C={Ordered}", "", "s16|s32|s64", 10, 0),
        (OfFloats, "{.ftz}", "f32", 10, 0),
        (OfFloats, "", "f64", 10, 13),
        (OfFloats, "{.ftz}", "f16", 42, 53),
        (OfFloats, "", "bf16", 78, 90),
    ];

    private static readonly Dictionary<string, Type> Operators = new()
    {
        ["eq"] = typeof(Equal<>), ["ne"] = typeof(NotEqual<>), ["lt"] = typeof(LessThan<>), ["le"] = typeof(LessOrEqual<>),
        ["gt"] = typeof(GreaterThan<>), ["ge"] = typeof(GreaterOrEqual<>), ["lo"] = typeof(LessThan<>), ["ls"] = typeof(LessOrEqual<>),
        ["hi"] = typeof(GreaterThan<>), ["hs"] = typeof(GreaterOrEqual<>), ["num"] = typeof(AreNumbers<>), ["nan"] = typeof(IsNaN<>),
    };

    public static IEnumerable<Form> All()
    {
        foreach (var (comparisons, flush, types, isa, architecture) in Sources)
        {
            yield return Row($"setp.{comparisons}{flush}.T={types}", "=pred|pred, T, T", isa, architecture, i => Predicates(i));
            yield return Row($"setp.{comparisons}.O=and|or|xor{flush}.T={types}", "=pred|pred, T, T, !pred", isa, architecture, i => Predicates(i));
            yield return Row($"set.{comparisons}{flush}.D=u32|s32|f32.T={types}", "=D, T, T", isa, architecture, Set);
            yield return Row($"set.{comparisons}.O=and|or|xor{flush}.D=u32|s32|f32.T={types}", "=D, T, T, !pred", isa, architecture, Set);
        }

        yield return Row($"setp.{OfFloats}{{.ftz}}.T=f16x2", "=pred||pred, T, T", 42, 53, PackedPredicates);
        yield return Row($"setp.{OfFloats}.T=bf16x2", "=pred||pred, T, T", 78, 90, PackedPredicates);
        yield return Row($"selp.{All32}", "=T, T, T, pred", 10, 0, i => Select(i));
        yield return Row("slct.D=b16|b32|b64|u16|u32|u64|s16|s32|s64|f32|f64.T=s32", "=D, D, D, T", 10, 0, SelectBySign);
        yield return Row("slct{.ftz}.D=b16|b32|b64|u16|u32|u64|s16|s32|s64|f32|f64.T=f32", "=D, D, D, T", 10, 0, SelectBySign);
        foreach (var (name, type) in new[]
        {
            ("finite", typeof(IsFinite<>)), ("infinite", typeof(IsInfinite<>)), ("number", typeof(IsNumber<>)),
            ("notanumber", typeof(IsNotNumber<>)), ("normal", typeof(IsNormal<>)), ("subnormal", typeof(IsSubnormal<>)),
        })
        {
            yield return Row($"testp.{name}.T=f32|f64", "=pred, T", 20, 20, i => Create(
                typeof(TestOperation<,>), [Make.Close(type, Make.Clr(i.Type("T"))), Make.Clr(i.Type("T"))], i.Slot(0), i.Slot(1)));
        }
    }

    private static Operation Create(Type open, Type[] types, params object[] arguments) =>
        (Operation)Activator.CreateInstance(Make.Close(open, types), arguments)!;

    private static Type Operator(DecodedInstruction i, Type lane)
    {
        var name = i.Capture("C")!;
        var type = Operators.TryGetValue(name, out var open)
            ? Make.Close(open, lane)
            : Make.Close(typeof(Unordered<,>), Make.Close(Operators[name[..^1]], lane), lane);
        return i.Has("ftz") && lane == typeof(float) ? Make.Close(typeof(FlushCompare<>), type) : type;
    }

    private static Combination CombinationOf(DecodedInstruction i) => i.Capture("O") switch
    {
        "and" => Combination.And,
        "or" => Combination.Or,
        "xor" => Combination.Xor,
        _ => Combination.None,
    };

    private static Operation Compare(DecodedInstruction i, int p, int q, int a, int b)
    {
        var combination = CombinationOf(i);
        var targets = combination == Combination.None
            ? new CompareTargets(p, q, combination, -1, false)
            : new CompareTargets(p, q, combination, i.Slot(3), i.Operands[3].Negated);
        var type = i.Type("T");
        if (type is ScalarType.F16 or ScalarType.BF16)
        {
            return Create(
                typeof(ScalarCompareOperation<,>),
                [Make.Close(typeof(CompareHalf<,>), Operator(i, typeof(double)), Make.FloatType(type)), typeof(ushort)], targets, a, b);
        }

        var lane = Make.Clr(type);
        return Create(typeof(CompareOperation<,>), [Operator(i, lane), lane], targets, a, b);
    }

    private static Operation Predicates(DecodedInstruction i)
    {
        var pair = i.Operands[0].Elements;
        return Compare(i, pair[0].Slot, pair.Length > 1 ? pair[1].Slot : -1, i.Slot(1), i.Slot(2));
    }

    private static Operation PackedPredicates(DecodedInstruction i)
    {
        var pair = i.Operands[0].Elements;
        var compare = Make.Close(typeof(CompareHalf<,>), Operator(i, typeof(double)), Make.FloatType(i.Type("T")));
        return Create(typeof(PackedCompareOperation<>), [compare], pair[0].Slot, pair[1].Slot, i.Slot(1), i.Slot(2));
    }

    private static Operation Set(DecodedInstruction i)
    {
        var p = i.Decoding.TemporarySlot(0);
        var type = i.Type("D");
        var whenTrue = i.Decoding.ConstantSlot(4, type == ScalarType.F32 ? 0x3F800000u : uint.MaxValue);
        return new SequenceOperation(
            Compare(i, p, -1, i.Slot(1), i.Slot(2)),
            new SelectOperation<uint>(i.Slot(0), whenTrue, i.Decoding.ConstantSlot(4, 0), p));
    }

    private static Operation Select(DecodedInstruction i) =>
        Create(typeof(SelectOperation<>), [Make.Clr(i.Type("bits(T)"))], i.Slot(0), i.Slot(1), i.Slot(2), i.Slot(3));

    private static Operation SelectBySign(DecodedInstruction i)
    {
        var p = i.Decoding.TemporarySlot(0);
        var zero = i.Decoding.ConstantSlot(4, 0);
        var targets = new CompareTargets(p, -1, Combination.None, -1, false);
        Operation compare = i.Type("T") == ScalarType.S32
            ? new CompareOperation<GreaterOrEqual<int>, int>(targets, i.Slot(3), zero)
            : i.Has("ftz")
                ? new CompareOperation<FlushCompare<GreaterOrEqual<float>>, float>(targets, i.Slot(3), zero)
                : new CompareOperation<GreaterOrEqual<float>, float>(targets, i.Slot(3), zero);
        return new SequenceOperation(
            compare, Create(typeof(SelectOperation<>), [Make.Clr(i.Type("bits(D)"))], i.Slot(0), i.Slot(1), i.Slot(2), p));
    }
}
