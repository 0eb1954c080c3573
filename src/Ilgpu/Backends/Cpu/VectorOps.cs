using System.Reflection.Emit;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// IL of vector instructions: one call of System.Runtime.Intrinsics for each native vector of the result, which the JIT turns into one
/// machine instruction. Operations without such a method pass their operands through memory (<see cref="MemoryOps"/>).
/// </summary>
internal sealed class VectorOps
{
    private readonly CpuWriter _writer;
    private readonly VectorConversions _conversions;
    private readonly MemoryOps _memory;

    public VectorOps(CpuWriter writer)
    {
        _writer = writer;
        _conversions = new VectorConversions(writer);
        _memory = new MemoryOps(writer);
    }

    private ILGenerator Il => _writer.Il;
    private VectorApi Api => _writer.Api;

    /// <summary>The operation has no method for whole vectors.</summary>
    public static bool NeedsMemory(Instruction instruction) => MemoryOps.Handles(instruction);

    /// <summary>Every operand of this one-part instruction is pushed once.</summary>
    public static bool IsPlain(Instruction instruction) =>
        instruction.Op is not (Opcode.Rcp or Opcode.Rsqrt or Opcode.MaskedLoad or Opcode.MaskedStore) && !StridedAccesses.IsJoined(instruction)
        && !instruction.Operands.Any(operand => operand.Type.IsVector && operand.Type.Kind is ScalarKind.I8 or ScalarKind.I16);

    public bool BeginInMemory(Instruction instruction)
    {
        if (!NeedsMemory(instruction))
            return false;
        _memory.Begin(instruction);
        return true;
    }

    public void LoadResult(Instruction instruction, int part) => _memory.LoadResult(instruction, part);

    public void PushConstant(Constant constant)
    {
        var element = VectorApi.Element(constant.Type.Kind);
        if (constant.IsZeroBits)
            Il.Emit(OpCodes.Call, Api.Property("Zero", element));
        else if (constant.Type.Kind == ScalarKind.I1)
            Il.Emit(OpCodes.Call, Api.Property("AllBitsSet", element));
        else
        {
            switch (constant.Type.Kind)
            {
                case ScalarKind.F32: Il.Emit(OpCodes.Ldc_R4, constant.AsFloat); break;
                case ScalarKind.F64: Il.Emit(OpCodes.Ldc_R8, constant.AsDouble); break;
                case ScalarKind.I64 or ScalarKind.Pointer: _writer.PushLong(constant.Bits); break;
                default: _writer.PushInt((int)constant.Bits); break;
            }
            Il.Emit(OpCodes.Call, Api.Find("Create", element, element));
        }
    }

    /// <summary>Pushes one native vector of the result, or does what has none.</summary>
    public void Write(Instruction instruction, int part)
    {
        if (NeedsMemory(instruction))
        {
            _memory.Begin(instruction);
            return;
        }
        var operands = instruction.Operands;
        var type = instruction.Type;
        switch (instruction.Op)
        {
            case Opcode.Splat:
                _writer.Push(operands[0]);
                if (type.Kind == ScalarKind.I1)
                    Il.Emit(OpCodes.Neg);
                Il.Emit(OpCodes.Call, Api.Find("Create", VectorApi.Element(type.Kind), VectorApi.Element(type.Kind)));
                break;
            case Opcode.LaneIota:
                Il.Emit(OpCodes.Call, Api.Property("Indices", typeof(int)));
                break;
            case Opcode.Load:
                PushAddress(operands[0], type, part);
                Il.Emit(OpCodes.Call, Api.Find("Load", VectorApi.Element(type.Kind), VectorApi.Element(type.Kind).MakePointerType()));
                break;
            case Opcode.Store:
                for (int p = 0; p < VectorApi.Parts(operands[1].Type.Kind); p++)
                {
                    _writer.Push(operands[1], p);
                    PushAddress(operands[0], operands[1].Type, p);
                    Il.Emit(OpCodes.Call, StoreMethod(operands[1].Type.Kind));
                }
                break;
            case Opcode.Gather:
                _memory.WriteGather(instruction);
                break;
            case Opcode.MaskedLoad:
                _memory.WriteMaskedLoad(instruction, part);
                break;
            case Opcode.MaskedStore:
                _memory.WriteMaskedStore(instruction);
                break;
            case Opcode.Select:
                _conversions.PushMask(operands[0], type.Kind, part);
                _writer.Push(operands[1], part);
                _writer.Push(operands[2], part);
                Call("ConditionalSelect", VectorApi.Element(type.Kind), 3);
                break;
            case Opcode.ExtractLane:
                WriteExtract(instruction);
                break;
            case Opcode.InsertLane:
                WriteInsert(instruction, part);
                break;
            case Opcode.PermuteLanes:
                _writer.Push(operands[0]);
                _writer.Push(operands[1]);
                Il.Emit(OpCodes.Call, Api.Find("Shuffle", VectorApi.Element(type.Kind), Api.Vector(VectorApi.Element(type.Kind)), Api.Int));
                break;
            case Opcode.MaskAny or Opcode.MaskAll:
                _writer.Push(operands[0]);
                Il.Emit(OpCodes.Call, Api.Property(instruction.Op == Opcode.MaskAny ? "Zero" : "AllBitsSet", typeof(int)));
                Il.Emit(OpCodes.Call, Api.Operation("EqualsAll", typeof(int), 2));
                if (instruction.Op == Opcode.MaskAny)
                {
                    _writer.PushInt(0);
                    Il.Emit(OpCodes.Ceq);
                }
                break;
            case Opcode.MaskCount:
                _writer.Push(operands[0]);
                var bits = Api.Operation("ExtractMostSignificantBits", typeof(int), 1);
                Il.Emit(OpCodes.Call, bits);
                Il.Emit(OpCodes.Call, typeof(System.Numerics.BitOperations).GetMethod(nameof(System.Numerics.BitOperations.PopCount), [bits.ReturnType])!);
                break;
            default:
                if (instruction.Info.Has(OpTraits.Compare))
                    _conversions.WriteCompare(instruction);
                else if (instruction.Info.Has(OpTraits.Convert))
                    _conversions.Write(instruction, part);
                else
                    WriteArithmetic(instruction, part);
                break;
        }
    }

    private void PushAddress(Value pointer, IrType type, int part)
    {
        _writer.Push(pointer);
        if (part == 0)
            return;
        _writer.PushLong(part * (long)type.Bytes / VectorApi.Parts(type.Kind));
        Il.Emit(OpCodes.Add);
    }

    private System.Reflection.MethodInfo StoreMethod(ScalarKind kind)
    {
        var element = VectorApi.Element(kind);
        return Api.Find("Store", element, Api.Vector(element), element.MakePointerType());
    }

    private void Call(string name, Type element, int arity) => Il.Emit(OpCodes.Call, Api.Operation(name, element, arity));

    private void WriteExtract(Instruction instruction)
    {
        var type = instruction.Operands[0].Type;
        var element = VectorApi.Element(type.Kind);
        int perPart = type.Lanes / VectorApi.Parts(type.Kind);
        _writer.Push(instruction.Operands[0], (int)instruction.Immediate / perPart);
        _writer.PushInt((int)instruction.Immediate % perPart);
        Il.Emit(OpCodes.Call, Api.Find("GetElement", element, Api.Vector(element), typeof(int)));
        if (type.Kind == ScalarKind.I1)
            Il.Emit(OpCodes.Neg);
    }

    private void WriteInsert(Instruction instruction, int part)
    {
        var type = instruction.Type;
        var element = VectorApi.Element(type.Kind);
        int perPart = type.Lanes / VectorApi.Parts(type.Kind);
        _writer.Push(instruction.Operands[0], part);
        if ((int)instruction.Immediate / perPart != part)
            return;
        _writer.PushInt((int)instruction.Immediate % perPart);
        _writer.Push(instruction.Operands[1]);
        if (type.Kind == ScalarKind.I1)
            Il.Emit(OpCodes.Neg);
        Il.Emit(OpCodes.Call, Api.Find("WithElement", element, Api.Vector(element), typeof(int), element));
    }

    private void WriteArithmetic(Instruction instruction, int part)
    {
        var operands = instruction.Operands;
        var type = instruction.Type;
        var element = VectorApi.Element(type.Kind);
        if (VectorIntegers.Handles(instruction))
        {
            _writer.Push(operands[0]);
            _writer.Push(operands[1]);
            Il.Emit(OpCodes.Call, VectorIntegers.Find(instruction.Op, Api));
            return;
        }
        switch (instruction.Op)
        {
            case Opcode.Rcp or Opcode.Rsqrt:
                PushConstant(new Constant(type, type.Kind == ScalarKind.F32 ? BitConverter.SingleToInt32Bits(1) : BitConverter.DoubleToInt64Bits(1), 0));
                _writer.Push(operands[0], part);
                if (instruction.Op == Opcode.Rsqrt)
                    Call("Sqrt", element, 1);
                Call("Divide", element, 2);
                return;
            case Opcode.Shl or Opcode.ShrS or Opcode.ShrU:
                WriteShift(instruction, part);
                return;
        }
        foreach (var operand in operands)
        {
            _writer.Push(operand, part);
            if (IsUnsigned(instruction.Op))
                Il.Emit(OpCodes.Call, Api.Operation(element == typeof(long) ? "AsUInt64" : "AsUInt32", element, 1));
        }
        var computed = !IsUnsigned(instruction.Op) ? element : element == typeof(long) ? typeof(ulong) : typeof(uint);
        Call(Name(instruction.Op), computed, operands.Length);
        if (computed != element)
            Call(element == typeof(long) ? "AsInt64" : "AsInt32", computed, 1);
        _conversions.Normalize(type);
    }

    private static bool IsUnsigned(Opcode op) => op is Opcode.MinU or Opcode.MaxU;

    private void WriteShift(Instruction instruction, int part)
    {
        var type = instruction.Type;
        var element = VectorApi.Element(type.Kind);
        _writer.Push(instruction.Operands[0], part);
        if (instruction.Op == Opcode.ShrU && type.Bits < 32)
        {
            PushConstant(new Constant(type, (1 << type.Bits) - 1, 0));
            Call("BitwiseAnd", element, 2);
        }
        if (instruction.Operands[1] is Constant amount)
            _writer.PushInt((int)amount.Bits & (type.Bits - 1));
        else
        {
            _writer.Push(instruction.Operands[1], part);
            Il.Emit(OpCodes.Call, Api.Operation("ToScalar", element, 1));
            Il.Emit(OpCodes.Conv_I4);
            _writer.PushInt(type.Bits - 1);
            Il.Emit(OpCodes.And);
        }
        string name = instruction.Op switch { Opcode.Shl => "ShiftLeft", Opcode.ShrS => "ShiftRightArithmetic", _ => "ShiftRightLogical" };
        Il.Emit(OpCodes.Call, Api.Find(name, element, Api.Vector(element), typeof(int)));
        _conversions.Normalize(type);
    }

    private static string Name(Opcode op) => op switch
    {
        Opcode.Neg => "Negate",
        Opcode.Add => "Add",
        Opcode.Sub => "Subtract",
        Opcode.Mul => "Multiply",
        Opcode.FDiv => "Divide",
        Opcode.Fma => "FusedMultiplyAdd",
        Opcode.MinS or Opcode.MinU or Opcode.FMin => "Min",
        Opcode.MaxS or Opcode.MaxU or Opcode.FMax => "Max",
        Opcode.Abs => "Abs",
        Opcode.Not => "OnesComplement",
        Opcode.And => "BitwiseAnd",
        Opcode.Or => "BitwiseOr",
        Opcode.Xor => "Xor",
        Opcode.Sqrt => "Sqrt",
        Opcode.Floor => "Floor",
        Opcode.Ceiling => "Ceiling",
        Opcode.Truncate => "Truncate",
        Opcode.RoundEven => "Round",
        Opcode.CopySign => "CopySign",
        Opcode.Exp => "Exp",
        Opcode.Log => "Log",
        Opcode.Sin => "Sin",
        Opcode.Cos => "Cos",
        _ => throw new InvalidOperationException($"The CPU backend has no vector form of {op}."),
    };
}
