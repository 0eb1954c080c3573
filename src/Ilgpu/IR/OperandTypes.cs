namespace ConvGpu.Ilgpu.IR;

/// <summary>The rule of types of each opcode.</summary>
internal static class OperandTypes
{
    /// <summary>What is wrong with the types of an instruction with the right number of operands, or null.</summary>
    public static string? Fault(Instruction instruction)
    {
        var type = instruction.Type;
        var operands = instruction.Operands;
        var a = operands.Length > 0 ? operands[0].Type : IrType.Void;
        var b = operands.Length > 1 ? operands[1].Type : IrType.Void;
        var c = operands.Length > 2 ? operands[2].Type : IrType.Void;
        switch (instruction.Op)
        {
            case Opcode.Neg or Opcode.Abs:
                return Same(a == type && (type.IsInteger || type.IsFloat) && type.Kind != ScalarKind.I1);
            case Opcode.Add or Opcode.Sub or Opcode.Mul:
                return Same(a == type && b == type && (type.IsInteger || type.IsFloat) && type.Kind != ScalarKind.I1);
            case Opcode.Fma:
                return Same(a == type && b == type && c == type && type.IsFloat);
            case Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU or Opcode.MulHiS or Opcode.MulHiU
                or Opcode.MinS or Opcode.MaxS or Opcode.MinU or Opcode.MaxU:
                return Same(a == type && b == type && type.IsInteger && type.Kind != ScalarKind.I1);
            case Opcode.FDiv or Opcode.FRem or Opcode.FMin or Opcode.FMax or Opcode.CopySign or Opcode.Atan2 or Opcode.Pow:
                return Same(a == type && b == type && type.IsFloat);
            case Opcode.Not:
                return Same(a == type && type.IsInteger);
            case Opcode.And or Opcode.Or or Opcode.Xor:
                return Same(a == type && b == type && type.IsInteger);
            case Opcode.Shl or Opcode.ShrS or Opcode.ShrU:
                return Wanted(a == type && type.IsInteger && type.Kind != ScalarKind.I1 && b.IsInteger && b.Lanes == type.Lanes,
                    "shifts an integer of its own type by an integer");
            case Opcode.PopCount or Opcode.LeadingZeros or Opcode.TrailingZeros:
                return Wanted(a.IsInteger && type.IsInteger && a.Lanes == type.Lanes, "takes and gives integers");
            case >= Opcode.CmpEq and <= Opcode.CmpGeU:
                return Wanted(type.Kind == ScalarKind.I1 && a == b && type.Lanes == a.Lanes && a != IrType.Void, "compares two of one type into an i1");
            case Opcode.Select:
                return Wanted(b == type && c == type && a.Kind == ScalarKind.I1 && (a.Lanes == 1 || a.Lanes == type.Lanes),
                    "selects by an i1 between two of its own type");
            case >= Opcode.Trunc and <= Opcode.IntToPtr:
                return Conversion(instruction.Op, a, type);
            case >= Opcode.IsNaN and <= Opcode.IsFinite:
                return Wanted(a.IsFloat && type.Kind == ScalarKind.I1 && a.Lanes == type.Lanes, "asks a float for an i1");
            case >= Opcode.Sqrt and <= Opcode.Pow:
                return Same(a == type && type.IsFloat);
            default:
                return instruction.Op >= Opcode.Splat ? Vectors(instruction, type, a, b, c) : Memory(instruction, type, a, b, c);
        }
    }

    private static string? Conversion(Opcode op, IrType from, IrType to)
    {
        if (from.Lanes != to.Lanes)
            return $"converts {from} to {to}, which has other lanes";
        return Wanted(op switch
        {
            Opcode.Trunc => from.IsInteger && to.IsInteger && from.Bits > to.Bits,
            Opcode.SExt or Opcode.ZExt => from.IsInteger && to.IsInteger && from.Bits < to.Bits,
            Opcode.FConvert => from.IsFloat && to.IsFloat && from != to,
            Opcode.SToF or Opcode.UToF => from.IsInteger && to.IsFloat,
            Opcode.FToS or Opcode.FToU => from.IsFloat && to.IsInteger,
            Opcode.BitCast => from.Bits == to.Bits && !from.IsPointer && !to.IsPointer || from.IsPointer && to.IsPointer,
            Opcode.PtrToInt => from.IsPointer && to.Element == IrType.I64,
            _ => to.IsPointer && from.Element == IrType.I64,
        }, $"cannot convert {from} to {to}");
    }

    private static string? Memory(Instruction instruction, IrType type, IrType a, IrType b, IrType c)
    {
        switch (instruction.Op)
        {
            case Opcode.Alloca:
                return Wanted(type == IrType.Pointer(AddressSpace.Local), "gives a ptr.local") ?? Positive(instruction);
            case Opcode.SharedAlloca:
                return Wanted(type == IrType.Pointer(AddressSpace.Shared), "gives a ptr.shared") ?? Positive(instruction);
            case Opcode.DynamicShared:
                return Wanted(type == IrType.Pointer(AddressSpace.Shared), "gives a ptr.shared");
            case Opcode.PtrAdd:
                return Wanted(a == type && type.IsPointer && b.Kind is ScalarKind.I32 or ScalarKind.I64 && b.Lanes == type.Lanes,
                    "adds an i32 or i64 to a pointer of its own type");
            case Opcode.Load:
                return Wanted(a.IsPointer && !a.IsVector && type != IrType.Void, "loads through one pointer") ?? Aligned(instruction.Immediate);
            case Opcode.Store:
                return Wanted(a.IsPointer && !a.IsVector && b != IrType.Void && type == IrType.Void, "stores through one pointer") ?? Aligned(instruction.Immediate);
            case Opcode.Atomic:
                return Wanted(a.IsPointer && b == type && !type.IsVector, "combines a value of its own type into memory")
                    ?? Range(instruction.Immediate, (int)AtomicKind.Exchange);
            case Opcode.AtomicCompareExchange:
                return Wanted(a.IsPointer && b == type && c == type && !type.IsVector, "exchanges values of its own type");
            case Opcode.ThreadIndex or Opcode.GroupIndex or Opcode.GroupDimension or Opcode.GridDimension:
                return Wanted(type == IrType.I32, "gives an i32") ?? Range(instruction.Immediate, 2);
            case Opcode.LaneIndex or Opcode.WarpSize:
                return Wanted(type == IrType.I32, "gives an i32");
            case Opcode.BarrierReduce:
                return Wanted(a == IrType.I1 && type == (instruction.Immediate == (long)BarrierReduction.PopCount ? IrType.I32 : IrType.I1),
                    "reduces an i1") ?? Range(instruction.Immediate, (int)BarrierReduction.Or);
            case Opcode.GroupBroadcast:
                return Wanted(a == type && b == IrType.I32, "broadcasts a value of its own type from an i32 item");
            case Opcode.WarpShuffle:
                return Wanted(a == type && b == IrType.I32 && c == IrType.I32, "shuffles a value of its own type by i32") ?? Range(instruction.Immediate, (int)ShuffleKind.Xor);
            case Opcode.Assert:
                return Wanted(a == IrType.I1, "asserts an i1");
            case Opcode.InlineAsm:
                return Wanted(type == IrType.I32, "gives an i32");
            case Opcode.AsmResult:
                return Wanted(instruction.Operands[0] is Instruction { Op: Opcode.InlineAsm } && !type.IsVector && type != IrType.Void, "takes an argument of an asm")
                    ?? Range(instruction.Immediate, 63);
            case Opcode.Fence or Opcode.Barrier or Opcode.WarpBarrier or Opcode.Print:
                return Wanted(type == IrType.Void, "has no result");
            default:
                return $"has no rule of types";
        }
    }

    private static string? Vectors(Instruction instruction, IrType type, IrType a, IrType b, IrType c)
    {
        int lanes = type.Lanes;
        var mask = IrType.I1;
        switch (instruction.Op)
        {
            case Opcode.Splat:
                return Wanted(a == type.Element && type.IsVector, "puts a scalar into a vector of it");
            case Opcode.LaneIota:
                return Wanted(type.Element == IrType.I32 && type.IsVector, "gives an i32 vector");
            case Opcode.ExtractLane:
                return Wanted(a.Element == type && a.IsVector, "takes an element of a vector") ?? Range(instruction.Immediate, a.Lanes - 1);
            case Opcode.ExtractLaneDynamic:
                return Wanted(a.Element == type && a.IsVector && b == IrType.I32, "takes an element of a vector at an i32");
            case Opcode.InsertLane:
                return Wanted(a == type && b == type.Element && type.IsVector, "puts an element into a vector") ?? Range(instruction.Immediate, lanes - 1);
            case Opcode.PermuteLanes:
                return Wanted(a.Element == type.Element && b == IrType.I32.WithLanes(lanes), "permutes by an i32 vector");
            case Opcode.MaskAny or Opcode.MaskAll:
                return Wanted(a.Kind == ScalarKind.I1 && a.IsVector && type == IrType.I1, "takes an i1 vector to an i1");
            case Opcode.MaskCount:
                return Wanted(a.Kind == ScalarKind.I1 && a.IsVector && type == IrType.I32, "takes an i1 vector to an i32");
            case Opcode.MaskedLoad:
                return Wanted(a.IsPointer && !a.IsVector && b == mask.WithLanes(lanes) && c == type, "loads a vector under a mask") ?? Aligned(instruction.Immediate);
            case Opcode.MaskedStore:
                return Wanted(a.IsPointer && !a.IsVector && b == mask.WithLanes(c.Lanes) && type == IrType.Void, "stores a vector under a mask") ?? Aligned(instruction.Immediate);
            case Opcode.Gather:
                return Wanted(Indexed(a, b, lanes) && c == mask.WithLanes(lanes) && instruction.Operands[3].Type == type, "gathers under a mask");
            case Opcode.Scatter:
                var stored = instruction.Operands[3].Type;
                return Wanted(Indexed(a, b, stored.Lanes) && c == mask.WithLanes(stored.Lanes) && type == IrType.Void, "scatters under a mask");
            case Opcode.MaskedAtomic:
                return Wanted(Indexed(a, b, lanes) && c == mask.WithLanes(lanes) && instruction.Operands[3].Type == type, "combines under a mask")
                    ?? Range(instruction.Immediate3, (int)AtomicKind.Exchange);
            case Opcode.MaskedAtomicCompareExchange:
                return Wanted(Indexed(a, b, lanes) && c == mask.WithLanes(lanes) && instruction.Operands[3].Type == type && instruction.Operands[4].Type == type,
                    "exchanges under a mask");
            default:
                return "has no rule of types";
        }
    }

    private static bool Indexed(IrType pointer, IrType index, int lanes) =>
        pointer.IsPointer && !pointer.IsVector && index.Kind is ScalarKind.I32 or ScalarKind.I64 && index.Lanes == lanes;

    private static string? Wanted(bool holds, string rule) => holds ? null : $"breaks its rule of types: it {rule}";

    private static string? Same(bool holds) => Wanted(holds, "takes and gives one fitting type");

    private static string? Positive(Instruction instruction) => instruction.Immediate > 0 ? null : "allocates no bytes";

    private static string? Aligned(long alignment) =>
        alignment > 0 && (alignment & (alignment - 1)) == 0 ? null : $"has the alignment {alignment}, which is no power of two";

    private static string? Range(long immediate, int last) => immediate >= 0 && immediate <= last ? null : $"has the immediate {immediate}, the last is {last}";
}
