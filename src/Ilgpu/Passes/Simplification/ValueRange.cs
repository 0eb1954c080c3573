using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>Signed bounds of an integer that follow from its definition, found to a small depth.</summary>
internal readonly record struct ValueRange(long Low, long High)
{
    /// <summary>No device has more items in a group's dimension.</summary>
    private const long LargestGroup = 65535;
    private const int MaxDepth = 6;

    /// <param name="value">An integer.</param>
    /// <param name="known">Bounds of values that their definition does not tell (<see cref="InductionRanges"/>).</param>
    public static ValueRange Of(Value value, Dictionary<Value, ValueRange> known) => Of(value, known, MaxDepth);

    private static ValueRange Whole(IrType type) => type.Kind switch
    {
        ScalarKind.I1 => new(0, 1),
        ScalarKind.I8 => new(sbyte.MinValue, sbyte.MaxValue),
        ScalarKind.I16 => new(short.MinValue, short.MaxValue),
        ScalarKind.I32 => new(int.MinValue, int.MaxValue),
        _ => new(long.MinValue, long.MaxValue),
    };

    private static ValueRange Of(Value value, Dictionary<Value, ValueRange> known, int depth)
    {
        var whole = Whole(value.Type);
        if (value is Constant constant)
            return new(constant.Bits, constant.Bits);
        if (value is not Instruction instruction || depth == 0)
            return known.GetValueOrDefault(value, whole);
        switch (instruction.Op)
        {
            case Opcode.ThreadIndex or Opcode.LaneIndex:
                return new(0, LargestGroup - 1);
            case Opcode.GroupDimension or Opcode.WarpSize:
                return new(1, LargestGroup);
            case Opcode.GroupIndex:
                return new(0, int.MaxValue - 1);
            case Opcode.GridDimension:
                return new(1, int.MaxValue);
        }
        if (!instruction.Info.Has(OpTraits.Elementwise) || instruction.Operands.Length == 0 || !instruction.Operands[0].Type.IsInteger)
            return whole;
        var a = Of(instruction.Operands[0], known, depth - 1);
        var b = instruction.Operands.Length > 1 && instruction.Operands[1].Type.IsInteger ? Of(instruction.Operands[1], known, depth - 1) : a;
        Int128 low, high;
        switch (instruction.Op)
        {
            case Opcode.Add:
                (low, high) = ((Int128)a.Low + b.Low, (Int128)a.High + b.High);
                break;
            case Opcode.Sub:
                (low, high) = ((Int128)a.Low - b.High, (Int128)a.High - b.Low);
                break;
            case Opcode.Mul when a.Low >= 0 && b.Low >= 0:
                (low, high) = ((Int128)a.Low * b.Low, (Int128)a.High * b.High);
                break;
            case Opcode.And when a.Low >= 0 || b.Low >= 0:
                (low, high) = (0, a.Low < 0 ? b.High : b.Low < 0 ? a.High : Math.Min(a.High, b.High));
                break;
            case Opcode.ShrU when b.Low == b.High && a.Low >= 0:
                int count = (int)b.Low & (value.Type.Bits - 1);
                (low, high) = (a.Low >> count, a.High >> count);
                break;
            case Opcode.DivS or Opcode.DivU when a.Low >= 0 && b.Low > 0:
                (low, high) = (a.Low / b.High, a.High / b.Low);
                break;
            case Opcode.RemS or Opcode.RemU when a.Low >= 0 && b.Low > 0:
                (low, high) = (0, Math.Min(a.High, b.High - 1));
                break;
            case Opcode.MinS:
                (low, high) = (Math.Min(a.Low, b.Low), Math.Min(a.High, b.High));
                break;
            case Opcode.MaxS:
                (low, high) = (Math.Max(a.Low, b.Low), Math.Max(a.High, b.High));
                break;
            case Opcode.Select:
                var c = Of(instruction.Operands[2], known, depth - 1);
                (low, high) = (Math.Min(b.Low, c.Low), Math.Max(b.High, c.High));
                break;
            case Opcode.ZExt when a.Low >= 0:
            case Opcode.SExt when instruction.Operands[0].Type.Kind != ScalarKind.I1:
            case Opcode.Trunc:
                (low, high) = (a.Low, a.High);
                break;
            case Opcode.ZExt:
                (low, high) = (0, (Int128)1 << instruction.Operands[0].Type.Bits);
                break;
            default:
                return whole;
        }
        // A bound outside the type means that the value may wrap.
        return low < whole.Low || high > whole.High ? whole : new((long)low, (long)high);
    }
}
