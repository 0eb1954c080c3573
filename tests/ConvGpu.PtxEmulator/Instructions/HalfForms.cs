using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Arithmetic of .f16, .bf16 and their pairs (9.7.4).</summary>
internal static class HalfForms
{
    public static IEnumerable<Form> All()
    {
        foreach (var (name, exact) in new[] { ("add", typeof(ExactAdd<,,>)), ("sub", typeof(ExactSubtract<,,>)), ("mul", typeof(ExactMultiply<,,>)) })
        {
            yield return Row(name + "{.rn}{.ftz}{.sat}.T=f16|f16x2", "=T, T, T", 42, 53, i => Binary(i, exact));
            yield return Row(name + "{.rn}.T=bf16|bf16x2", "=T, T, T", 78, 90, i => Binary(i, exact));
        }

        yield return Row("fma.rn{.ftz}{.sat}.T=f16|f16x2", "=T, T, T, T", 42, 53, Fused);
        yield return Row("fma.rn{.ftz}.relu.T=f16|f16x2", "=T, T, T, T", 70, 80, Fused);
        yield return Row("fma.rn{.relu}.T=bf16|bf16x2", "=T, T, T, T", 70, 80, Fused);
        foreach (var (name, type) in new[] { ("neg", typeof(NegateHalf)), ("abs", typeof(AbsoluteHalf)) })
        {
            var isa = name == "neg" ? 60 : 65;
            yield return Row(name + "{.ftz}.T=f16|f16x2", "=T, T", isa, 53, i => Unary(i, type));
            yield return Row(name + ".T=bf16|bf16x2", "=T, T", 70, 80, i => Unary(i, type));
        }

        foreach (var (name, type) in new[] { ("min", typeof(MinimumHalf<>)), ("max", typeof(MaximumHalf<>)) })
        {
            yield return Row(name + "{.ftz}{.NaN}{.xorsign@72/86.abs}.T=f16|f16x2", "=T, T, T", 70, 80, i => Limit(i, type));
            yield return Row(name + "{.NaN}{.xorsign@72/86.abs}.T=bf16|bf16x2", "=T, T, T", 70, 80, i => Limit(i, type));
        }

        yield return Row("tanh.approx.T=f16|f16x2|bf16@78/90|bf16x2@78/90", "=T, T", 70, 75, i => Approximate(i, typeof(HyperbolicTangent)));
        yield return Row("ex2.approx.T=f16|f16x2", "=T, T", 70, 75, i => Approximate(i, typeof(Exponential2)));
        yield return Row("ex2.approx.ftz.T=bf16|bf16x2", "=T, T", 78, 90, i => Approximate(i, typeof(Exponential2)));
    }

    private static bool IsPacked(DecodedInstruction i) => i.Type("T") is ScalarType.F16x2 or ScalarType.BF16x2;

    private static Type Exact(DecodedInstruction i, Type open) =>
        Make.Close(open, Make.FloatType(i.Type("T")), typeof(ToNearest), typeof(ushort));

    private static Operation Binary(DecodedInstruction i, Type exact) => Limited(i, Exact(i, exact));

    private static Operation Limited(DecodedInstruction i, Type type)
    {
        if (i.Has("ftz")) type = Make.Close(typeof(FlushHalfBinary<>), type);
        if (i.Has("sat")) type = Make.Close(typeof(SaturateHalfBinary<>), type);
        return Make.Lanes(i, IsPacked(i) ? Make.Close(typeof(PackedBinary<>), type) : type);
    }

    private static Operation Fused(DecodedInstruction i)
    {
        var type = Exact(i, typeof(ExactFused<,,>));
        if (i.Has("ftz")) type = Make.Close(typeof(FlushHalfTernary<>), type);
        if (i.Has("sat")) type = Make.Close(typeof(SaturateHalfTernary<>), type);
        if (i.Has("relu")) type = Make.Close(typeof(ReluHalfTernary<,>), type, Make.FloatType(i.Type("T")));
        return Make.Lanes(i, IsPacked(i) ? Make.Close(typeof(PackedTernary<>), type) : type);
    }

    private static Operation Unary(DecodedInstruction i, Type type)
    {
        if (i.Has("ftz")) type = Make.Close(typeof(FlushHalfUnary<>), type);
        return Make.Lanes(i, IsPacked(i) ? Make.Close(typeof(PackedUnary<>), type) : type);
    }

    private static Operation Approximate(DecodedInstruction i, Type function)
    {
        var type = Make.Close(typeof(Narrow<,>), function, Make.FloatType(i.Type("T")));
        return Make.Lanes(i, IsPacked(i) ? Make.Close(typeof(PackedUnary<>), type) : type);
    }

    private static Operation Limit(DecodedInstruction i, Type open)
    {
        var format = Make.FloatType(i.Type("T"));
        var type = Make.Close(open, format);
        if (i.Has("xorsign")) type = Make.Close(typeof(ExclusiveSignHalf<>), type);
        if (i.Has("NaN")) type = Make.Close(typeof(PropagateNaNHalf<,>), type, format);
        return Limited(i, type);
    }
}
