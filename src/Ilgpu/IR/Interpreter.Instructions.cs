using System.Globalization;
using System.Text.RegularExpressions;

namespace ConvGpu.Ilgpu.IR;

internal sealed partial class Interpreter
{
    private void Execute(Item item, Instruction instruction)
    {
        var operands = instruction.Operands;
        if (instruction.Op != Opcode.PtrAdd && instruction.Info.Has(OpTraits.Elementwise))
        {
            Elementwise(item, instruction);
            return;
        }
        switch (instruction.Op)
        {
            case Opcode.PtrAdd:
                for (int lane = 0; lane < instruction.Type.Lanes; lane++)
                    Set(item, instruction, Get(item, operands[0], lane) + Get(item, operands[1], lane) * instruction.Immediate + instruction.Immediate2, lane);
                break;
            case Opcode.Alloca:
                if (!item.Local.TryGetValue(instruction, out long local))
                    item.Local.Add(instruction, local = _memory.Allocate((int)instruction.Immediate));
                Set(item, instruction, local);
                break;
            case Opcode.SharedAlloca:
                if (!_shared.TryGetValue(instruction, out long shared))
                    _shared.Add(instruction, shared = _memory.Allocate((int)instruction.Immediate, CheckSharedReads));
                Set(item, instruction, shared);
                break;
            case Opcode.DynamicShared:
                Set(item, instruction, _dynamicShared);
                break;
            case Opcode.ThreadIndex:
                Set(item, instruction, instruction.Immediate switch { 0 => item.X, 1 => item.Y, _ => item.Z });
                break;
            case Opcode.GroupIndex:
                Set(item, instruction, instruction.Immediate switch { 0 => _group.X, 1 => _group.Y, _ => _group.Z });
                break;
            case Opcode.GroupDimension:
                Set(item, instruction, instruction.Immediate switch { 0 => _launch.GroupX, 1 => _launch.GroupY, _ => _launch.GroupZ });
                break;
            case Opcode.GridDimension:
                Set(item, instruction, instruction.Immediate switch { 0 => _launch.GridX, 1 => _launch.GridY, _ => _launch.GridZ });
                break;
            case Opcode.LaneIndex:
                Set(item, instruction, item.Linear % WarpSize);
                break;
            case Opcode.WarpSize:
                Set(item, instruction, WarpSize);
                break;
            case Opcode.Print:
                if (instruction.Immediate == 0 || Get(item, operands[0]) != 0)
                    Output.Add(Format(item, instruction));
                break;
            case Opcode.Assert:
                if (Get(item, operands[0]) == 0)
                    throw new InterpreterException($"Assertion failed: {instruction.Text} ({instruction.Location}), item ({item.X}, {item.Y}, {item.Z}) of group {_group}.");
                break;
            case Opcode.Fence:
                break;
            default:
                if (!Memory(item, instruction))
                    Vector(item, instruction);
                break;
        }
    }

    private void Elementwise(Item item, Instruction instruction)
    {
        var operands = instruction.Operands;
        int count = operands.Length;
        bool select = instruction.Op == Opcode.Select;
        var kind = operands[select ? 1 : 0].Type.Kind;
        for (int lane = 0; lane < instruction.Type.Lanes; lane++)
        {
            long a = Get(item, operands[0], select && operands[0].Type.Lanes == 1 ? 0 : lane);
            long b = count > 1 ? Get(item, operands[1], lane) : 0, c = count > 2 ? Get(item, operands[2], lane) : 0;
            if (!ScalarEvaluator.TryEvaluate(instruction.Op, instruction.Type.Kind, kind, a, b, c, out long result))
                throw new InterpreterException($"No rule for '{IrPrinter.Describe(instruction)}'.");
            Set(item, instruction, result, lane);
        }
    }

    private bool Memory(Item item, Instruction instruction)
    {
        var operands = instruction.Operands;
        var type = instruction.Type;
        int size = type.ElementBytes;
        switch (instruction.Op)
        {
            case Opcode.Load:
                CheckAligned(item, instruction);
                for (int lane = 0; lane < type.Lanes; lane++)
                    Set(item, instruction, Read(Get(item, operands[0]) + (long)lane * size, type.Kind, instruction), lane);
                return true;
            case Opcode.Store:
                CheckAligned(item, instruction);
                for (int lane = 0; lane < operands[1].Type.Lanes; lane++)
                    Write(Get(item, operands[0]) + (long)lane * operands[1].Type.ElementBytes, operands[1].Type, Get(item, operands[1], lane), instruction);
                return true;
            case Opcode.MaskedLoad:
                for (int lane = 0; lane < type.Lanes; lane++)
                    Set(item, instruction, Get(item, operands[1], lane) != 0
                        ? Read(Get(item, operands[0]) + (long)lane * size, type.Kind, instruction) : Get(item, operands[2], lane), lane);
                return true;
            case Opcode.MaskedStore:
                for (int lane = 0; lane < operands[2].Type.Lanes; lane++)
                    if (Get(item, operands[1], lane) != 0)
                        Write(Get(item, operands[0]) + (long)lane * operands[2].Type.ElementBytes, operands[2].Type, Get(item, operands[2], lane), instruction);
                return true;
            case Opcode.Gather:
                for (int lane = 0; lane < type.Lanes; lane++)
                    Set(item, instruction, Get(item, operands[2], lane) != 0
                        ? Read(Indexed(item, instruction, lane), type.Kind, instruction) : Get(item, operands[3], lane), lane);
                return true;
            case Opcode.Scatter:
                for (int lane = 0; lane < operands[3].Type.Lanes; lane++)
                    if (Get(item, operands[2], lane) != 0)
                        Write(Indexed(item, instruction, lane), operands[3].Type, Get(item, operands[3], lane), instruction);
                return true;
            case Opcode.Atomic:
                Set(item, instruction, Update(Get(item, operands[0]), (AtomicKind)instruction.Immediate, Get(item, operands[1]), instruction));
                return true;
            case Opcode.AtomicCompareExchange:
                Set(item, instruction, CompareExchange(Get(item, operands[0]), Get(item, operands[1]), Get(item, operands[2]), instruction));
                return true;
            case Opcode.MaskedAtomic:
                for (int lane = 0; lane < type.Lanes; lane++)
                    if (Get(item, operands[2], lane) != 0)
                        Set(item, instruction, Update(Indexed(item, instruction, lane), (AtomicKind)instruction.Immediate3, Get(item, operands[3], lane), instruction), lane);
                return true;
            case Opcode.MaskedAtomicCompareExchange:
                for (int lane = 0; lane < type.Lanes; lane++)
                    if (Get(item, operands[2], lane) != 0)
                        Set(item, instruction, CompareExchange(Indexed(item, instruction, lane), Get(item, operands[3], lane), Get(item, operands[4], lane), instruction), lane);
                return true;
            default:
                return false;
        }
    }

    private void CheckAligned(Item item, Instruction instruction)
    {
        long address = Get(item, instruction.Operands[0]);
        if (instruction.Immediate > 1 && address % instruction.Immediate != 0)
            throw new InterpreterException($"'{IrPrinter.Describe(instruction)}' ({instruction.Location}) accesses an address that is no multiple of {instruction.Immediate}.");
    }

    private void Vector(Item item, Instruction instruction)
    {
        var operands = instruction.Operands;
        int lanes = instruction.Type.Lanes;
        for (int lane = 0; lane < lanes; lane++)
            Set(item, instruction, instruction.Op switch
            {
                Opcode.Splat => Get(item, operands[0]),
                Opcode.LaneIota => lane,
                Opcode.ExtractLane => Get(item, operands[0], (int)instruction.Immediate),
                Opcode.ExtractLaneDynamic => Get(item, operands[0], (int)Get(item, operands[1])),
                Opcode.InsertLane => lane == instruction.Immediate ? Get(item, operands[1]) : Get(item, operands[0], lane),
                Opcode.PermuteLanes => Get(item, operands[0], (int)Get(item, operands[1], lane)),
                Opcode.MaskAny => CountSet(item, operands[0]) > 0 ? 1 : 0,
                Opcode.MaskAll => CountSet(item, operands[0]) == operands[0].Type.Lanes ? 1 : 0,
                Opcode.MaskCount => CountSet(item, operands[0]),
                _ => throw new InterpreterException($"No rule for '{IrPrinter.Describe(instruction)}'."),
            }, lane);
    }

    private int CountSet(Item item, Value mask)
    {
        int count = 0;
        for (int lane = 0; lane < mask.Type.Lanes; lane++)
            count += Get(item, mask, lane) != 0 ? 1 : 0;
        return count;
    }

    private long Indexed(Item item, Instruction instruction, int lane) =>
        Get(item, instruction.Operands[0]) + Get(item, instruction.Operands[1], lane) * instruction.Immediate + instruction.Immediate2;

    /// <summary>A byte that is not 0 is true.</summary>
    private long Read(long address, ScalarKind kind, Instruction instruction)
    {
        long bits = _memory.Load(address, new IrType(kind).ElementBytes, instruction);
        return kind == ScalarKind.I1 ? (bits != 0 ? 1 : 0) : bits;
    }

    private void Write(long address, IrType type, long bits, Instruction instruction) =>
        _memory.Store(address, type.ElementBytes, bits, instruction);

    private long Update(long address, AtomicKind kind, long value, Instruction instruction)
    {
        var type = instruction.Type.Element;
        long before = Read(address, type.Kind, instruction);
        var op = kind switch
        {
            AtomicKind.Add or AtomicKind.FAdd => Opcode.Add,
            AtomicKind.And => Opcode.And,
            AtomicKind.Or => Opcode.Or,
            AtomicKind.Xor => Opcode.Xor,
            AtomicKind.MinS => Opcode.MinS,
            AtomicKind.MaxS => Opcode.MaxS,
            AtomicKind.MinU => Opcode.MinU,
            AtomicKind.MaxU => Opcode.MaxU,
            AtomicKind.FMin => Opcode.FMin,
            _ => Opcode.FMax,
        };
        long after = value;
        if (kind != AtomicKind.Exchange)
            ScalarEvaluator.TryEvaluate(op, type.Kind, type.Kind, before, value, 0, out after);
        Write(address, type, after, instruction);
        return before;
    }

    private long CompareExchange(long address, long compare, long value, Instruction instruction)
    {
        var type = instruction.Type.Element;
        long before = Read(address, type.Kind, instruction);
        if (before == compare)
            Write(address, type, value, instruction);
        return before;
    }

    private string Format(Item item, Instruction instruction) =>
        Regex.Replace(instruction.Text ?? "", @"\{(\d+)\}", match => Show(item,
            instruction.Operands[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + (int)instruction.Immediate]));

    private string Show(Item item, Value value)
    {
        long bits = Get(item, value);
        return value.Type.Kind switch
        {
            ScalarKind.I1 => bits != 0 ? "True" : "False",
            ScalarKind.F32 => BitConverter.Int32BitsToSingle((int)bits).ToString(CultureInfo.InvariantCulture),
            ScalarKind.F64 => BitConverter.Int64BitsToDouble(bits).ToString(CultureInfo.InvariantCulture),
            _ => bits.ToString(CultureInfo.InvariantCulture),
        };
    }
}
