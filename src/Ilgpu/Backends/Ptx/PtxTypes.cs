using System.Globalization;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>The kinds of virtual registers; 16 bits only for inline PTX.</summary>
internal enum RegisterClass { Predicate, Bits16, Bits32, Bits64, Float32, Float64 }

/// <summary>
/// How IR types stand in registers: i1 is a predicate; i8, i16 and i32 are 32 bits, narrow ones sign-extended; a pointer to shared memory
/// is 32 bits, other pointers 64.
/// </summary>
internal static class PtxTypes
{
    public static RegisterClass Class(IrType type) => type.Kind switch
    {
        ScalarKind.I1 => RegisterClass.Predicate,
        ScalarKind.I8 or ScalarKind.I16 or ScalarKind.I32 => RegisterClass.Bits32,
        ScalarKind.F32 => RegisterClass.Float32,
        ScalarKind.F64 => RegisterClass.Float64,
        ScalarKind.Pointer when type.Space == AddressSpace.Shared => RegisterClass.Bits32,
        _ => RegisterClass.Bits64,
    };

    /// <summary>Width of the register: 32 or 64.</summary>
    public static int Width(IrType type) => Class(type) is RegisterClass.Bits64 or RegisterClass.Float64 ? 64 : 32;

    public static string Signed(IrType type) => $"s{Width(type)}";

    public static string Unsigned(IrType type) => $"u{Width(type)}";

    public static string Bits(IrType type) => $"b{Width(type)}";

    public static string Float(IrType type) => $"f{Width(type)}";

    /// <summary>The type of a move.</summary>
    public static string Move(RegisterClass register) => register switch
    {
        RegisterClass.Predicate => "pred",
        RegisterClass.Bits16 => "b16",
        RegisterClass.Bits32 => "b32",
        RegisterClass.Bits64 => "b64",
        RegisterClass.Float32 => "f32",
        _ => "f64",
    };

    /// <summary>The type that one element is loaded and stored as; a narrow integer is extended on the way into its register.</summary>
    public static string Memory(IrType type) => type.Kind switch
    {
        ScalarKind.I1 => "u8",
        ScalarKind.I8 => "s8",
        ScalarKind.I16 => "s16",
        ScalarKind.I32 => "b32",
        ScalarKind.F32 => "f32",
        ScalarKind.F64 => "f64",
        _ => "b64",
    };

    /// <summary>The type of a kernel parameter.</summary>
    public static string Parameter(IrType type) => type.Kind switch
    {
        ScalarKind.I1 or ScalarKind.I8 => "u8",
        ScalarKind.I16 => "u16",
        ScalarKind.I32 => "u32",
        ScalarKind.F32 => "f32",
        ScalarKind.F64 => "f64",
        _ => "u64",
    };

    public static string Space(AddressSpace space) => space switch
    {
        AddressSpace.Global => ".global",
        AddressSpace.Shared => ".shared",
        AddressSpace.Local => ".local",
        _ => "",
    };

    /// <summary>A number as an operand. Predicates have no literals everywhere; they are moved to a register.</summary>
    public static string Literal(IrType type, long bits) => type.Kind switch
    {
        ScalarKind.F32 => string.Create(CultureInfo.InvariantCulture, $"0f{(uint)bits:X8}"),
        ScalarKind.F64 => string.Create(CultureInfo.InvariantCulture, $"0d{(ulong)bits:X16}"),
        _ when bits == long.MinValue => "0x8000000000000000",
        _ => bits.ToString(CultureInfo.InvariantCulture),
    };
}
