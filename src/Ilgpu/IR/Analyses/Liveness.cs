namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>
/// Which values are needed at the borders of blocks. Constants and function parameters do not count. An edge's arguments are used at
/// the end of its source; a block's parameters are defined at its start and are not in its live-in set.
/// </summary>
internal sealed class Liveness
{
    private readonly ControlFlow _flow;
    private readonly BitSet[] _in;
    private readonly BitSet[] _out;
    private readonly Value?[] _values;

    public Liveness(ControlFlow flow)
    {
        _flow = flow;
        int blocks = flow.ReversePostOrder.Length, count = flow.Function.ValueCount;
        _values = new Value?[count];
        _in = new BitSet[blocks];
        _out = new BitSet[blocks];
        var defined = new BitSet(count);
        for (int i = 0; i < blocks; i++)
        {
            _in[i] = new BitSet(count);
            _out[i] = new BitSet(count);
            Upward(flow.ReversePostOrder[i], _in[i], defined);
        }
        var live = new BitSet(count);
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = blocks - 1; i >= 0; i--)
            {
                foreach (var edge in flow.ReversePostOrder[i].Terminator!.Edges)
                    _out[i].UnionWith(_in[flow.OrderOf(edge.Target)]);
                live.CopyFrom(_out[i]);
                foreach (var parameter in flow.ReversePostOrder[i].Parameters)
                    live.Remove(parameter.Id);
                foreach (var instruction in flow.ReversePostOrder[i].Instructions)
                    live.Remove(instruction.Id);
                changed |= _in[i].UnionWith(live);
            }
        }
    }

    public bool IsLiveIn(Block block, Value value) => _in[_flow.OrderOf(block)].Contains(value.Id);

    public bool IsLiveOut(Block block, Value value) => _out[_flow.OrderOf(block)].Contains(value.Id);

    /// <summary>Values defined before the block and needed in or after it, by ascending id.</summary>
    public IEnumerable<Value> LiveIn(Block block) => _in[_flow.OrderOf(block)].Select(id => _values[id]!);

    /// <summary>Values needed in a successor (its own parameters left out), by ascending id.</summary>
    public IEnumerable<Value> LiveOut(Block block) => _out[_flow.OrderOf(block)].Select(id => _values[id]!);

    private void Upward(Block block, BitSet used, BitSet defined)
    {
        defined.Clear();
        foreach (var parameter in block.Parameters)
            Define(parameter, defined);
        foreach (var instruction in block.Instructions)
        {
            foreach (var operand in instruction.Operands)
                Use(operand, used, defined);
            Define(instruction, defined);
        }
        if (block.Terminator!.Selector is { } selector)
            Use(selector, used, defined);
        foreach (var edge in block.Terminator.Edges)
            foreach (var argument in edge.Arguments)
                Use(argument, used, defined);
    }

    private void Define(Value value, BitSet defined)
    {
        _values[value.Id] = value;
        defined.Add(value.Id);
    }

    private static void Use(Value value, BitSet used, BitSet defined)
    {
        if (value is not (Constant or Parameter) && !defined.Contains(value.Id))
            used.Add(value.Id);
    }
}
