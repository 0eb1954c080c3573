using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal sealed partial class MethodTranslator
{
    private readonly Dictionary<IlBlock, Block> _blocks = [];
    private readonly Dictionary<IlBlock, StackValue[]> _entryStacks = [];
    private readonly Dictionary<IlBlock, List<IncomingStack>> _incoming = [];
    private readonly List<(Block Block, StackValue? Value)> _returns = [];
    private Dictionary<int, IlBlock>? _blockOfOffset;

    /// <summary>Makes the block current with its entry stack; false when no translated path leads there.</summary>
    private bool EnterBlock(IlBlock block)
    {
        _stack.Clear();
        if (block.Order == 0)
        {
            if (block.Predecessors.Count > 0)
            {
                var loop = BlockOf(block);
                Builder.Jump(loop);
                Builder.Block = loop;
                _entryStacks[block] = [];
            }
            return true;
        }
        if (!_incoming.TryGetValue(block, out var incoming))
            return false;
        var target = BlockOf(block);
        bool open = block.Predecessors.Any(predecessor => predecessor.Order >= block.Order);
        var merged = StackMerge.Merge(_emit, target, incoming, open);
        _entryStacks[block] = merged;
        Builder.Block = target;
        foreach (var value in merged)
            Push(value);
        return true;
    }

    private Block BlockOf(IlBlock block)
    {
        if (!_blocks.TryGetValue(block, out var result))
            _blocks.Add(block, result = _emit.Function.AddBlock());
        return result;
    }

    private IlBlock BlockAt(int offset)
    {
        _blockOfOffset ??= _method.Order.ToDictionary(block => _method.Instructions[block.First].Offset);
        return _blockOfOffset[offset];
    }

    /// <summary>An edge from the current block with what is on the stack.</summary>
    private Edge EdgeTo(IlBlock block)
    {
        var edge = new Edge(BlockOf(block));
        StackValue[] stack = [.. _stack.Reverse()];
        if (_entryStacks.TryGetValue(block, out var known))
            edge.Arguments = StackMerge.Match(_emit, stack, known);
        else
        {
            if (!_incoming.TryGetValue(block, out var list))
                _incoming.Add(block, list = []);
            list.Add(new IncomingStack(Builder.Block, edge, stack));
        }
        return edge;
    }

    private void JumpTo(int instructionIndex) => End(new Jump(EdgeTo(BlockAt(_method.Instructions[instructionIndex].Offset))));

    private void End(Terminator terminator)
    {
        terminator.Location = Builder.Location;
        Builder.Block.Terminator = terminator;
    }

    private bool StepFlow(string name, IlInstruction instruction)
    {
        switch (name)
        {
            case "br" or "br.s":
                End(new Jump(EdgeTo(BlockAt(instruction.Target))));
                return true;
            case "brtrue" or "brtrue.s":
                BranchOn(PopCondition(), instruction);
                return true;
            case "brfalse" or "brfalse.s":
                BranchOn(Not(PopCondition()), instruction);
                return true;
            case "beq" or "beq.s":
                BranchOn(Compare(Opcode.CmpEq, Opcode.CmpEq), instruction);
                return true;
            case "bne.un" or "bne.un.s":
                BranchOn(Compare(Opcode.CmpNe, Opcode.CmpNe), instruction);
                return true;
            case "blt" or "blt.s":
                BranchOn(Compare(Opcode.CmpLt, Opcode.CmpLt), instruction);
                return true;
            case "ble" or "ble.s":
                BranchOn(Compare(Opcode.CmpLe, Opcode.CmpLe), instruction);
                return true;
            case "bgt" or "bgt.s":
                BranchOn(Compare(Opcode.CmpGt, Opcode.CmpGt), instruction);
                return true;
            case "bge" or "bge.s":
                BranchOn(Compare(Opcode.CmpGe, Opcode.CmpGe), instruction);
                return true;
            case "blt.un" or "blt.un.s":
                BranchOn(Compare(Opcode.CmpLtU, Opcode.CmpLtU), instruction);
                return true;
            case "ble.un" or "ble.un.s":
                BranchOn(Compare(Opcode.CmpLeU, Opcode.CmpLeU), instruction);
                return true;
            case "bgt.un" or "bgt.un.s":
                BranchOn(Compare(Opcode.CmpGtU, Opcode.CmpGtU), instruction);
                return true;
            case "bge.un" or "bge.un.s":
                BranchOn(Compare(Opcode.CmpGeU, Opcode.CmpGeU), instruction);
                return true;
            case "switch":
                StepSwitch(instruction);
                return true;
            case "ret":
                StepReturn();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Goes to the instruction's target when the condition holds, else on to the next instruction.</summary>
    private void BranchOn(Value condition, IlInstruction instruction)
    {
        var taken = BlockAt(instruction.Target);
        var next = BlockAt(instruction.Next);
        if (taken == next)
            End(new Jump(EdgeTo(next)));
        else if (condition is Constant known)
            End(new Jump(EdgeTo(known.Bits != 0 ? taken : next)));
        else
            End(new Branch(condition, EdgeTo(taken), EdgeTo(next)));
    }

    private void StepSwitch(IlInstruction instruction)
    {
        var value = _emit.Coerce(PopNumber(), IrType.I32);
        var targets = instruction.Targets.Append(instruction.Next).Select(BlockAt).ToArray();
        if (value is Constant known)
            End(new Jump(EdgeTo(targets[(ulong)known.Bits < (ulong)instruction.Targets.Length ? (int)known.Bits : ^1])));
        else
            End(new Switch(value, [.. targets.Select(EdgeTo)]));
    }

    private void StepReturn()
    {
        var type = _method.Method is System.Reflection.MethodInfo info ? info.ReturnType : typeof(void);
        StackValue? value = type == typeof(void) ? null : _emit.As(Pop(), type);
        _returns.Add((Builder.Block, value));
        End(new Return());
    }

    /// <summary>Leads every return of the method to one place where the caller goes on, and yields the value there.</summary>
    private StackValue? JoinReturns()
    {
        if (_returns.Count == 0)
        {
            // never returns: what follows in the caller is unreachable
            Builder.Block = _emit.Function.AddBlock();
            return _method.Method is System.Reflection.MethodInfo { ReturnType: var type } && type != typeof(void) ? _emit.Default(type) : null;
        }
        if (_returns.Count == 1)
        {
            Builder.Block = _returns[0].Block;
            Builder.Block.Terminator = null;
            return _returns[0].Value;
        }
        var target = _emit.Function.AddBlock();
        var incoming = new List<IncomingStack>();
        foreach (var (block, value) in _returns)
        {
            var edge = new Edge(target);
            block.Terminator = new Jump(edge) { Location = block.Terminator!.Location };
            incoming.Add(new IncomingStack(block, edge, value is null ? [] : [value]));
        }
        var merged = StackMerge.Merge(_emit, target, incoming, false);
        Builder.Block = target;
        return merged.Length == 0 ? null : merged[0];
    }
}
