using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>cvt (9.7.9.21). Source and destination registers may be wider than the types.</summary>
internal static class ConvertForms
{
    private const string Integers = "u8|u16|u32|u64|s8|s16|s32|s64";
    private const string Floats = "f16|f32|f64|bf16@78/90";
    private const string ToFloat = "R=rn|rz|rm|rp";
    private const string ToInteger = "R=rni|rzi|rmi|rpi";

    public static IEnumerable<Form> All() =>
    [
        Row($"cvt{{.sat}}.D={Integers}.T={Integers}", "=~D, ~T", 10, 0, Build),
        Row($"cvt.{ToFloat}{{.sat}}.D={Floats}.T={Integers}", "=~D, ~T", 10, 0, Build),
        Row($"cvt.{ToInteger}{{.ftz}}{{.sat}}.D={Integers}.T={Floats}", "=~D, ~T", 10, 0, Build),
        // Widening and same-size conversions of floats take no rounding; to integral values of the same type they take an integer one.
        Row("cvt{.ftz}{.sat}.D=f32.T=f16", "=~D, ~T", 10, 0, Build),
        Row("cvt{.ftz@78/90}{.sat}.D=f32.T=bf16", "=~D, ~T", 71, 80, Build),
        Row("cvt{.ftz}{.sat}.D=f64.T=f16|f32|bf16@78/90", "=~D, ~T", 10, 13, Build),
        Row("cvt{.ftz}{.sat}.D=f32.T=f32", "=~D, ~T", 10, 0, Build),
        Row("cvt{.sat}.D=f64.T=f64", "=~D, ~T", 10, 13, Build),
        Row("cvt{.sat}.D=f16.T=f16", "=~D, ~T", 10, 0, Build),
        Row($"cvt.{ToInteger}{{.ftz}}{{.sat}}.D=f32.T=f32", "=~D, ~T", 10, 0, Build),
        Row($"cvt.{ToInteger}{{.sat}}.D=f64.T=f64", "=~D, ~T", 10, 13, Build),
        Row($"cvt.{ToInteger}{{.sat}}.D=f16.T=f16", "=~D, ~T", 10, 0, Build),
        Row($"cvt.{ToFloat}{{.ftz}}{{.sat}}.D=f32.T=f64", "=~D, ~T", 10, 13, Build),
        Row($"cvt.{ToFloat}{{.ftz}}{{.sat}}.D=f16.T=f32", "=~D, ~T", 10, 0, Build),
        Row($"cvt.{ToFloat}{{.sat}}.D=f16.T=f64|bf16@78/90", "=~D, ~T", 10, 0, Build),
        Row($"cvt.{ToFloat}{{.sat}}.D=bf16.T=f64|f16|bf16", "=~D, ~T", 78, 90, Build),
        Row("cvt.R=rn|rz{.relu}{.satfinite@81/80}.D=f16.T=f32", "=~D, ~T", 70, 80, Build),
        Row("cvt.R=rn|rz{.relu}{.satfinite@81/80}.D=bf16.T=f32", "=~D, ~T", 70, 80, Build),
        Row("cvt.R=rm|rp.D=bf16.T=f32", "=~D, ~T", 78, 90, Build),
        Row("cvt.R=rn|rz{.relu}{.satfinite@81/80}.D=f16x2|bf16x2.f32", "=D, f32, f32", 70, 80, Pair),
        Row("cvt.rna{.satfinite@81/89}.tf32.f32", "=b32, f32", 70, 80, i => ToTensorFloat(i, Rounding.NearestAway)),
        Row("cvt.R=rn|rz{.satfinite@81/100}{.relu}.tf32.f32", "=b32, f32", 78, 90, i => ToTensorFloat(i, Make.RoundingValue(i.Capture("R")))),
    ];

    private static Conversion.Options OptionsOf(DecodedInstruction i) => new(
        i.Capture("R") switch
        {
            "rz" or "rzi" => Rounding.Zero,
            "rm" or "rmi" => Rounding.Down,
            "rp" or "rpi" => Rounding.Up,
            _ => Rounding.Nearest,
        },
        i.Capture("R")?.Length == 3, i.Has("ftz"), i.Has("sat"), i.Has("relu"), i.Has("satfinite"));

    private static Operation Build(DecodedInstruction i)
    {
        var d = i.Operands[0];
        var a = i.Operands[1];
        ScalarType to = i.Type("D"), from = i.Type("T");
        var options = OptionsOf(i);
        if (FastConversions.Find(to, from, options, d.Declared.Size(), a.Declared.Size()) is { } fast) return Make.Lanes(fast, d.Slot, a.Slot);
        return new ConvertOperation(d.Slot, to, d.Declared.Size(), a.Slot, from, a.Declared.Size(), options);
    }

    private static Operation Pair(DecodedInstruction i)
    {
        var to = i.Type("D") == ScalarType.F16x2 ? ScalarType.F16 : ScalarType.BF16;
        int high = i.Decoding.TemporarySlot(2), low = i.Decoding.TemporarySlot(2);
        var options = OptionsOf(i);
        return new SequenceOperation(
            new ConvertOperation(high, to, 2, i.Slot(1), ScalarType.F32, 4, options),
            new ConvertOperation(low, to, 2, i.Slot(2), ScalarType.F32, 4, options),
            new PackOperation(i.Slot(0), 4, [low, high], 2));
    }

    private static Operation ToTensorFloat(DecodedInstruction i, Rounding rounding) =>
        new ConvertOperation(i.Slot(0), ScalarType.TF32, 4, i.Slot(1), ScalarType.F32, 4,
            new Conversion.Options(rounding, false, false, false, i.Has("relu"), i.Has("satfinite")));
}
