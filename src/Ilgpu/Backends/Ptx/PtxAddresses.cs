using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>
/// Address operands: a register and a constant offset. A constant ptradd that only addresses memory is folded into the accesses and
/// never computed.
/// </summary>
internal sealed class PtxAddresses
{
    private readonly PtxWriter _text;
    private readonly bool[] _folded;

    public PtxAddresses(Function function, PtxWriter text)
    {
        _text = text;
        _folded = new bool[function.ValueCount];
        var uses = new Uses(function);
        foreach (var block in function.Blocks)
            foreach (var instruction in block.Instructions)
                _folded[instruction.Id] = IsConstant(instruction) && IsOnlyAddress(uses, instruction);
    }

    /// <summary>Writes a ptradd, unless all who use it hold its offset themselves.</summary>
    public bool TryWrite(Instruction instruction)
    {
        if (instruction.Op != Opcode.PtrAdd)
            return false;
        if (!_folded[instruction.Id])
            Add(instruction);
        return true;
    }

    /// <summary>The operand [register+offset] for an access at a pointer, <paramref name="extra"/> bytes further.</summary>
    public string Of(Value pointer, long extra = 0)
    {
        while (pointer is Instruction add && _folded[add.Id])
        {
            extra += ((Constant)add.Operands[1]).Bits * add.Immediate + add.Immediate2;
            pointer = add.Operands[0];
        }
        string register = _text.Register(pointer);
        if (extra == 0)
            return $"[{register}]";
        if (extra is >= int.MinValue and <= int.MaxValue)
            return $"[{register}+{extra}]";
        return $"[{_text.Compute(RegisterClass.Bits64, "add.s64", register, $"{extra}")}]";
    }

    private static bool IsConstant(Instruction instruction) => instruction is { Op: Opcode.PtrAdd, Type.Lanes: 1, Operands: [_, Constant] };

    private static bool IsOnlyAddress(Uses uses, Instruction instruction)
    {
        foreach (ref readonly var use in uses.Of(instruction))
        {
            bool access = use.User is { Op: Opcode.Load or Opcode.Store or Opcode.Atomic or Opcode.AtomicCompareExchange } user
                && user.Operands[0] == instruction && Array.IndexOf(user.Operands, instruction, 1) < 0;
            if (!access && !(use.User is { } next && IsConstant(next) && IsOnlyAddress(uses, next)))
                return false;
        }
        return true;
    }

    private void Add(Instruction instruction)
    {
        string result = _text.Define(instruction), pointer = _text.Use(instruction.Operands[0]);
        var index = instruction.Operands[1];
        long scale = instruction.Immediate, offset = instruction.Immediate2;
        bool narrow = PtxTypes.Width(instruction.Type) == 32;
        string add = narrow ? "add.s32" : "add.s64";
        if (index is Constant constant)
        {
            _text.Op(add, result, pointer, Number(constant.Bits * scale + offset, narrow));
            return;
        }
        if (offset != 0)
            pointer = _text.Compute(PtxTypes.Class(instruction.Type), add, pointer, Number(offset, narrow));
        string number = _text.Use(index);
        bool wide = index.Type.Kind == ScalarKind.I64;
        if (narrow)
        {
            if (wide)
                number = _text.Compute(RegisterClass.Bits32, "cvt.u32.u64", number);
            Multiply("mad.lo.s32", add);
        }
        else if (wide)
            Multiply("mad.lo.s64", add);
        else if (scale == (int)scale)
            _text.Op("mad.wide.s32", result, number, $"{scale}", pointer);
        else
        {
            number = _text.Compute(RegisterClass.Bits64, "cvt.s64.s32", number);
            Multiply("mad.lo.s64", add);
        }

        void Multiply(string multiplyAdd, string plain)
        {
            if (scale == 1)
                _text.Op(plain, result, pointer, number);
            else
                _text.Op(multiplyAdd, result, number, Number(scale, narrow), pointer);
        }
    }

    private static string Number(long value, bool narrow) => narrow ? $"{(int)value}" : PtxTypes.Literal(IrType.I64, value);
}
