using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Decoding;

/// <summary>Which registers an operand of an instruction type may be (9.4 and 9.4.1).</summary>
internal static class TypeRules
{
    /// <summary>Same size; bits agree with all, integers with integers of either sign, floats with the same float.</summary>
    public static bool Allows(ScalarType instruction, ScalarType register)
    {
        if (instruction == ScalarType.Pred || register == ScalarType.Pred) return instruction == register;
        if (instruction.Size() != register.Size()) return false;
        return instruction.Class() switch
        {
            TypeClass.Bits => true,
            TypeClass.Integer => register.Class() is TypeClass.Integer or TypeClass.Bits,
            _ => register.Class() == TypeClass.Bits || register == instruction,
        };
    }

    /// <summary>Registers may be wider, except float registers of float types.</summary>
    public static bool AllowsRelaxed(ScalarType instruction, ScalarType register)
    {
        if (instruction == ScalarType.Pred || register == ScalarType.Pred) return false;
        if (instruction == ScalarType.BF16) return Allows(instruction, register);
        if (register.Size() < instruction.Size()) return false;
        return instruction.Class() switch
        {
            TypeClass.Bits => true,
            TypeClass.Integer => register.Class() is TypeClass.Integer or TypeClass.Bits,
            _ => register.Class() == TypeClass.Bits || register == instruction,
        };
    }
}
