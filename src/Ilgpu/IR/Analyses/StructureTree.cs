namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>Control flow with a cycle of two entries, which no structured program has.</summary>
internal sealed class IrreducibleFlowException(Function function, SourceLocation location)
    : Exception($"Kernel {function.Name} jumps into the middle of a loop ({location}). Leave out the goto.")
{
    public SourceLocation Location { get; } = location;
}

/// <summary>
/// Structured control flow found on the dominator tree (Ramsey, "Beyond Relooper", 2022): a block is placed inside the block that
/// dominates it immediately; one that several ways lead to follows a label those ways break to; a block that leaves a loop follows
/// the loop. Switches must have been lowered.
/// </summary>
internal sealed class StructureTree
{
    private readonly ControlFlow _flow;
    private readonly LoopForest _loops;
    private readonly List<Block>?[] _merges;
    private readonly List<Block>?[] _after;
    private readonly StructureTarget?[] _targets;
    private readonly StructureLoop?[] _loopNodes;
    private int _nextId;

    private StructureTree(LoopForest loops)
    {
        _flow = loops.Flow;
        _loops = loops;
        int count = _flow.ReversePostOrder.Length;
        _merges = new List<Block>?[count];
        _after = new List<Block>?[count];
        _targets = new StructureTarget?[count];
        _loopNodes = new StructureLoop?[count];
    }

    /// <summary>The body of the function.</summary>
    /// <exception cref="IrreducibleFlowException">The flow has a cycle with two entries.</exception>
    public static StructureSequence Build(Function function) =>
        Build(new LoopForest(new DominatorTree(new ControlFlow(function))));

    /// <inheritdoc cref="Build(Function)"/>
    public static StructureSequence Build(LoopForest loops)
    {
        if (!loops.IsReducible)
            throw new IrreducibleFlowException(loops.Flow.Function, FirstIrreducible(loops));
        var tree = new StructureTree(loops);
        tree.Place();
        var root = new StructureSequence();
        tree.Emit(loops.Flow.Function.Entry, root);
        StructureCleanup.Run(root);
        return root;
    }

    /// <summary>Where the flow first goes back to a block that does not dominate the place.</summary>
    public static SourceLocation FirstIrreducible(LoopForest loops)
    {
        foreach (var block in loops.Flow.ReversePostOrder)
            foreach (var place in loops.Flow.Predecessors(block))
                if (loops.Flow.OrderOf(place.From) >= loops.Flow.OrderOf(block) && !loops.Dominators.Dominates(block, place.From))
                    return place.From.Terminator!.Location;
        return default;
    }

    /// <summary>Finds for each block that is not simply inlined into its one predecessor whom it follows.</summary>
    private void Place()
    {
        var blocks = _flow.ReversePostOrder;
        for (int i = 1; i < blocks.Length; i++)
        {
            var block = blocks[i];
            var dominator = _loops.Dominators.ImmediateDominator(block)!;
            Loop? left = null;
            for (var loop = _loops.LoopOf(dominator); loop is not null && !loop.Encloses(_loops.LoopOf(block)); loop = loop.Parent)
                left = loop;
            if (left is not null)
                (_after[_flow.OrderOf(left.Header)] ??= []).Add(block);
            else if (ForwardPredecessors(block) > 1)
                (_merges[_flow.OrderOf(dominator)] ??= []).Add(block);
        }
    }

    private int ForwardPredecessors(Block block)
    {
        int count = 0, order = _flow.OrderOf(block);
        foreach (var place in _flow.Predecessors(block))
            if (_flow.OrderOf(place.From) < order)
                count++;
        return count;
    }

    /// <summary>Emits a block and all that is placed inside or after it.</summary>
    private void Emit(Block block, StructureSequence into)
    {
        while (true)
        {
            int order = _flow.OrderOf(block);
            var outer = into;
            var opened = new List<(Block Block, StructureSequence Outside)>();
            Open(_after[order], opened, ref into);
            if (_loops.LoopOf(block) is { } loop && loop.Header == block)
            {
                var node = new StructureLoop(_nextId++, loop);
                _loopNodes[order] = node;
                into.Items.Add(node);
                into = node.Body;
            }
            Open(_merges[order], opened, ref into);
            into.Items.Add(new StructureBlock(block));
            var inline = EmitTerminator(block, into);
            if (opened.Count == 0 && inline is not null)
            {
                block = inline;
                continue;
            }
            if (inline is not null)
                Emit(inline, into);
            for (int i = opened.Count - 1; i > 0; i--)
                Emit(opened[i].Block, opened[i].Outside);
            if (opened.Count == 0)
                return;
            (block, into) = opened[0];
        }
    }

    /// <summary>Opens a label for each block, the last in order outermost, so that earlier ones can break to later ones.</summary>
    private void Open(List<Block>? blocks, List<(Block, StructureSequence)> opened, ref StructureSequence into)
    {
        for (int i = (blocks?.Count ?? 0) - 1; i >= 0; i--)
        {
            var label = new StructureLabel(_nextId++);
            _targets[_flow.OrderOf(blocks![i])] = label;
            opened.Add((blocks[i], into));
            into.Items.Add(label);
            into = label.Body;
        }
    }

    /// <summary>Emits what follows a block's instructions. Returns the block to emit next in the same sequence, if any.</summary>
    private Block? EmitTerminator(Block block, StructureSequence into)
    {
        switch (block.Terminator)
        {
            case Return:
                into.Items.Add(new StructureReturn());
                return null;
            case Jump jump:
                return EmitEdge(block, jump.Edge, into);
            case Branch branch:
                var node = new StructureIf(block, branch);
                into.Items.Add(node);
                if (EmitEdge(block, branch.IfTrue, node.Then) is { } then)
                    Emit(then, node.Then);
                if (EmitEdge(block, branch.IfFalse, node.Else) is { } otherwise)
                    Emit(otherwise, node.Else);
                return null;
            default:
                throw new InvalidOperationException($"{block}: lower {block.Terminator?.GetType().Name} before asking for the structure.");
        }
    }

    private Block? EmitEdge(Block from, Edge edge, StructureSequence into)
    {
        if (edge.Arguments.Length > 0)
            into.Items.Add(new StructureAssign(edge));
        int target = _flow.OrderOf(edge.Target);
        if (target <= _flow.OrderOf(from))
            into.Items.Add(new StructureContinue(_loopNodes[target]!));
        else if (_targets[target] is { } label)
            into.Items.Add(new StructureBreak(label));
        else
            return edge.Target;
        return null;
    }
}
