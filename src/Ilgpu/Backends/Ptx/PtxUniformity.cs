using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>
/// Which values are surely the same for all items of a group, and which blocks all items reach together. What is loaded counts as
/// different: others may write it meanwhile.
/// </summary>
internal sealed class PtxUniformity
{
    private readonly bool[] _differs;
    private readonly bool[] _apart;
    private readonly ControlFlow _flow;
    private readonly PostDominatorTree _postDominators;

    public PtxUniformity(ControlFlow flow)
    {
        _flow = flow;
        _postDominators = new PostDominatorTree(flow);
        _differs = new bool[flow.Function.ValueCount];
        _apart = new bool[flow.Function.BlockCount];
        while (Step())
        {
        }
    }

    public bool IsUniform(Value value) => value is Constant or Parameter || !_differs[value.Id];

    /// <summary>Whether the items of a warp that are not gone all come to this block, as often as one another.</summary>
    public bool IsTogether(Block block) => !_apart[block.Id];

    private bool Step()
    {
        bool changed = false;
        foreach (var block in _flow.ReversePostOrder)
        {
            for (int i = 0; i < block.Parameters.Count; i++)
                foreach (var place in _flow.Predecessors(block))
                    if (!IsUniform(place.Edge.Arguments[i]))
                        changed |= Mark(_differs, block.Parameters[i].Id);
            foreach (var instruction in block.Instructions)
                if (!_differs[instruction.Id] && Differs(instruction))
                    changed |= Mark(_differs, instruction.Id);
            if (block.Terminator is Branch branch && !IsUniform(branch.Condition) && !Array.Exists([branch.IfTrue, branch.IfFalse], IsEnd))
                changed |= Separate(block);
        }
        return changed;
    }

    /// <summary>Items that go this way are gone; the others stay together.</summary>
    private static bool IsEnd(Edge edge) => edge.Target is { Instructions.Count: 0, Terminator: Return };

    private bool Differs(Instruction instruction) => instruction.Op switch
    {
        Opcode.ThreadIndex or Opcode.LaneIndex or Opcode.Load or Opcode.Atomic or Opcode.AtomicCompareExchange or Opcode.WarpShuffle or Opcode.Alloca or Opcode.InlineAsm => true,
        Opcode.BarrierReduce or Opcode.GroupBroadcast => false,
        _ => Array.Exists(instruction.Operands, operand => !IsUniform(operand)),
    };

    /// <summary>
    /// The blocks between a branch that items take differently and the place where all its ways meet again. Where ways meet in between,
    /// and around loops that items leave at different times, block parameters differ. Where all meet again those differ that the ways
    /// give different values; edges from elsewhere (that place may be the header of a loop) are no way of this branch.
    /// </summary>
    private bool Separate(Block from)
    {
        bool changed = false;
        var end = _postDominators.ImmediatePostDominator(from);
        var seen = new HashSet<Block>();
        var work = new Stack<Block>(from.Successors);
        while (work.TryPop(out var block))
        {
            if (!seen.Add(block))
                continue;
            if (block == end)
                continue;
            if (_flow.Predecessors(block).Length > 1)
                foreach (var parameter in block.Parameters)
                    changed |= Mark(_differs, parameter.Id);
            changed |= Mark(_apart, block.Id);
            foreach (var next in block.Successors)
                work.Push(next);
        }
        if (end is not null)
        {
            var ways = Array.FindAll(_flow.Predecessors(end), place => place.From == from || (place.From != end && seen.Contains(place.From)));
            for (int i = 0; i < end.Parameters.Count; i++)
                if (Array.Exists(ways, way => !IsSame(way.Edge.Arguments[i], ways[0].Edge.Arguments[i])))
                    changed |= Mark(_differs, end.Parameters[i].Id);
        }
        return changed;
    }

    private static bool IsSame(Value left, Value right) =>
        left == right || (left is Constant a && right is Constant b && a.Type == b.Type && a.Bits == b.Bits);

    private static bool Mark(bool[] set, int at)
    {
        bool changed = !set[at];
        set[at] = true;
        return changed;
    }
}
