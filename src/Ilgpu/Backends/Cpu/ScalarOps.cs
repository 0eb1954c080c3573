using System.Reflection.Emit;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// IL of scalar instructions. Narrow integers are held sign-extended in an int32, bools as 0 or 1, pointers as int64.
/// </summary>
internal sealed class ScalarOps(CpuWriter writer)
{
    private ILGenerator Il => writer.Il;

    /// <summary>Each operand is pushed once, in order, before anything else but the result's computation.</summary>
    public static bool IsPlain(Instruction instruction) => instruction.Op is not (Opcode.Print or Opcode.Assert);

    public static OpCode LoadCode(ScalarKind kind) => kind switch
    {
        ScalarKind.I1 => OpCodes.Ldind_U1,
        ScalarKind.I8 => OpCodes.Ldind_I1,
        ScalarKind.I16 => OpCodes.Ldind_I2,
        ScalarKind.I32 => OpCodes.Ldind_I4,
        ScalarKind.F32 => OpCodes.Ldind_R4,
        ScalarKind.F64 => OpCodes.Ldind_R8,
        _ => OpCodes.Ldind_I8,
    };

    private static OpCode StoreCode(ScalarKind kind) => kind switch
    {
        ScalarKind.I1 or ScalarKind.I8 => OpCodes.Stind_I1,
        ScalarKind.I16 => OpCodes.Stind_I2,
        ScalarKind.I32 => OpCodes.Stind_I4,
        ScalarKind.F32 => OpCodes.Stind_R4,
        ScalarKind.F64 => OpCodes.Stind_R8,
        _ => OpCodes.Stind_I8,
    };

    public void Write(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Op)
        {
            case Opcode.Alloca or Opcode.SharedAlloca:
                writer.PushScratch(writer.Memory.OffsetOf(instruction));
                break;
            case Opcode.DynamicShared:
                writer.PushFrame(CpuWriter.FrameDynamicShared);
                break;
            case Opcode.GroupIndex or Opcode.GridDimension:
                writer.PushFrame((int)instruction.Immediate + (instruction.Op == Opcode.GroupIndex ? CpuWriter.FrameGroup : CpuWriter.FrameGrid));
                Il.Emit(OpCodes.Conv_I4);
                break;
            case Opcode.PtrAdd:
                WritePtrAdd(instruction);
                break;
            case Opcode.Load:
                writer.Push(operands[0]);
                Il.Emit(LoadCode(instruction.Type.Kind));
                break;
            case Opcode.Store:
                writer.Push(operands[0]);
                writer.Push(operands[1]);
                Il.Emit(StoreCode(operands[1].Type.Kind));
                break;
            case Opcode.Fence:
                Il.Emit(OpCodes.Call, typeof(Interlocked).GetMethod(nameof(Interlocked.MemoryBarrier))!);
                break;
            case Opcode.Select:
                WriteSelect(instruction);
                break;
            case Opcode.Assert:
                WriteAssert(instruction);
                break;
            case Opcode.Print:
                WritePrint(instruction);
                break;
            default:
                foreach (var operand in operands)
                    writer.Push(operand);
                if (instruction.Info.Has(OpTraits.Compare))
                    WriteCompare(instruction.Op, operands[0].Type);
                else if (instruction.Info.Has(OpTraits.Convert))
                    WriteConversion(instruction.Op, operands[0].Type, instruction.Type);
                else
                    WriteArithmetic(instruction);
                break;
        }
    }

    private void WritePtrAdd(Instruction instruction)
    {
        writer.Push(instruction.Operands[0]);
        if (instruction.Operands[1] is Constant index)
        {
            Offset(index.Bits * instruction.Immediate + instruction.Immediate2);
            return;
        }
        writer.Push(instruction.Operands[1]);
        if (instruction.Operands[1].Type.Kind != ScalarKind.I64)
            Il.Emit(OpCodes.Conv_I8);
        if (instruction.Immediate != 1)
        {
            writer.PushLong(instruction.Immediate);
            Il.Emit(OpCodes.Mul);
        }
        Il.Emit(OpCodes.Add);
        Offset(instruction.Immediate2);
    }

    private void Offset(long offset)
    {
        if (offset == 0)
            return;
        writer.PushLong(offset);
        Il.Emit(OpCodes.Add);
    }

    private void WriteSelect(Instruction instruction)
    {
        var no = Il.DefineLabel();
        var end = Il.DefineLabel();
        writer.Push(instruction.Operands[0]);
        Il.Emit(OpCodes.Brfalse, no);
        writer.Push(instruction.Operands[1]);
        Il.Emit(OpCodes.Br, end);
        Il.MarkLabel(no);
        writer.Push(instruction.Operands[2]);
        Il.MarkLabel(end);
    }

    private void WriteArithmetic(Instruction instruction)
    {
        var type = instruction.Type;
        switch (instruction.Op)
        {
            case Opcode.Neg: Il.Emit(OpCodes.Neg); break;
            case Opcode.Add: Il.Emit(OpCodes.Add); break;
            case Opcode.Sub: Il.Emit(OpCodes.Sub); break;
            case Opcode.Mul: Il.Emit(OpCodes.Mul); break;
            case Opcode.FDiv: Il.Emit(OpCodes.Div); break;
            case Opcode.FRem: Il.Emit(OpCodes.Rem); break;
            case Opcode.And: Il.Emit(OpCodes.And); break;
            case Opcode.Or: Il.Emit(OpCodes.Or); break;
            case Opcode.Xor: Il.Emit(OpCodes.Xor); break;
            case Opcode.Not when type.Kind == ScalarKind.I1:
                writer.PushInt(0);
                Il.Emit(OpCodes.Ceq);
                break;
            case Opcode.Not: Il.Emit(OpCodes.Not); break;
            case Opcode.Shl or Opcode.ShrS or Opcode.ShrU:
                // The count has the type of the value; it is masked by the width.
                Il.Emit(OpCodes.Conv_I4);
                writer.PushInt(type.Bits - 1);
                Il.Emit(OpCodes.And);
                if (instruction.Op == Opcode.ShrU && type.Bits < 32)
                    Il.Emit(OpCodes.Call, typeof(ScalarMath).GetMethod(type.Bits == 8 ? nameof(ScalarMath.ShiftRightU8) : nameof(ScalarMath.ShiftRightU16))!);
                else
                    Il.Emit(instruction.Op switch { Opcode.Shl => OpCodes.Shl, Opcode.ShrS => OpCodes.Shr, _ => OpCodes.Shr_Un });
                break;
            default:
                Il.Emit(OpCodes.Call, ScalarMath.Find(instruction.Op, type.Kind));
                break;
        }
        Normalize(type);
    }

    /// <summary>Brings an int32 back to the sign-extended form of a narrow integer.</summary>
    private void Normalize(IrType type)
    {
        switch (type.Kind)
        {
            case ScalarKind.I1:
                writer.PushInt(1);
                Il.Emit(OpCodes.And);
                break;
            case ScalarKind.I8:
                Il.Emit(OpCodes.Conv_I1);
                break;
            case ScalarKind.I16:
                Il.Emit(OpCodes.Conv_I2);
                break;
        }
    }

    private void WriteCompare(Opcode op, IrType type)
    {
        bool isFloat = type.IsFloat;
        switch (op)
        {
            case Opcode.IsNaN or Opcode.IsInfinity or Opcode.IsFinite:
                Il.Emit(OpCodes.Call, ScalarMath.Find(op, type.Kind));
                return;
            case Opcode.CmpEq: Il.Emit(OpCodes.Ceq); return;
            case Opcode.CmpNe: Il.Emit(OpCodes.Ceq); Negate(); return;
            case Opcode.CmpLt: Il.Emit(OpCodes.Clt); return;
            case Opcode.CmpGt: Il.Emit(OpCodes.Cgt); return;
            // For floats the unordered comparison of the opposite: not (a > b or unordered).
            case Opcode.CmpLe: Il.Emit(isFloat ? OpCodes.Cgt_Un : OpCodes.Cgt); Negate(); return;
            case Opcode.CmpGe: Il.Emit(isFloat ? OpCodes.Clt_Un : OpCodes.Clt); Negate(); return;
            case Opcode.CmpLtU: Il.Emit(OpCodes.Clt_Un); return;
            case Opcode.CmpGtU: Il.Emit(OpCodes.Cgt_Un); return;
            case Opcode.CmpLeU: Il.Emit(isFloat ? OpCodes.Cgt : OpCodes.Cgt_Un); Negate(); return;
            default: Il.Emit(isFloat ? OpCodes.Clt : OpCodes.Clt_Un); Negate(); return;
        }
    }

    private void Negate()
    {
        writer.PushInt(0);
        Il.Emit(OpCodes.Ceq);
    }

    private void WriteConversion(Opcode op, IrType from, IrType to)
    {
        switch (op)
        {
            case Opcode.Trunc:
                if (to.Kind != ScalarKind.I64)
                    Il.Emit(OpCodes.Conv_I4);
                Normalize(to);
                break;
            case Opcode.SExt:
                if (from.Kind == ScalarKind.I1)
                    Il.Emit(OpCodes.Neg);
                if (to.Kind == ScalarKind.I64)
                    Il.Emit(OpCodes.Conv_I8);
                break;
            case Opcode.ZExt:
                ZeroExtend(from);
                if (to.Kind == ScalarKind.I64)
                    Il.Emit(OpCodes.Conv_U8);
                break;
            case Opcode.FConvert:
                Il.Emit(to.Kind == ScalarKind.F32 ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                break;
            case Opcode.SToF:
                Il.Emit(to.Kind == ScalarKind.F32 ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                break;
            case Opcode.PtrToInt or Opcode.IntToPtr:
                if (from.Kind == ScalarKind.I32)
                    Il.Emit(OpCodes.Conv_I8);
                else if (to.Kind == ScalarKind.I32)
                    Il.Emit(OpCodes.Conv_I4);
                break;
            case Opcode.BitCast when from.IsFloat == to.IsFloat:
                break;
            default:
                if (op == Opcode.UToF)
                    ZeroExtend(from);
                Il.Emit(OpCodes.Call, ScalarMath.FindConversion(op, from.Kind, to.Kind));
                break;
        }
    }

    /// <summary>Makes an int32 of the sign-extended form of a narrow integer, without its sign.</summary>
    private void ZeroExtend(IrType from)
    {
        if (from.Kind == ScalarKind.I8)
            Il.Emit(OpCodes.Conv_U1);
        else if (from.Kind == ScalarKind.I16)
            Il.Emit(OpCodes.Conv_U2);
    }

    private void WriteAssert(Instruction instruction)
    {
        var fine = Il.DefineLabel();
        writer.Push(instruction.Operands[0]);
        Il.Emit(OpCodes.Brtrue, fine);
        writer.PushFrame(CpuWriter.FrameFault);
        writer.PushInt(KernelFaults.Register(instruction.Text ?? "An assertion of the kernel does not hold.", instruction.Location));
        Il.Emit(OpCodes.Call, typeof(KernelFaults).GetMethod(nameof(KernelFaults.Report))!);
        Il.MarkLabel(fine);
    }

    /// <summary>The first operand says whether the lane takes part.</summary>
    private void WritePrint(Instruction instruction)
    {
        var end = Il.DefineLabel();
        writer.Push(instruction.Operands[0]);
        Il.Emit(OpCodes.Brfalse, end);
        Il.Emit(OpCodes.Ldstr, instruction.Text ?? "");
        writer.PushInt(instruction.Operands.Length - 1);
        Il.Emit(OpCodes.Newarr, typeof(object));
        for (int i = 1; i < instruction.Operands.Length; i++)
        {
            Il.Emit(OpCodes.Dup);
            writer.PushInt(i - 1);
            writer.Push(instruction.Operands[i]);
            Il.Emit(OpCodes.Box, instruction.Operands[i].Type.Kind switch
            {
                ScalarKind.I1 => typeof(bool),
                ScalarKind.I8 => typeof(sbyte),
                ScalarKind.I16 => typeof(short),
                var kind => VectorApi.Element(kind),
            });
            Il.Emit(OpCodes.Stelem_Ref);
        }
        Il.Emit(OpCodes.Call, typeof(KernelFaults).GetMethod(nameof(KernelFaults.Print))!);
        Il.MarkLabel(end);
    }
}
