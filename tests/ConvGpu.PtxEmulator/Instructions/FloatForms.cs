using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Arithmetic of .f32 and .f64 (9.7.3).</summary>
internal static class FloatForms
{
    private const string Rounding = "R=rn|rz|rm|rp";

    public static IEnumerable<Form> All()
    {
        foreach (var (name, fast, exact) in new[]
        {
            ("add", typeof(Add<>), typeof(ExactAdd<,,>)), ("sub", typeof(Subtract<>), typeof(ExactSubtract<,,>)),
            ("mul", typeof(Multiply<>), typeof(ExactMultiply<,,>)),
        })
        {
            yield return Row(name + "{." + Rounding + "}{.ftz}{.sat}.T=f32", "=T, T, T", 10, 0, i => Arithmetic(i, fast, exact));
            yield return Row(name + "{." + Rounding + "}.T=f64", "=T, T, T", 10, 13, i => Arithmetic(i, fast, exact));
        }

        foreach (var name in new[] { "fma", "mad" })
        {
            yield return Row(name + "." + Rounding + "{.ftz}{.sat}.T=f32", "=T, T, T, T", 20, 20, Fused);
            yield return Row(name + "." + Rounding + ".T=f64", "=T, T, T, T", 14, 13, Fused);
        }

        yield return Row("div.approx{.ftz}.T=f32", "=T, T, T", 14, 0, i => Binary(i, typeof(DivideApproximate)));
        yield return Row("div.full{.ftz}.T=f32", "=T, T, T", 14, 0, i => Binary(i, typeof(DivideFloat<float>)));
        yield return Row("div." + Rounding + "{.ftz}.T=f32", "=T, T, T", 14, 20, i => Arithmetic(i, typeof(DivideFloat<>), typeof(ExactDivide<,,>)));
        yield return Row("div." + Rounding + ".T=f64", "=T, T, T", 14, 13, i => Arithmetic(i, typeof(DivideFloat<>), typeof(ExactDivide<,,>)));
        yield return Row("rcp.approx{.ftz}.T=f32", "=T, T", 14, 0, i => Unary(i, typeof(ReciprocalFloat<float>)));
        yield return Row("rcp.approx.ftz.T=f64", "=T, T", 21, 20, typeof(CoarseReciprocal));
        yield return Row("rcp." + Rounding + "{.ftz}.T=f32", "=T, T", 14, 20, i => Unary(i, typeof(ReciprocalFloat<>), typeof(ExactReciprocal<,,>)));
        yield return Row("rcp." + Rounding + ".T=f64", "=T, T", 14, 13, i => Unary(i, typeof(ReciprocalFloat<>), typeof(ExactReciprocal<,,>)));
        yield return Row("sqrt.approx{.ftz}.T=f32", "=T, T", 14, 0, i => Unary(i, typeof(SquareRootFloat<float>)));
        yield return Row("sqrt." + Rounding + "{.ftz}.T=f32", "=T, T", 14, 20, i => Unary(i, typeof(SquareRootFloat<>), typeof(ExactSquareRoot<,,>)));
        yield return Row("sqrt." + Rounding + ".T=f64", "=T, T", 14, 13, i => Unary(i, typeof(SquareRootFloat<>), typeof(ExactSquareRoot<,,>)));
        yield return Row("rsqrt.approx{.ftz}.T=f32", "=T, T", 14, 0, i => Unary(i, typeof(ReciprocalSquareRoot)));
        yield return Row("rsqrt.approx.T=f64", "=T, T", 14, 13, typeof(ReciprocalSquareRootDouble));
        yield return Row("rsqrt.approx.ftz.T=f64", "=T, T", 40, 20, typeof(CoarseReciprocalSquareRoot));
        yield return Row("sin.approx{.ftz}.T=f32", "=T, T", 14, 0, i => Unary(i, typeof(Sine)));
        yield return Row("cos.approx{.ftz}.T=f32", "=T, T", 14, 0, i => Unary(i, typeof(Cosine)));
        yield return Row("lg2.approx{.ftz}.T=f32", "=T, T", 14, 0, i => Unary(i, typeof(Logarithm2)));
        yield return Row("ex2.approx{.ftz}.T=f32", "=T, T", 14, 0, i => Unary(i, typeof(Exponential2)));
        yield return Row("tanh.approx.T=f32", "=T, T", 70, 75, typeof(HyperbolicTangent));
        yield return Row("abs{.ftz}.T=f32", "=T, T", 10, 0, i => Unary(i, typeof(AbsoluteFloat<float>)));
        yield return Row("abs.T=f64", "=T, T", 10, 13, typeof(AbsoluteFloat<>));
        yield return Row("neg{.ftz}.T=f32", "=T, T", 10, 0, i => Unary(i, typeof(NegateFloat<float>)));
        yield return Row("neg.T=f64", "=T, T", 10, 13, typeof(NegateFloat<>));
        foreach (var (name, type) in new[] { ("min", typeof(MinimumFloat<>)), ("max", typeof(MaximumFloat<>)) })
        {
            yield return Row(name + "{.ftz}{.NaN@70/80}{.xorsign@72/86.abs}.T=f32", "=T, T, T", 10, 0, i => Limit(i, type));
            yield return Row(name + ".T=f64", "=T, T, T", 10, 13, type);
        }

        yield return Row("copysign.T=f32|f64", "=T, T, T", 20, 20, typeof(CopySign<>));
    }

    private static bool IsNearest(DecodedInstruction i) => (i.Capture("R") ?? "rn") == "rn";

    private static Type Exact(DecodedInstruction i, Type open)
    {
        var type = i.Type("T");
        return Make.Close(open, Make.FloatType(type), Make.RoundingType(i.Capture("R")), Make.Clr(type));
    }

    private static Operation Arithmetic(DecodedInstruction i, Type fast, Type exact) =>
        Binary(i, IsNearest(i) ? Make.Close(fast, Make.Clr(i.Type("T"))) : Exact(i, exact));

    private static Operation Binary(DecodedInstruction i, Type type)
    {
        if (i.Has("ftz")) type = Make.Close(typeof(FlushBinary<>), type);
        if (i.Has("sat")) type = Make.Close(typeof(SaturateBinary<>), type);
        return Make.Lanes(i, type);
    }

    private static Operation Fused(DecodedInstruction i)
    {
        var type = !IsNearest(i) ? Exact(i, typeof(ExactFused<,,>)) : i.Type("T") == ScalarType.F32 ? typeof(FusedSingle) : typeof(FusedDouble);
        if (i.Has("ftz")) type = Make.Close(typeof(FlushTernary<>), type);
        if (i.Has("sat")) type = Make.Close(typeof(SaturateTernary<>), type);
        return Make.Lanes(i, type);
    }

    private static Operation Unary(DecodedInstruction i, Type fast, Type exact) =>
        Unary(i, IsNearest(i) ? Make.Close(fast, Make.Clr(i.Type("T"))) : Exact(i, exact));

    private static Operation Unary(DecodedInstruction i, Type type) =>
        Make.Lanes(i, i.Has("ftz") ? Make.Close(typeof(FlushUnary<>), type) : type);

    private static Operation Limit(DecodedInstruction i, Type open)
    {
        var type = Make.Close(open, typeof(float));
        if (i.Has("xorsign")) type = Make.Close(typeof(ExclusiveSign<>), type);
        if (i.Has("NaN")) type = Make.Close(typeof(PropagateNaN<>), type);
        return Binary(i, type);
    }
}
