using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Threading;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Vector instructions that pass their operands through memory to a function that goes over the lanes, and masked accesses. In that
/// memory each operand has a slot; lanes of narrow integers and bools take four bytes.
/// </summary>
internal sealed class MemoryOps(CpuWriter writer)
{
    private const int Result = 5;

    private ILGenerator Il => writer.Il;
    private VectorApi Api => writer.Api;

    public static bool Handles(Instruction instruction)
    {
        if (instruction.Op == Opcode.ExtractLaneDynamic)
            return true;
        if (instruction.Op is Opcode.Load)
            return instruction.Type.IsVector && IsNarrow(instruction.Type);
        if (instruction.Op is Opcode.Store)
            return instruction.Operands[1].Type.IsVector && IsNarrow(instruction.Operands[1].Type);
        if (instruction.Op == Opcode.MaskedLoad)
            return IsNarrow(instruction.Type) || !HasMaskedAccess(instruction.Type.Lanes);
        if (instruction.Op == Opcode.MaskedStore)
            return IsNarrow(instruction.Operands[2].Type) || !HasMaskedAccess(instruction.Operands[2].Type.Lanes);
        if (instruction.Op == Opcode.Gather)
            return instruction.Immediate3 == 0 && !HardwareGather.Handles(instruction);
        if (instruction.Op is Opcode.Scatter or Opcode.MaskedAtomic or Opcode.MaskedAtomicCompareExchange)
            return true;
        if (!instruction.Type.IsVector)
            return false;
        if (instruction.Op == Opcode.PermuteLanes)
            return VectorApi.Parts(instruction.Type.Kind) == 2;
        if (instruction.Info.Has(OpTraits.Convert))
            return VectorConversions.NeedsMemory(instruction);
        if (VectorIntegers.Handles(instruction))
            return false;
        return instruction.Op switch
        {
            Opcode.Fma => !VectorWidth.HasFma,
            Opcode.Shl or Opcode.ShrS or Opcode.ShrU => instruction.Operands[1] is not (Constant or Instruction { Op: Opcode.Splat }),
            Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU or Opcode.FRem or Opcode.MulHiS or Opcode.MulHiU
                or Opcode.PopCount or Opcode.LeadingZeros or Opcode.TrailingZeros => true,
            Opcode.Tan or Opcode.Asin or Opcode.Acos or Opcode.Atan or Opcode.Atan2 or Opcode.Sinh or Opcode.Cosh or Opcode.Tanh
                or Opcode.Exp2 or Opcode.Log2 or Opcode.Log10 or Opcode.Pow => true,
            _ => false,
        };
    }

    private static bool IsNarrow(IrType type) => type.Kind is ScalarKind.I1 or ScalarKind.I8 or ScalarKind.I16;

    private static bool HasMaskedAccess(int lanes) => lanes == 16 ? Avx512F.IsSupported : Avx2.IsSupported;

    /// <summary>Does the operation; a vector result lies in memory afterwards.</summary>
    public void Begin(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Op)
        {
            case Opcode.ExtractLaneDynamic:
                Spill(operands[0], 0);
                break;
            case Opcode.Load:
                writer.Push(operands[0]);
                PushSlot(Result);
                Finish(nameof(LaneMemoryAccess.LoadNarrow), instruction.Type);
                break;
            case Opcode.Store:
                Spill(operands[1], 0);
                writer.Push(operands[0]);
                PushSlot(0);
                Finish(nameof(LaneMemoryAccess.StoreNarrow), operands[1].Type);
                break;
            case Opcode.MaskedLoad:
                Spill(operands[1], 1);
                Spill(operands[2], Result);
                writer.Push(operands[0]);
                PushSlot(1);
                PushSlot(Result);
                Finish(nameof(LaneMemoryAccess.LoadMasked), instruction.Type);
                break;
            case Opcode.MaskedStore:
                Spill(operands[1], 1);
                Spill(operands[2], 2);
                writer.Push(operands[0]);
                PushSlot(1);
                PushSlot(2);
                Finish(nameof(LaneMemoryAccess.StoreMasked), operands[2].Type);
                break;
            case Opcode.Gather:
                PushIndexed(instruction);
                Spill(operands[3], Result);
                PushSlot(Result);
                Finish(nameof(LaneMemoryAccess.Gather), instruction.Type);
                break;
            case Opcode.Scatter when IsSpread(instruction):
                Spread(instruction);
                break;
            case Opcode.Scatter when LaneScatter.Handles(instruction):
                WriteScatter(instruction);
                break;
            case Opcode.Scatter:
                PushIndexed(instruction);
                Spill(operands[3], 3);
                PushSlot(3);
                Finish(nameof(LaneMemoryAccess.Scatter), operands[3].Type);
                break;
            case Opcode.MaskedAtomic:
                PushIndexed(instruction);
                Spill(operands[3], 3);
                PushSlot(3);
                PushSlot(Result);
                writer.PushInt((int)instruction.Immediate3);
                Finish(nameof(LaneMemoryAccess.Atomic), operands[3].Type);
                break;
            case Opcode.MaskedAtomicCompareExchange:
                PushIndexed(instruction);
                Spill(operands[3], 3);
                Spill(operands[4], 4);
                PushSlot(3);
                PushSlot(4);
                PushSlot(Result);
                Finish(nameof(LaneMemoryAccess.CompareExchange), operands[3].Type);
                break;
            case Opcode.PermuteLanes:
                Spill(operands[0], 0);
                Spill(operands[1], 1);
                PushSlot(0);
                PushSlot(1);
                PushSlot(Result);
                Finish(nameof(LaneMemoryAccess.Permute), instruction.Type);
                break;
            default:
                CallLaneMath(instruction);
                break;
        }
    }

    public void LoadResult(Instruction instruction, int part)
    {
        if (instruction.Op != Opcode.ExtractLaneDynamic)
        {
            var element = VectorApi.Element(instruction.Type.Kind);
            writer.PushScratch(Result * CpuWriter.SpillSlot + part * Api.Lanes * 4);
            Il.Emit(OpCodes.Call, Api.Find("Load", element, element.MakePointerType()));
            return;
        }
        var kind = instruction.Type.Kind;
        PushSlot(0);
        writer.Push(instruction.Operands[1]);
        Il.Emit(OpCodes.Conv_I8);
        writer.PushLong(VectorApi.Parts(kind) * 4);
        Il.Emit(OpCodes.Mul);
        Il.Emit(OpCodes.Add);
        Il.Emit(ScalarOps.LoadCode(VectorApi.Parts(kind) == 1 && kind != ScalarKind.F32 ? ScalarKind.I32 : kind));
        if (kind == ScalarKind.I1)
            Il.Emit(OpCodes.Neg);
    }

    public void WriteGather(Instruction gather)
    {
        var element = VectorApi.Element(gather.Type.Kind);
        writer.Push(gather.Operands[0]);
        if (gather.Immediate2 != 0)
        {
            writer.PushLong(gather.Immediate2);
            Il.Emit(OpCodes.Add);
        }
        writer.Push(gather.Operands[1]);
        if (gather.Operands[2] is not Constant { Bits: 1 })
        {
            writer.Push(gather.Operands[2]);
            writer.Push(gather.Operands[3]);
            if (element == typeof(float))
                Il.Emit(OpCodes.Call, Api.Operation("AsInt32", element, 1));
        }
        Il.Emit(OpCodes.Call, HardwareGather.Find(gather, Api));
        if (element == typeof(float))
            Il.Emit(OpCodes.Call, Api.Operation("AsSingle", typeof(int), 1));
    }

    public void WriteMaskedLoad(Instruction instruction, int part)
    {
        // The mask selects whole lanes of memory; what stands in the others is chosen afterwards where the instruction gives zeros.
        var kind = instruction.Type.Kind;
        var element = VectorApi.Element(kind);
        bool wide = Api.Lanes == 16;
        var conversions = new VectorConversions(writer);
        PushPartAddress(instruction.Operands[0], part);
        conversions.PushMask(instruction.Operands[1], kind, part);
        if (wide)
        {
            writer.Push(instruction.Operands[2], part);
            Il.Emit(OpCodes.Call, Masked(typeof(Avx512F), "MaskLoad", element.MakePointerType(), Api.Vector(element), Api.Vector(element)));
            return;
        }
        var holder = element == typeof(float) || element == typeof(double) ? typeof(Avx) : typeof(Avx2);
        Il.Emit(OpCodes.Call, Masked(holder, "MaskLoad", element.MakePointerType(), Api.Vector(element)));
        if (instruction.Operands[2] is Constant { IsZeroBits: true })
            return;
        var loaded = Il.DeclareLocal(Api.Vector(element));
        Il.Emit(OpCodes.Stloc, loaded);
        conversions.PushMask(instruction.Operands[1], kind, part);
        Il.Emit(OpCodes.Ldloc, loaded);
        writer.Push(instruction.Operands[2], part);
        Il.Emit(OpCodes.Call, Api.Operation("ConditionalSelect", element, 3));
    }

    public void WriteMaskedStore(Instruction instruction)
    {
        var kind = instruction.Operands[2].Type.Kind;
        var element = VectorApi.Element(kind);
        var conversions = new VectorConversions(writer);
        for (int part = 0; part < VectorApi.Parts(kind); part++)
        {
            PushPartAddress(instruction.Operands[0], part);
            conversions.PushMask(instruction.Operands[1], kind, part);
            writer.Push(instruction.Operands[2], part);
            var holder = Api.Lanes == 16 ? typeof(Avx512F) : element == typeof(float) || element == typeof(double) ? typeof(Avx) : typeof(Avx2);
            Il.Emit(OpCodes.Call, Masked(holder, "MaskStore", element.MakePointerType(), Api.Vector(element), Api.Vector(element)));
        }
    }

    private static MethodInfo Masked(Type holder, string name, params Type[] types) =>
        holder.GetMethod(name, types) ?? throw new MissingMethodException(holder.Name, name);

    private void PushPartAddress(Value pointer, int part)
    {
        writer.Push(pointer);
        if (part == 0)
            return;
        writer.PushLong(part * Api.Lanes * 4);
        Il.Emit(OpCodes.Add);
    }

    /// <summary>Pushes base, indices, their width, mask, scale and offset.</summary>
    private void PushIndexed(Instruction instruction)
    {
        Spill(instruction.Operands[1], 1);
        Spill(instruction.Operands[2], 2);
        writer.Push(instruction.Operands[0]);
        PushSlot(1);
        writer.PushInt(instruction.Operands[1].Type.Kind == ScalarKind.I64 ? 8 : 4);
        PushSlot(2);
        writer.PushLong(instruction.Immediate);
        writer.PushLong(instruction.Immediate2);
    }

    /// <summary>Whether every lane writes four bytes, each as far from the one before as the next.</summary>
    private static bool IsSpread(Instruction scatter) =>
        scatter.Operands[1] is Instruction { Op: Opcode.LaneIota } && scatter.Operands[2] is Constant { Bits: 1 }
        && scatter.Operands[3].Type.Kind is ScalarKind.F32 or ScalarKind.I32;

    private void WriteScatter(Instruction scatter)
    {
        writer.Push(scatter.Operands[0]);
        writer.PushLong(scatter.Immediate2);
        Il.Emit(OpCodes.Add);
        writer.Push(scatter.Operands[1]);
        new VectorConversions(writer).PushMask(scatter.Operands[2], ScalarKind.I32, 0);
        writer.Push(scatter.Operands[3]);
        if (scatter.Operands[3].Type.Kind == ScalarKind.F32)
            Il.Emit(OpCodes.Call, Api.Operation("AsInt32", typeof(float), 1));
        Il.Emit(OpCodes.Call, LaneScatter.Method);
    }

    private void Spread(Instruction scatter)
    {
        Spill(scatter.Operands[3], 3);
        for (int lane = 0; lane < Api.Lanes; lane++)
        {
            writer.Push(scatter.Operands[0]);
            writer.PushLong(scatter.Immediate2 + lane * scatter.Immediate);
            Il.Emit(OpCodes.Add);
            writer.PushScratch(3 * CpuWriter.SpillSlot + lane * 4);
            Il.Emit(OpCodes.Ldind_I4);
            Il.Emit(OpCodes.Stind_I4);
        }
    }

    private void CallLaneMath(Instruction instruction)
    {
        for (int i = 0; i < instruction.Operands.Length; i++)
            Spill(instruction.Operands[i], i);
        for (int i = 0; i < instruction.Operands.Length; i++)
            PushSlot(i);
        PushSlot(Result);
        writer.PushInt(Api.Lanes);
        Il.Emit(OpCodes.Call, LaneMath.Loop(instruction));
    }

    private void Finish(string name, IrType type)
    {
        writer.PushInt((int)type.Kind);
        writer.PushInt(Api.Lanes);
        Il.Emit(OpCodes.Call, typeof(LaneMemoryAccess).GetMethod(name)!);
    }

    private void PushSlot(int slot) => writer.PushScratch(slot * CpuWriter.SpillSlot);

    private void Spill(Value value, int slot)
    {
        var element = VectorApi.Element(value.Type.Kind);
        for (int part = 0; part < VectorApi.Parts(value.Type.Kind); part++)
        {
            writer.Push(value, part);
            writer.PushScratch(slot * CpuWriter.SpillSlot + part * Api.Lanes * 4);
            Il.Emit(OpCodes.Call, Api.Find("Store", element, Api.Vector(element), element.MakePointerType()));
        }
    }
}
