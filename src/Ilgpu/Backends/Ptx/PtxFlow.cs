using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>
/// The order of blocks, labels and branches. A short block that stands on one way of a branch alone is executed under a predicate
/// instead of being jumped around.
/// </summary>
internal sealed class PtxFlow
{
    /// <summary>The longest block under a predicate: beyond that a jump is cheaper when all items of a warp take the other way.</summary>
    private const int LongestPredicated = 8;

    private readonly PtxWriter _text;
    private readonly PtxUniformity _uniformity;
    private readonly ControlFlow _flow;
    private readonly Action<Block> _body;
    private readonly HashSet<Block> _predicated = [];
    private readonly List<Block> _order;
    private readonly Dictionary<Block, int> _numbers = [];

    /// <param name="flow">The blocks.</param>
    /// <param name="uniformity">Which branches are uniform.</param>
    /// <param name="text">Where to write.</param>
    /// <param name="body">Writes the instructions of a block.</param>
    public PtxFlow(ControlFlow flow, PtxUniformity uniformity, PtxWriter text, Action<Block> body)
    {
        _flow = flow;
        _uniformity = uniformity;
        _text = text;
        _body = body;
        foreach (var block in flow.ReversePostOrder)
            if (!_predicated.Contains(block) && block.Terminator is Branch branch)
                _predicated.UnionWith(Sides(branch));
        _order = [.. flow.ReversePostOrder.Where(block => !_predicated.Contains(block))];
        foreach (var block in _order)
            _numbers.Add(block, _numbers.Count);
    }

    public void Write()
    {
        for (int i = 0; i < _order.Count; i++)
        {
            var block = _order[i];
            if (i > 0)
                _text.Raw($"{Label(block)}:");
            _body(block);
            Write(block.Terminator!, i + 1 < _order.Count ? _order[i + 1] : null);
        }
    }

    /// <summary>Numbered in the order of the text, so that passes that make other blocks meanwhile do not change it.</summary>
    private string Label(Block block) => $"$L{_numbers[block]}";

    private void Write(Terminator terminator, Block? next)
    {
        switch (terminator)
        {
            case Jump jump:
                PtxEdges.Write(jump.Edge, _text);
                Goto(jump.Edge.Target, next);
                break;
            case Branch branch when Array.Exists([branch.IfTrue.Target, branch.IfFalse.Target], _predicated.Contains):
                Predicated(branch, next);
                break;
            case Branch branch:
                Write(branch, next);
                break;
            case Return:
                _text.Op("ret");
                break;
            default:
                throw new InvalidOperationException($"{terminator.GetType().Name} cannot be printed as PTX.");
        }
    }

    private void Goto(Block target, Block? next)
    {
        if (target != next)
            _text.Op("bra.uni", Label(target));
    }

    private void Write(Branch branch, Block? next)
    {
        string condition = _text.Use(branch.Condition);
        string jump = _uniformity.IsUniform(branch.Condition) ? "bra.uni" : "bra";
        bool trueMoves = PtxEdges.HasMoves(branch.IfTrue, _text), falseMoves = PtxEdges.HasMoves(branch.IfFalse, _text);
        if (!trueMoves && (falseMoves || branch.IfTrue.Target != next))
        {
            _text.Line($"@{condition} {jump} {Label(branch.IfTrue.Target)}");
            Follow(branch.IfFalse, next);
            return;
        }
        if (!falseMoves)
        {
            _text.Line($"@!{condition} {jump} {Label(branch.IfFalse.Target)}");
            Follow(branch.IfTrue, next);
            return;
        }
        string otherwise = _text.NewLabel();
        _text.Line($"@!{condition} {jump} {otherwise}");
        PtxEdges.Write(branch.IfTrue, _text);
        _text.Op("bra.uni", Label(branch.IfTrue.Target));
        _text.Raw($"{otherwise}:");
        Follow(branch.IfFalse, next);
    }

    private void Follow(Edge edge, Block? next)
    {
        PtxEdges.Write(edge, _text);
        Goto(edge.Target, next);
    }

    /// <summary>The blocks of a branch's ways that are executed under its predicate; none where that cannot be done.</summary>
    private IEnumerable<Block> Sides(Branch branch)
    {
        Block yes = branch.IfTrue.Target, no = branch.IfFalse.Target;
        if (yes == no)
            yield break;
        var (yesEnd, noEnd) = (Join(yes), Join(no));
        if (yesEnd is not null && yesEnd == noEnd)
        {
            yield return yes;
            yield return no;
        }
        else if (yesEnd == no)
            yield return yes;
        else if (noEnd == yes)
            yield return no;
    }

    /// <summary>Where a block goes on if it can be executed under a predicate, or null.</summary>
    private Block? Join(Block block)
    {
        if (_flow.Predecessors(block).Length != 1 || block.Parameters.Count > 0 || block.Terminator is not Jump jump || jump.Edge.Target == block
            || block.Instructions.Count > LongestPredicated || block.Instructions.Exists(NeedsBranch))
            return null;
        return jump.Edge.Target;
    }

    private static bool NeedsBranch(Instruction instruction) =>
        instruction.Info.Has(OpTraits.Convergent) || instruction.Op is Opcode.Print or Opcode.Assert or Opcode.AsmResult || PtxAtomics.IsLoop(instruction);

    private void Predicated(Branch branch, Block? next)
    {
        string condition = _text.Use(branch.Condition);
        var join = JoinOf(branch.IfTrue.Target) ?? JoinOf(branch.IfFalse.Target)!;
        // The moves may overwrite the predicate itself.
        if (branch.Condition is BlockParameter { Owner: var owner } && owner == join)
            condition = _text.Move(RegisterClass.Predicate, condition);
        Side(branch.IfTrue, condition);
        Side(branch.IfFalse, "!" + condition);
        Goto(join, next);
    }

    private Block? JoinOf(Block block) => _predicated.Contains(block) ? ((Jump)block.Terminator!).Edge.Target : null;

    private void Side(Edge edge, string guard)
    {
        _text.Guard = guard;
        if (_predicated.Contains(edge.Target))
        {
            _body(edge.Target);
            edge = ((Jump)edge.Target.Terminator!).Edge;
        }
        PtxEdges.Write(edge, _text);
        _text.Guard = null;
    }
}
