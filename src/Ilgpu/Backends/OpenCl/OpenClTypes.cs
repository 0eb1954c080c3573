using System.Globalization;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>
/// Names of types and literals. Integers are unsigned in OpenCL C, because there signed overflow is undefined; operations that have a
/// sign cast. A bool is `bool`; a vector of bools is an intN of 0 and -1, whatever the width of what it masks.
/// </summary>
internal static class OpenClTypes
{
    public static string Name(IrType type) => type.Kind switch
    {
        ScalarKind.Void => "void",
        ScalarKind.I1 => type.Lanes == 1 ? "bool" : $"int{type.Lanes}",
        ScalarKind.Pointer => $"{Space(type.Space)} uchar*",
        _ => Unsigned(type.Kind) + Suffix(type.Lanes),
    };

    /// <summary>The integer type with a sign; floats as they are.</summary>
    public static string Signed(IrType type) => type.Kind switch
    {
        ScalarKind.I8 => "char",
        ScalarKind.I16 => "short",
        ScalarKind.I32 => "int",
        ScalarKind.I64 => "long",
        _ => Unsigned(type.Kind),
    } + Suffix(type.Lanes);

    /// <summary>What comparing two of these yields: signed integers of the same width; int for one lane.</summary>
    public static string Mask(IrType type) => type.Lanes == 1
        ? "int"
        : Signed(IntegerOfSize(type.ElementBytes == 1 && type.Kind == ScalarKind.I1 ? 4 : type.ElementBytes).WithLanes(type.Lanes));

    /// <summary>What a value is in memory: a bool is a byte.</summary>
    public static IrType InMemory(IrType type) => type.Kind == ScalarKind.I1 ? IrType.I8.WithLanes(type.Lanes) : type;

    public static IrType IntegerOfSize(int bytes) => bytes switch { 1 => IrType.I8, 2 => IrType.I16, 4 => IrType.I32, _ => IrType.I64 };

    public static string Space(AddressSpace space) => space switch
    {
        AddressSpace.Global => "__global",
        AddressSpace.Shared => "__local",
        _ => "__private",
    };

    public static string Literal(Constant constant)
    {
        string scalar = Scalar(constant);
        return constant.Type.Lanes == 1 ? scalar : $"(({Name(constant.Type)})({scalar}))";
    }

    /// <summary>One lane of a value.</summary>
    public static string Lane(Value value, string name, char lane) => value is Constant constant ? Scalar(constant) : $"{name}.s{lane}";

    private static string Scalar(Constant constant) => constant.Type.Kind switch
    {
        ScalarKind.I1 when constant.Type.Lanes > 1 => constant.Bits != 0 ? "-1" : "0",
        ScalarKind.I1 => constant.Bits != 0 ? "true" : "false",
        ScalarKind.I8 => $"(uchar){(byte)constant.Bits}",
        ScalarKind.I16 => $"(ushort){(ushort)constant.Bits}",
        ScalarKind.I32 => $"{(uint)constant.Bits}u",
        ScalarKind.I64 => $"{(ulong)constant.Bits}ul",
        ScalarKind.F32 => float.IsFinite(constant.AsFloat)
            ? Decimal(constant.AsFloat.ToString("R", CultureInfo.InvariantCulture)) + "f)"
            : $"as_float(0x{(uint)constant.Bits:x8}u)",
        ScalarKind.F64 => double.IsFinite(constant.AsDouble)
            ? Decimal(constant.AsDouble.ToString("R", CultureInfo.InvariantCulture)) + ")"
            : $"as_double(0x{(ulong)constant.Bits:x16}ul)",
        ScalarKind.Pointer => $"({Name(constant.Type)}){(ulong)constant.Bits}ul",
        _ => throw new InvalidOperationException($"No literal of type {constant.Type}."),
    };

    private static string Decimal(string digits) =>
        "(" + (digits.AsSpan().IndexOfAny('.', 'E', 'e') >= 0 ? digits : digits + ".0");

    private static string Unsigned(ScalarKind kind) => kind switch
    {
        ScalarKind.I8 => "uchar",
        ScalarKind.I16 => "ushort",
        ScalarKind.I32 => "uint",
        ScalarKind.I64 => "ulong",
        ScalarKind.F32 => "float",
        ScalarKind.F64 => "double",
        _ => throw new InvalidOperationException($"No OpenCL C type for {kind}."),
    };

    private static string Suffix(int lanes) => lanes == 1 ? "" : lanes.ToString(CultureInfo.InvariantCulture);
}
