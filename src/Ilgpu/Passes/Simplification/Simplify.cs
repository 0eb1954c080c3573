using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Constant folding and identities that hold bit for bit in .NET's arithmetic (a NaN's payload aside), instruction by instruction in an
/// order that meets definitions before uses; repeated while it finds something, at most a few times.
/// </summary>
internal sealed partial class Simplify
{
    private const int MaxSweeps = 6;

    private readonly Function _function;
    private readonly ControlFlow _flow;
    private readonly Substitution _substitution;
    private List<Instruction> _output = [];
    private SourceLocation _location;
    private bool _changed;

    private Simplify(Function function)
    {
        _function = function;
        _flow = new ControlFlow(function);
        _substitution = new Substitution(function);
    }

    public static bool Run(Function function)
    {
        bool any = false;
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            var pass = new Simplify(function);
            pass.Sweep();
            any |= pass._changed;
            if (!pass._changed)
                break;
        }
        return any;
    }

    private void Sweep()
    {
        foreach (var block in _flow.ReversePostOrder)
        {
            var before = block.Instructions.ToArray();
            _output = block.Instructions;
            _output.Clear();
            SimplifyParameters(block);
            foreach (var instruction in before)
            {
                _location = instruction.Location;
                _substitution.Apply(instruction.Operands);
                var result = Visit(instruction);
                if (result == instruction)
                    _output.Add(instruction);
                else
                {
                    _changed = true;
                    _substitution.Replace(instruction, result);
                }
            }
            _substitution.Apply(block.Terminator!);
        }
        // Last, because the order of a branch's edges says where the blocks' predecessors are found.
        foreach (var block in _flow.ReversePostOrder)
            if (block.Terminator is Branch branch && IsOp(_substitution.Resolve(branch.Condition), Opcode.Not, out var not))
            {
                block.Terminator = new Branch(not.Operands[0], branch.IfFalse, branch.IfTrue) { Location = branch.Location };
                _changed = true;
            }
        _substitution.Apply();
    }

    /// <summary>What the instruction can be replaced by, or itself (perhaps changed).</summary>
    private Value Visit(Instruction instruction)
    {
        for (int round = 0; round < 16; round++)
        {
            var (op, type) = (instruction.Op, instruction.Type);
            var result = Rewrite(instruction);
            if (result != instruction)
                return result;
            if (op == instruction.Op && type == instruction.Type && !_rewritten)
                return instruction;
            _rewritten = false;
            _changed = true;
        }
        return instruction;
    }

    /// <summary>Whether the instruction being visited was turned into another one.</summary>
    private bool _rewritten;

    /// <summary>Turns an instruction into another one in place.</summary>
    private Instruction Become(Instruction instruction, Opcode op, params Value[] operands)
    {
        instruction.Op = op;
        instruction.Operands = operands;
        _rewritten = true;
        return instruction;
    }

    /// <summary>A new simplified instruction in front of the one being visited.</summary>
    private Value Emit(Opcode op, IrType type, params Value[] operands)
    {
        var instruction = _function.Create(op, type, operands);
        instruction.Location = _location;
        bool outer = _rewritten;
        _rewritten = false;
        var result = Visit(instruction);
        _rewritten = outer;
        if (result == instruction)
            _output.Add(instruction);
        return result;
    }

    private Value Rewrite(Instruction instruction)
    {
        if (!instruction.Info.Has(OpTraits.Elementwise))
            return instruction;
        if (instruction.Op == Opcode.PtrAdd)
            return RewritePtrAdd(instruction);
        if (Fold(instruction) is { } constant)
            return constant;
        var operands = instruction.Operands;
        if (instruction.Info.Has(OpTraits.Commutative) && operands[0] is Constant && operands[1] is not Constant)
            (operands[0], operands[1]) = (operands[1], operands[0]);
        if (instruction.Op == Opcode.Select)
            return RewriteSelect(instruction);
        if (instruction.Info.Has(OpTraits.Convert))
            return RewriteConversion(instruction);
        if (instruction.Op is >= Opcode.CmpEq and <= Opcode.CmpGeU)
            return RewriteCompare(instruction);
        if (instruction.Type.IsFloat)
            return RewriteFloat(instruction);
        return instruction.Type.IsInteger ? RewriteInteger(instruction) : instruction;
    }

    private Constant? Fold(Instruction instruction)
    {
        var operands = instruction.Operands;
        foreach (var operand in operands)
            if (operand is not Constant)
                return null;
        if (operands.Length is 0 or > 3)
            return null;
        long At(int i) => i < operands.Length ? ((Constant)operands[i]).Bits : 0;
        // The quotients that are unspecified stay, so that every backend's own appears.
        if (instruction.Op is Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU && At(1) is 0 or -1)
            return null;
        var kind = operands[instruction.Op == Opcode.Select ? 1 : 0].Type.Kind;
        return ScalarEvaluator.TryEvaluate(instruction.Op, instruction.Type.Kind, kind, At(0), At(1), At(2), out long bits)
            ? _function.Constant(instruction.Type, bits)
            : null;
    }

    private Dictionary<Value, ValueRange>? _counters;

    private ValueRange RangeOf(Value value) => ValueRange.Of(value, _counters ??= InductionRanges.Find(_flow));

    private Constant Known(IrType type, long bits) => _function.Constant(type, bits);

    private static bool IsOp(Value value, Opcode op, out Instruction instruction)
    {
        instruction = (value as Instruction)!;
        return instruction is not null && instruction.Op == op;
    }

    private static bool IsConstant(Value value, long bits) => value is Constant constant && constant.Bits == bits;
}
