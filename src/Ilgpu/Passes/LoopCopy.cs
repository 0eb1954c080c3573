using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>Copies a normalised, closed loop iteration by iteration into straight flow and drops the original.</summary>
internal sealed class LoopCopy(Function function, Loop loop)
{
    private readonly Value?[] _values = new Value?[function.ValueCount];
    private readonly Block?[] _blocks = new Block?[function.BlockCount];
    private readonly HashSet<Block> _inside = [.. loop.Blocks];
    private int _place;

    /// <param name="trips">How often control goes back to the header; the copy of the last iteration does not.</param>
    public void Unroll(int trips)
    {
        var preheader = LoopShape.Preheader(loop);
        _place = function.Blocks.IndexOf(loop.Header);
        var entry = loop.EntryEdges[0].Edge;
        var arguments = entry.Arguments;
        Block? header = null;
        Jump? into = null;
        for (int trip = 0; trip <= trips; trip++)
        {
            Array.Clear(_blocks);
            header = NewBlock();
            if (into is null)
                preheader.Terminator = new Jump(new Edge(header)) { Location = preheader.Terminator!.Location };
            else
                into.Edge.Target = header;
            _blocks[loop.Header.Id] = header;
            for (int i = 0; i < arguments.Length; i++)
                _values[loop.Header.Parameters[i].Id] = arguments[i];
            (into, arguments) = CopyIteration();
            if (into is null)
                break;
        }
        if (into is not null)
            throw new InvalidOperationException($"{function.Name}: the copy of a loop of {trips} trips still goes back.");
        function.RemoveUnreachable();
    }

    /// <summary>Copies the blocks that are still reached. Returns the jump to the next iteration, if there is one, and its arguments.</summary>
    private (Jump? Next, Value[] Arguments) CopyIteration()
    {
        Jump? next = null;
        Value[] arguments = [];
        foreach (var block in loop.Blocks)
        {
            if (_blocks[block.Id] is not { } copy)
                continue;
            foreach (var instruction in block.Instructions)
                Copy(instruction, copy);
            copy.Terminator = Copy(block.Terminator!);
            foreach (var edge in copy.Terminator.Edges)
                if (edge.Target == loop.Header)
                {
                    // One latch: a single edge goes back, and the header's copy takes its arguments without parameters.
                    arguments = edge.Arguments;
                    edge.Arguments = [];
                    edge.Target = copy;
                    if (copy.Terminator is Jump jump)
                        next = jump;
                    else
                    {
                        var middle = NewBlock();
                        edge.Target = middle;
                        middle.Terminator = next = new Jump(new Edge(middle)) { Location = copy.Terminator.Location };
                    }
                }
        }
        return (next, arguments);
    }

    private Block NewBlock()
    {
        var block = function.AddBlock();
        function.Blocks.RemoveAt(function.Blocks.Count - 1);
        function.Blocks.Insert(_place++, block);
        return block;
    }

    private Value Map(Value value) => value.Id < _values.Length && _values[value.Id] is { } copy ? copy : value;

    private void Copy(Instruction instruction, Block into)
    {
        var operands = Array.ConvertAll(instruction.Operands, Map);
        if (Fold(instruction, operands) is { } folded)
        {
            _values[instruction.Id] = folded;
            return;
        }
        var copy = function.CloneWith(instruction, operands);
        _values[instruction.Id] = copy;
        into.Instructions.Add(copy);
    }

    private Value? Fold(Instruction instruction, Value[] operands)
    {
        if (!instruction.Info.Has(OpTraits.Elementwise) || instruction.Op == Opcode.PtrAdd || operands.Length > 3
            || instruction.Op is Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU && operands[1] is Constant { Bits: 0 or -1 })
            return null;
        foreach (var operand in operands)
            if (operand is not Constant)
                return instruction.Op == Opcode.Select && operands[0] is Constant known ? operands[known.Bits != 0 ? 1 : 2] : null;
        long At(int i) => i < operands.Length ? ((Constant)operands[i]).Bits : 0;
        var kind = operands[instruction.Op == Opcode.Select ? 1 : 0].Type.Kind;
        return ScalarEvaluator.TryEvaluate(instruction.Op, instruction.Type.Kind, kind, At(0), At(1), At(2), out long bits)
            ? function.Constant(instruction.Type, bits) : null;
    }

    private Terminator Copy(Terminator terminator)
    {
        Terminator copy = terminator switch
        {
            Jump jump => new Jump(Copy(jump.Edge)),
            Branch branch => Map(branch.Condition) is Constant known
                ? new Jump(Copy(known.Bits != 0 ? branch.IfTrue : branch.IfFalse))
                : new Branch(Map(branch.Condition), Copy(branch.IfTrue), Copy(branch.IfFalse)),
            Switch select => new Switch(Map(select.Value), Array.ConvertAll(select.Edges.ToArray(), Copy)),
            _ => new Return(),
        };
        copy.Location = terminator.Location;
        return copy;
    }

    private Edge Copy(Edge edge) => new(CopyOf(edge.Target), Array.ConvertAll(edge.Arguments, Map));

    private Block CopyOf(Block block)
    {
        if (block == loop.Header || !_inside.Contains(block))
            return block;
        if (_blocks[block.Id] is { } copy)
            return copy;
        copy = NewBlock();
        foreach (var parameter in block.Parameters)
            _values[parameter.Id] = function.AddBlockParameter(copy, parameter.Type);
        return _blocks[block.Id] = copy;
    }
}
