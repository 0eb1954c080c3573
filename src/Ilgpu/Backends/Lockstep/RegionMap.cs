using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>A part of a function between barriers: entered at <see cref="Start"/> only, left from <see cref="Exit"/> only.</summary>
internal sealed class Region(Block start)
{
    public Block Start { get; } = start;
    public Block Exit { get; set; } = start;
    public List<Block> Blocks { get; } = [];
    /// <summary>The operation for which the group comes together at the end, or null. It stands last in <see cref="Exit"/>.</summary>
    public Instruction? Closing { get; set; }
}

/// <summary>
/// Cuts a function into regions. Barriers end a block and are removed; what branches or joins around a barrier starts a region of its own.
/// </summary>
internal sealed class RegionMap
{
    private readonly Function _function;
    private readonly HashSet<Block> _starts = [];
    private readonly Dictionary<Block, Instruction> _closing = [];
    private readonly Dictionary<Block, Region> _regions = [];

    public RegionMap(Function function)
    {
        _function = function;
        _starts.Add(function.Entry);
        foreach (var block in function.Blocks.ToArray())
            Split(block);
        while (!Partition())
            _regions.Clear();
        SplitExitEdges();
    }

    public List<Region> Regions { get; } = [];

    public Region Of(Block block) => _regions[block];

    private void Split(Block block)
    {
        int at = block.Instructions.FindIndex(ConvergentOps.NeedsGroup);
        if (at < 0)
            return;
        var rest = _function.AddBlock();
        var instruction = block.Instructions[at];
        rest.Instructions.AddRange(block.Instructions[(at + 1)..]);
        rest.Terminator = block.Terminator;
        bool stays = instruction.Op != Opcode.Barrier;
        block.Instructions.RemoveRange(stays ? at + 1 : at, block.Instructions.Count - at - (stays ? 1 : 0));
        if (stays)
            _closing.Add(block, instruction);
        block.Terminator = new Jump(new Edge(rest)) { Location = instruction.Location };
        _starts.Add(rest);
        Split(rest);
    }

    /// <summary>Assigns blocks to regions; false when blocks had to become starts and it must be done again.</summary>
    private bool Partition()
    {
        var flow = new LaneFlow(_function);
        int before = _starts.Count;
        foreach (var block in flow.Blocks)
        {
            Region? region = null;
            if (!_starts.Contains(block))
                foreach (var place in flow.Flow.Predecessors(block))
                {
                    if (flow.IsBackEdge(place.From, block))
                        continue;
                    var other = _regions[place.From];
                    if (region is not null && other != region)
                        _starts.Add(block);
                    region = other;
                }
            _regions[block] = _starts.Contains(block) ? new Region(block) : region!;
        }
        foreach (var block in flow.Blocks)
            foreach (var next in block.Successors)
                if (flow.IsBackEdge(block, next) && _regions[block] != _regions[next])
                    _starts.Add(next);
        var regions = _regions.Values.Distinct().ToList();
        bool moved = false;
        foreach (var region in regions)
        {
            region.Blocks.AddRange(flow.Blocks.Where(block => _regions[block] == region));
            moved |= JoinExits(region);
        }
        if (moved)
            return false;
        foreach (var region in regions)
        {
            FindExit(region);
            moved |= KeepLoopsInside(region, flow);
        }
        return _starts.Count == before && !moved;
    }

    /// <summary>A loop that lies in a region and starts it gets a block in front, which starts the region instead.</summary>
    private bool KeepLoopsInside(Region region, LaneFlow flow)
    {
        var start = region.Start;
        if (!region.Blocks.Exists(block => block.Successors.Contains(start)))
            return false;
        var front = _function.AddBlock();
        var arguments = start.Parameters.Select(parameter => (Value)_function.AddBlockParameter(front, parameter.Type)).ToArray();
        foreach (var place in flow.Flow.Predecessors(start))
            if (_regions[place.From] != region)
                place.Edge.Target = front;
        front.Terminator = new Jump(new Edge(start, arguments));
        _starts.Remove(start);
        _starts.Add(front);
        return true;
    }

    private bool Leaves(Block block) => block.Terminator is Return || block.Successors.Any(_starts.Contains);

    /// <summary>
    /// Leads the edges from a region to the start of another through one block of the region: branches that vectors take differently may
    /// come together only there.
    /// </summary>
    private bool JoinExits(Region region)
    {
        bool any = false;
        var leaving = region.Blocks.SelectMany(block => block.Terminator!.Edges).Where(edge => edge.Target != region.Start && _starts.Contains(edge.Target));
        foreach (var edges in leaving.GroupBy(edge => edge.Target).Where(edges => edges.Count() > 1).Select(edges => edges.ToList()).ToList())
        {
            var target = edges[0].Target;
            var funnel = _function.AddBlock();
            var arguments = target.Parameters.Select(parameter => (Value)_function.AddBlockParameter(funnel, parameter.Type)).ToArray();
            funnel.Terminator = new Jump(new Edge(target, arguments));
            foreach (var edge in edges)
                edge.Target = funnel;
            any = true;
        }
        return any;
    }

    private void FindExit(Region region)
    {
        var exits = region.Blocks.Where(Leaves).ToList();
        foreach (var exit in exits)
            if (exit.Terminator is not Return)
                _starts.UnionWith(exit.Successors);
        if (exits.Count == 1)
        {
            region.Exit = exits[0];
            region.Closing = _closing.GetValueOrDefault(exits[0]);
            return;
        }
        // Which exit is taken is decided by branches that all vectors agree on: they end regions too. Others, which vectors may take
        // differently, lead to the same exits whichever way they go.
        foreach (var block in region.Blocks)
            if (block.Successors.Select(next => ExitsFrom(next, region)).Distinct(HashSet<Block>.CreateSetComparer()).Count() > 1)
                _starts.UnionWith(block.Successors);
    }

    /// <summary>The blocks that leave the region and are reached from this one inside it.</summary>
    private HashSet<Block> ExitsFrom(Block from, Region region)
    {
        var seen = new HashSet<Block>();
        var exits = new HashSet<Block>();
        var work = new Stack<Block>([from]);
        while (work.TryPop(out var block))
        {
            if (_regions[block] != region || _starts.Contains(block) || !seen.Add(block))
                continue;
            if (Leaves(block))
                exits.Add(block);
            foreach (var next in block.Successors)
                work.Push(next);
        }
        return exits;
    }

    /// <summary>Gives each edge of a branch that leaves a region a block, where the target's parameters can be written.</summary>
    private void SplitExitEdges()
    {
        foreach (var region in _regions.Values.Distinct().ToList())
        {
            Regions.Add(region);
            if (region.Exit.Terminator is not Branch branch)
                continue;
            foreach (var edge in branch.Edges)
            {
                if (edge.Arguments.Length == 0)
                    continue;
                var block = _function.AddBlock();
                block.Terminator = new Jump(new Edge(edge.Target, edge.Arguments));
                edge.Target = block;
                edge.Arguments = [];
                var between = new Region(block);
                between.Blocks.Add(block);
                _regions.Add(block, between);
                Regions.Add(between);
            }
        }
    }
}
