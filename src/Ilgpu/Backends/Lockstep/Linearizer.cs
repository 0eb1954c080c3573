using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Writes the vector function of one vector of items: blocks in the order of <see cref="LinearPlan"/>, each under the mask of the lanes
/// that come to it. Barriers stay as instructions; <see cref="VectorIndex"/> stands for the number of the vector in its group.
/// </summary>
internal sealed class Linearizer
{
    private const string PartialBarrier =
        "A barrier was reached by some items of the group only. Every item must reach the same barrier, or have returned from the kernel.";

    private readonly LaneFlow _flow;
    private readonly LaneGeometry _geometry;
    private readonly Divergence _divergence;
    private readonly LinearPlan _plan;
    private readonly IrBuilder _builder;
    private readonly SsaVariables _variables;
    private readonly LaneValues _values;
    private readonly LaneEmitter _emitter;
    private readonly Block[] _blocks;
    private readonly Value?[] _masks;
    private readonly bool[] _mayBeEmpty;
    private readonly int[] _maskVariables;
    private readonly int[][] _parameterVariables;
    private readonly Value?[][] _edgeMasks;
    /// <summary>Blocks on edges of the branch that is being written.</summary>
    private readonly List<(Block Between, Edge Edge, Value? Mask, Block Next)> _pendingWays = [];
    private readonly IrType _maskType;

    private Linearizer(Function source, LaneGeometry geometry)
    {
        _geometry = geometry;
        _flow = new LaneFlow(source);
        var locals = new LocalLayout(source);
        _divergence = new Divergence(_flow, geometry, locals);
        _plan = new LinearPlan(_flow, _divergence, geometry);
        Result = new Function(source.Name) { KnownGroupDimension = geometry.Group };
        _builder = new IrBuilder(Result);
        _variables = new SsaVariables(Result);
        _values = new LaneValues(_builder, geometry, source);
        VectorIndex = geometry.Vectors == 1 ? Result.Int(0) : Result.Create(Opcode.ThreadIndex, IrType.I32);
        _emitter = new LaneEmitter(_builder, _values, geometry, _divergence, locals, VectorIndex);
        _maskType = IrType.I1.WithLanes(geometry.Lanes);
        int count = _flow.Blocks.Count;
        _blocks = new Block[count];
        _masks = new Value?[count];
        _mayBeEmpty = new bool[count];
        _maskVariables = new int[count];
        _parameterVariables = new int[count][];
        _edgeMasks = new Value?[count][];
        foreach (var parameter in source.Parameters)
            _values.SetScalar(parameter, Result.AddParameter(parameter.Type, parameter.Name));
        for (int i = 0; i < count; i++)
            Declare(_flow.Blocks[i], i);
    }

    public Function Result { get; }
    public Value VectorIndex { get; }

    /// <summary>Values of the result that are the same for every vector of the group.</summary>
    public HashSet<Value> GroupUniform => _emitter.GroupUniform;

    /// <summary>Makes the vector function of a normalised scalar function.</summary>
    public static Linearizer Run(Function source, LaneGeometry geometry)
    {
        var linearizer = new Linearizer(source, geometry);
        for (int i = 0; i < linearizer._blocks.Length; i++)
            linearizer.EmitBlock(linearizer._flow.Blocks[i], i);
        return linearizer;
    }

    private void Declare(Block block, int index)
    {
        _blocks[index] = Result.AddBlock();
        _maskVariables[index] = _variables.Declare(_maskType);
        _parameterVariables[index] = new int[block.Parameters.Count];
        for (int i = 0; i < block.Parameters.Count; i++)
        {
            var parameter = block.Parameters[i];
            var shape = _divergence.Of(parameter);
            var type = shape.IsVarying ? _values.VectorType(parameter.Type) : parameter.Type;
            if (_plan.IsPending(block))
            {
                _parameterVariables[index][i] = _variables.Declare(type);
                continue;
            }
            var made = Result.AddBlockParameter(_blocks[index], type);
            if (shape.IsVarying)
                _values.SetVector(parameter, made);
            else
                _values.SetScalar(parameter, made);
            if (_divergence.IsGroupUniform(parameter))
                GroupUniform.Add(made);
        }
    }

    private void EmitBlock(Block block, int index)
    {
        _builder.Block = _blocks[index];
        var loop = _flow.Loops.LoopOf(block);
        bool isHeader = loop?.Header == block;
        if (isHeader)
            _variables.Open(_builder.Block);
        if (index == 0)
            EmitEntry();
        else
            _masks[index] = MaskOf(block, index, isHeader ? loop : null);
        if (_plan.SkipOf(block) is { } skip && _mayBeEmpty[index])
        {
            var body = Result.AddBlock();
            BranchTo(_builder.Emit(Opcode.MaskAny, IrType.I1, _masks[index]!), new Edge(body), new Edge(_blocks[_flow.IndexOf(skip)]));
            _builder.Block = body;
            _mayBeEmpty[index] = false;
        }
        EmitParameters(block, index);
        _emitter.Mask = _masks[index];
        _emitter.MayBeEmpty = _mayBeEmpty[index];
        foreach (var instruction in block.Instructions)
        {
            _builder.Location = instruction.Location;
            if (ConvergentOps.NeedsGroup(instruction))
                CheckArrival(instruction, index);
            _emitter.Emit(instruction);
        }
        _builder.Location = block.Terminator!.Location;
        EmitTerminator(block, index);
    }

    private void EmitEntry()
    {
        foreach (var parameter in _flow.Flow.Function.Parameters)
            _values.SetVector(parameter, _values.Splat(_values.Scalar(parameter)));
        foreach (var parameter in Result.Parameters)
            GroupUniform.Add(parameter);
        _masks[0] = _emitter.EntryMask();
    }

    private Value? MaskOf(Block block, int index, Loop? headed)
    {
        if (headed is not null)
        {
            int entry = _flow.IndexOf(headed.EntryEdges[0].From);
            bool masked = _divergence.IsMasked(headed);
            _mayBeEmpty[index] = _mayBeEmpty[entry] || (masked && headed.Blocks.Any(inner => inner.Instructions.Exists(ConvergentOps.NeedsGroup)));
            return masked ? _variables.Read(_builder.Block, _maskVariables[index]) : _masks[entry];
        }
        if (_flow.EquivalentBefore(block) is { } same)
        {
            _mayBeEmpty[index] = _mayBeEmpty[_flow.IndexOf(same)];
            return _masks[_flow.IndexOf(same)];
        }
        var places = _flow.Flow.Predecessors(block);
        if (places.Length == 1 && !LeavesMaskedLoop(places[0].From, block))
        {
            int from = _flow.IndexOf(places[0].From);
            _mayBeEmpty[index] = _plan.IsMasked(places[0].From) || _mayBeEmpty[from];
            return _edgeMasks[from][places[0].Index];
        }
        var mask = _variables.Read(_builder.Block, _maskVariables[index]);
        if (mask is Constant { Bits: 1 })
            return null;
        _mayBeEmpty[index] = true;
        return mask;
    }

    private bool LeavesMaskedLoop(Block from, Block to)
    {
        for (var loop = _flow.Loops.LoopOf(from); loop is not null && !_flow.Loops.Contains(loop, to); loop = loop.Parent)
            if (_divergence.IsMasked(loop))
                return true;
        return false;
    }

    private void EmitParameters(Block block, int index)
    {
        for (int i = 0; i < block.Parameters.Count; i++)
        {
            var parameter = block.Parameters[i];
            var shape = _divergence.Of(parameter);
            if (_plan.IsPending(block))
            {
                int variable = _parameterVariables[index][i];
                var value = _variables.Read(_builder.Block, variable);
                if (shape.IsVarying)
                    _values.SetVector(parameter, value);
                else
                    _values.SetScalar(parameter, value);
                if (_divergence.IsGroupUniform(parameter))
                    GroupUniform.Add(value);
                _variables.Write(_builder.Block, variable, Result.Constant(value.Type, 0));
            }
            if (!shape.IsVarying)
                _values.SetVector(parameter, _values.Spread(_values.Scalar(parameter), shape.Stride!.Value));
        }
        if (_plan.IsPending(block))
            _variables.Write(_builder.Block, _maskVariables[index], Result.Constant(_maskType, 0));
    }

    private void EmitTerminator(Block block, int index)
    {
        var mask = _masks[index];
        var next = _plan.NextOf(block);
        var edges = block.Terminator!.Edges;
        _edgeMasks[index] = new Value?[edges.Count];
        Array.Fill(_edgeMasks[index], mask);
        switch (block.Terminator)
        {
            case Return:
                _builder.Return();
                break;
            case Jump when _plan.IsMaskedLatch(block):
                Repeat(edges[0], mask, next, _mayBeEmpty[index]);
                break;
            case Jump:
                Send(edges[0], mask);
                JumpTo(Lead(edges[0], next[0]));
                Close(block, edges[0].Target);
                break;
            case Branch branch when _plan.IsMasked(block):
                var condition = _values.Vector(branch.Condition);
                var opposite = _builder.Unary(Opcode.Not, condition);
                _edgeMasks[index] = [_emitter.And(mask, condition), _emitter.And(mask, opposite)];
                Send(edges[0], _edgeMasks[index][0]);
                Send(edges[1], _edgeMasks[index][1]);
                JumpTo(Lead(edges[0].Target == next[0] ? edges[0] : edges[1], next[0]));
                break;
            case Branch branch:
                var from = _builder.Block;
                var ways = new Edge[2];
                for (int i = 0; i < 2; i++)
                    ways[i] = Way(edges[i], mask, next[i], from);
                _builder.Block = from;
                BranchTo(_values.Scalar(branch.Condition), ways[0], ways[1]);
                break;
            default:
                throw new InvalidOperationException($"Kernel {Result.Name}: lower {block.Terminator.GetType().Name} before lockstep.");
        }
    }

    /// <summary>An edge of a branch that stays. What lanes take along to a block that waits is written in a block on the edge.</summary>
    private Edge Way(Edge edge, Value? mask, Block next, Block from)
    {
        _builder.Block = from;
        if (!_plan.IsPending(edge.Target))
        {
            Send(edge, mask);
            return Lead(edge, next);
        }
        var between = Result.AddBlock();
        _pendingWays.Add((between, edge, mask, next));
        return new Edge(between);
    }

    private void BranchTo(Value condition, Edge ifTrue, Edge ifFalse)
    {
        var from = _builder.Block;
        _builder.Branch(condition, ifTrue, ifFalse);
        _variables.AddEdge(from, ifTrue);
        _variables.AddEdge(from, ifFalse);
        foreach (var (between, edge, mask, next) in _pendingWays)
        {
            _builder.Block = between;
            Send(edge, mask);
            JumpTo(Lead(edge, next));
        }
        _pendingWays.Clear();
    }

    private void JumpTo(Edge edge)
    {
        var from = _builder.Block;
        _builder.Jump(edge.Target, edge.Arguments);
        _variables.AddEdge(from, ((Jump)from.Terminator!).Edge);
    }

    /// <summary>The edge to a block, with arguments when they are not passed in variables.</summary>
    private Edge Lead(Edge edge, Block next)
    {
        var target = _blocks[_flow.IndexOf(next)];
        return next != edge.Target || _plan.IsPending(next) ? new Edge(target) : new Edge(target, Arguments(edge));
    }

    private Value[] Arguments(Edge edge) =>
        [.. edge.Arguments.Select((argument, i) => _divergence.Of(edge.Target.Parameters[i]).IsVarying ? _values.Vector(argument) : _values.Scalar(argument))];

    /// <summary>Notes that the lanes of the mask go along the edge.</summary>
    private void Send(Edge edge, Value? mask)
    {
        int target = _flow.IndexOf(edge.Target);
        var here = _builder.Block;
        Value all = mask ?? Result.Constant(_maskType, 1);
        if (!_plan.IsPending(edge.Target))
        {
            _variables.Write(here, _maskVariables[target], all);
            return;
        }
        var before = _variables.Read(here, _maskVariables[target]);
        bool first = before is Constant { Bits: 0 };
        var arguments = Arguments(edge);
        for (int i = 0; i < arguments.Length; i++)
        {
            int variable = _parameterVariables[target][i];
            bool blend = !first && mask is not null && _divergence.Of(edge.Target.Parameters[i]).IsVarying
                && _variables.Read(here, variable) != arguments[i];
            _variables.Write(here, variable, blend ? _builder.Select(mask!, arguments[i], _variables.Read(here, variable)) : arguments[i]);
        }
        _variables.Write(here, _maskVariables[target], first || mask is null ? all : _builder.Binary(Opcode.Or, before, mask));
    }

    /// <summary>The end of a loop that lanes leave at different times: again while any lane is left.</summary>
    private void Repeat(Edge edge, Value? mask, Block[] next, bool mayBeEmpty)
    {
        Send(edge, mask);
        var header = _flow.Loops.LoopOf(edge.Target)!;
        var again = Lead(edge, next[0]);
        if (mask is null || !mayBeEmpty)
            JumpTo(again);
        else
        {
            var any = header.Blocks.Any(inner => inner.Instructions.Exists(ConvergentOps.NeedsGroup))
                ? AnyOfGroup(mask)
                : _builder.Emit(Opcode.MaskAny, IrType.I1, mask);
            BranchTo(any, again, new Edge(_blocks[_flow.IndexOf(next[1])]));
        }
        _variables.Seal(again.Target);
    }

    /// <summary>Seals the header of a loop that lanes leave together.</summary>
    private void Close(Block from, Block target)
    {
        if (_flow.IsBackEdge(from, target))
            _variables.Seal(_blocks[_flow.IndexOf(target)]);
    }

    /// <summary>Whether a mask holds any lane of the group; every vector of the group must come here.</summary>
    private Value AnyOfGroup(Value mask)
    {
        var any = _builder.Emit(Opcode.MaskAny, IrType.I1, mask);
        if (_geometry.Vectors == 1)
            return any;
        var all = _builder.Emit(Opcode.BarrierReduce, IrType.I1, any);
        all.Immediate = (int)BarrierReduction.Or;
        GroupUniform.Add(all);
        return all;
    }

    /// <summary>All items of the group are here, or none: the last round of a masked loop is run to its end though every item has left.</summary>
    private void CheckArrival(Instruction instruction, int index)
    {
        if (_masks[index] is not { } mask || mask == _masks[0])
            return;
        Value arrived = mask;
        foreach (int i in _flow.LeavingBefore(_flow.Blocks[index]))
            if (_plan.IsPending(_flow.Blocks[i]) && _variables.Read(_builder.Block, _maskVariables[i]) is var waiting and not Constant { Bits: 0 })
                arrived = _builder.Binary(Opcode.Or, arrived, waiting);
        if (_masks[0] is { } present)
            arrived = _builder.Binary(Opcode.Or, arrived, _builder.Unary(Opcode.Not, present));
        Value fits = _builder.Emit(Opcode.MaskAll, IrType.I1, arrived);
        if (_mayBeEmpty[index])
            fits = _builder.Binary(Opcode.Or, fits, _builder.Unary(Opcode.Not, AnyOfGroup(mask)));
        var check = _builder.Emit(Opcode.Assert, IrType.Void, fits);
        check.Text = PartialBarrier;
        check.Location = instruction.Location;
    }
}
