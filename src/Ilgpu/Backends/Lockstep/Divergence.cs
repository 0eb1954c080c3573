using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Which values differ between lanes or vectors, and which branches must be replaced by masks. Optimistic: every value starts as uniform
/// and rises until nothing changes. A branch on a differing value makes the parameters differ where its ways meet (sync dependence), and a
/// loop that lanes leave at different times makes what it hands out differ (temporal divergence); values used behind a loop must pass
/// through a parameter of a block behind it (LCSSA).
/// </summary>
internal sealed class Divergence
{
    private readonly LaneFlow _flow;
    private readonly LaneGeometry _geometry;
    private readonly LocalLayout _locals;
    private readonly LaneShape?[] _shapes;
    private readonly Dictionary<Block, Uniformity> _branches = [];
    private readonly Dictionary<Loop, Uniformity> _loops = [];
    private readonly Dictionary<Block, Uniformity> _joins = [];
    private bool _changed;

    public Divergence(LaneFlow flow, LaneGeometry geometry, LocalLayout locals)
    {
        _flow = flow;
        _geometry = geometry;
        _locals = locals;
        _shapes = new LaneShape?[flow.Flow.Function.ValueCount];
        do
        {
            _changed = false;
            foreach (var block in flow.Blocks)
                Visit(block);
        }
        while (_changed);
    }

    public LaneShape Of(Value value) => value is Constant or Parameter ? LaneShape.Uniform(Uniformity.Group) : _shapes[value.Id] ?? LaneShape.Uniform(Uniformity.Group);

    /// <summary>The same for all items of the group.</summary>
    public bool IsGroupUniform(Value value) => Of(value) is { IsUniform: true, Level: Uniformity.Group };

    /// <summary>The block's branch is replaced by masks.</summary>
    public bool IsMasked(Block block) => _branches.GetValueOrDefault(block) == Uniformity.Lane;

    /// <summary>Lanes leave the loop at different times.</summary>
    public bool IsMasked(Loop loop) => _loops.GetValueOrDefault(loop) == Uniformity.Lane;

    private void Visit(Block block)
    {
        foreach (var parameter in block.Parameters)
            Raise(parameter, Incoming(block, parameter));
        foreach (var instruction in block.Instructions)
            if (instruction.Type.Kind != ScalarKind.Void)
                Raise(instruction, ShapeTransfer.Of(instruction, this, _geometry, _locals));
        if (block.Terminator is Branch branch && Of(branch.Condition).Level is var level and not Uniformity.Group)
            Diverge(block, level);
    }

    private LaneShape? Incoming(Block block, BlockParameter parameter)
    {
        int index = block.Parameters.IndexOf(parameter);
        LaneShape? result = null;
        foreach (var place in _flow.Flow.Predecessors(block))
        {
            var argument = place.Edge.Arguments[index];
            if (argument is not (Constant or Parameter) && _shapes[argument.Id] is null)
                continue;
            var shape = Of(argument);
            var from = _flow.Loops.LoopOf(place.From);
            for (var loop = from; loop is not null && !loop.Encloses(_flow.Loops.LoopOf(block)); loop = loop.Parent)
                shape = Lift(shape, _loops.GetValueOrDefault(loop));
            result = result is { } before ? LaneShape.Meet(before, shape) : shape;
        }
        return result is { } met ? Lift(met, _joins.GetValueOrDefault(block)) : null;
    }

    private static LaneShape Lift(LaneShape shape, Uniformity level) => level switch
    {
        Uniformity.Lane => LaneShape.Varying,
        Uniformity.Vector => shape with { Level = LaneShape.Max(shape.Level, level) },
        _ => shape,
    };

    private void Raise(Value value, LaneShape? shape)
    {
        if (shape is null || _shapes[value.Id] == shape)
            return;
        // Never come down again, so that the iteration ends.
        if (_shapes[value.Id] is { } before)
        {
            shape = before.IsVarying || (shape.Value.Stride != before.Stride)
                ? LaneShape.Varying
                : new LaneShape(LaneShape.Max(before.Level, shape.Value.Level), before.Stride, before.IsExact && shape.Value.IsExact);
            if (shape == before)
                return;
        }
        _shapes[value.Id] = shape;
        _changed = true;
    }

    /// <summary>The branch at the end of the block goes different ways for different vectors or lanes.</summary>
    private void Diverge(Block block, Uniformity level)
    {
        var end = _flow.PostDominators.ImmediatePostDominator(block);
        var left = new List<Loop>();
        for (var loop = _flow.Loops.LoopOf(block); loop is not null && (end is null || !_flow.Loops.Contains(loop, end)); loop = loop.Parent)
            left.Add(loop);
        // Vectors cannot go different ways around a barrier: masks keep them together.
        if (level == Uniformity.Vector && (MeetsBarrier(block, end) || left.Any(loop => loop.Blocks.Any(IsConvergent))))
            level = Uniformity.Lane;
        if (_branches.GetValueOrDefault(block) >= level)
            return;
        _branches[block] = level;
        _changed = true;
        MarkJoins(block.Successors.ToList(), end, level);
        foreach (var loop in left)
        {
            _loops[loop] = LaneShape.Max(_loops.GetValueOrDefault(loop), level);
            MarkJoins(loop.Exits.Select(place => place.Edge.Target).Distinct().ToList(), end, level);
        }
    }

    private static bool IsConvergent(Block block) => block.Instructions.Exists(ConvergentOps.NeedsGroup);

    /// <summary>Whether there is a barrier between the branch and where its ways meet, or others join there who come from a barrier.</summary>
    private bool MeetsBarrier(Block branch, Block? end)
    {
        var influence = Influence(branch, end);
        if (influence.Any(IsConvergent))
            return true;
        var seen = new HashSet<Block>();
        var work = new Stack<Block>(_flow.Blocks.Where(block => IsConvergent(block) && !_flow.Dominators.Dominates(block, branch)));
        while (work.TryPop(out var block))
        {
            if (block == branch || !seen.Add(block))
                continue;
            if (influence.Contains(block))
                return true;
            foreach (var next in block.Successors)
                work.Push(next);
        }
        return false;
    }

    /// <summary>Blocks on ways from the branch to where all its ways meet again.</summary>
    private HashSet<Block> Influence(Block from, Block? end)
    {
        var seen = new HashSet<Block>();
        var work = new Stack<Block>(from.Successors);
        while (work.TryPop(out var block))
            if (block != end && seen.Add(block))
                foreach (var next in block.Successors)
                    work.Push(next);
        return seen;
    }

    /// <summary>Marks blocks where ways that start at different blocks meet for the first time, up to <paramref name="end"/>.</summary>
    private void MarkJoins(List<Block> starts, Block? end, Uniformity level)
    {
        var labels = new Dictionary<Block, Block>();
        foreach (var start in starts)
            labels[start] = start;
        int last = end is null ? _flow.Blocks.Count - 1 : _flow.IndexOf(end);
        for (int i = 0; i <= last; i++)
        {
            var block = _flow.Blocks[i];
            if (!labels.TryGetValue(block, out var label) || block == end)
                continue;
            foreach (var next in block.Successors)
            {
                if (_flow.IsBackEdge(block, next))
                    continue;
                if (!labels.TryGetValue(next, out var other))
                    labels[next] = label;
                else if (other != label)
                {
                    labels[next] = next;
                    _joins[next] = LaneShape.Max(_joins.GetValueOrDefault(next), level);
                }
            }
        }
    }
}
