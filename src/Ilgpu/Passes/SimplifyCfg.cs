using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Fewer and longer blocks: branches on constants go, an empty block is skipped, a block with one predecessor joins it, a jump whose
/// target's decision its arguments settle goes where that leads, and small pure sides of a branch become selects.
/// </summary>
internal sealed partial class SimplifyCfg
{
    private readonly Function _function;
    private readonly Substitution _substitution;
    private List<Edge>[] _incoming = [];
    private int[] _uses = [];
    private bool[] _isHeader = [];
    private bool _changed;

    private SimplifyCfg(Function function)
    {
        _function = function;
        _substitution = new Substitution(function);
    }

    public static bool Run(Function function)
    {
        bool any = false;
        for (int round = 0; round < 20; round++)
        {
            var pass = new SimplifyCfg(function);
            pass.Round();
            any |= pass._changed;
            if (!pass._changed)
                break;
        }
        return any;
    }

    private void Round()
    {
        _changed |= _function.RemoveUnreachable();
        foreach (var block in _function.Blocks)
            FoldTerminator(block);
        _changed |= _function.RemoveUnreachable();
        Count();
        foreach (var block in _function.Blocks)
            SkipEmptyTargets(block);
        FindHeaders();
        foreach (var block in _function.Blocks)
            ThreadJumps(block);
        _function.RemoveUnreachable();
        Count();
        Merge();
        _substitution.Apply();
        Count();
        foreach (var block in _function.Blocks)
            IfConvert(block);
    }

    private void FoldTerminator(Block block)
    {
        if (block.Terminator is not Branch branch)
            return;
        if (branch.Condition is Constant known)
            Replace(block, known.Bits != 0 ? branch.IfTrue : branch.IfFalse);
        else if (branch.IfTrue.Target == branch.IfFalse.Target)
        {
            var arguments = new Value[branch.IfTrue.Arguments.Length];
            for (int i = 0; i < arguments.Length; i++)
                arguments[i] = Choose(block, branch, branch.IfTrue.Arguments[i], branch.IfFalse.Arguments[i]);
            Replace(block, new Edge(branch.IfTrue.Target, arguments));
        }
    }

    private void Replace(Block block, Edge edge)
    {
        block.Terminator = new Jump(edge) { Location = block.Terminator!.Location };
        _changed = true;
    }

    private Value Choose(Block block, Branch branch, Value ifTrue, Value ifFalse)
    {
        if (ifTrue == ifFalse)
            return ifTrue;
        var select = _function.Create(Opcode.Select, ifTrue.Type, branch.Condition, ifTrue, ifFalse);
        select.Location = branch.Location;
        block.Instructions.Add(select);
        return select;
    }

    /// <summary>Uses of each value and edges into each block.</summary>
    private void Count()
    {
        _uses = new int[_function.ValueCount];
        _incoming = new List<Edge>[_function.BlockCount];
        foreach (var block in _function.Blocks)
            _incoming[block.Id] = [];
        foreach (var block in _function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                foreach (var operand in instruction.Operands)
                    _uses[operand.Id]++;
            if (block.Terminator!.Selector is { } selector)
                _uses[selector.Id]++;
            foreach (var edge in block.Terminator.Edges)
            {
                _incoming[edge.Target.Id].Add(edge);
                foreach (var argument in edge.Arguments)
                    _uses[argument.Id]++;
            }
        }
    }

    /// <summary>An edge to a block that only jumps on goes to where that jumps.</summary>
    private void SkipEmptyTargets(Block block)
    {
        foreach (var edge in block.Terminator!.Edges)
            for (int steps = 0; steps < 8 && IsEmptyJump(edge.Target, out var next); steps++)
                Redirect(edge, next);
    }

    private bool IsEmptyJump(Block block, out Edge next)
    {
        next = (block.Terminator as Jump)?.Edge!;
        if (next is null || block.Instructions.Count > 0 || next.Target == block)
            return false;
        foreach (var parameter in block.Parameters)
        {
            int here = 0;
            foreach (var argument in next.Arguments)
                here += argument == parameter ? 1 : 0;
            if (_uses[parameter.Id] != here)
                return false;
        }
        return true;
    }

    /// <summary>A loop's header is entered by all its ways or by none: skipping it for some would give the loop a second entry.</summary>
    private void FindHeaders()
    {
        _isHeader = new bool[_function.BlockCount];
        var flow = new ControlFlow(_function);
        foreach (var block in flow.ReversePostOrder)
            foreach (var edge in block.Terminator!.Edges)
                _isHeader[edge.Target.Id] |= flow.OrderOf(edge.Target) <= flow.OrderOf(block);
    }

    /// <summary>Lets an edge go on through its target along one of that one's edges.</summary>
    private void Redirect(Edge edge, Edge next)
    {
        var arguments = new Value[next.Arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Through(edge.Target, edge, next.Arguments[i]);
            _uses[arguments[i].Id]++;
        }
        foreach (var argument in edge.Arguments)
            _uses[argument.Id]--;
        edge.Arguments = arguments;
        edge.Target = next.Target;
        _changed = true;
    }

    /// <summary>A value as seen in a block, when it is entered by this edge.</summary>
    private static Value Through(Block block, Edge edge, Value value)
    {
        if (value is not BlockParameter parameter || parameter.Owner != block)
            return value;
        return edge.Arguments[block.Parameters.IndexOf(parameter)];
    }

    private void Merge()
    {
        for (int i = 0; i < _function.Blocks.Count; i++)
        {
            var block = _function.Blocks[i];
            while (block.Terminator is Jump { Edge: var edge } && edge.Target != block && edge.Target != _function.Entry
                && _incoming[edge.Target.Id].Count == 1 && _incoming[edge.Target.Id][0] == edge)
            {
                var next = edge.Target;
                for (int p = 0; p < next.Parameters.Count; p++)
                    _substitution.Replace(next.Parameters[p], edge.Arguments[p]);
                block.Instructions.AddRange(next.Instructions);
                block.Terminator = next.Terminator;
                next.Instructions.Clear();
                next.Parameters.Clear();
                next.Terminator = new Return();
                _changed = true;
            }
        }
        _function.RemoveUnreachable();
    }
}
