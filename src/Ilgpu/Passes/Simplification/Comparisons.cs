using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>How comparisons turn around.</summary>
internal static class Comparisons
{
    /// <summary>The comparison that holds exactly when this one does not. Among floats the inverse of an ordered one is unordered.</summary>
    public static Opcode Inverse(Opcode op, bool isFloat) => op switch
    {
        Opcode.CmpEq => Opcode.CmpNe,
        Opcode.CmpNe => Opcode.CmpEq,
        Opcode.CmpLt => isFloat ? Opcode.CmpGeU : Opcode.CmpGe,
        Opcode.CmpLe => isFloat ? Opcode.CmpGtU : Opcode.CmpGt,
        Opcode.CmpGt => isFloat ? Opcode.CmpLeU : Opcode.CmpLe,
        Opcode.CmpGe => isFloat ? Opcode.CmpLtU : Opcode.CmpLt,
        Opcode.CmpLtU => isFloat ? Opcode.CmpGe : Opcode.CmpGeU,
        Opcode.CmpLeU => isFloat ? Opcode.CmpGt : Opcode.CmpGtU,
        Opcode.CmpGtU => isFloat ? Opcode.CmpLe : Opcode.CmpLeU,
        Opcode.CmpGeU => isFloat ? Opcode.CmpLt : Opcode.CmpLtU,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "not a comparison"),
    };

    /// <summary>The same comparison with its operands exchanged.</summary>
    public static Opcode Swapped(Opcode op) => op switch
    {
        Opcode.CmpLt => Opcode.CmpGt,
        Opcode.CmpLe => Opcode.CmpGe,
        Opcode.CmpGt => Opcode.CmpLt,
        Opcode.CmpGe => Opcode.CmpLe,
        Opcode.CmpLtU => Opcode.CmpGtU,
        Opcode.CmpLeU => Opcode.CmpGeU,
        Opcode.CmpGtU => Opcode.CmpLtU,
        Opcode.CmpGeU => Opcode.CmpLeU,
        _ => op,
    };
}
