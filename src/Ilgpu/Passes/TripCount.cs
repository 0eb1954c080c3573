using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// How often a loop repeats, found by executing what decides about leaving it: possible when that follows from constants and the
/// header's parameters alone, whatever the operations are.
/// </summary>
internal sealed class TripCount
{
    private const int MaxSteps = 64;

    private readonly Loop _loop;
    private readonly Dictionary<Value, long?> _known = [];
    /// <summary>The loop's instructions: a copy of the loop folds these, and only these, where their operands are constants.</summary>
    private readonly HashSet<Value> _inside = [];
    private int _steps;

    private TripCount(Loop loop)
    {
        foreach (var block in loop.Blocks)
            foreach (var instruction in block.Instructions)
                _inside.Add(instruction);
        _loop = loop;
    }

    /// <summary>How many times control goes back to the header, at most <paramref name="limit"/>; -1 when that is not known or more.</summary>
    public static int Find(LoopForest loops, Loop loop, int limit)
    {
        var latch = LoopShape.Latch(loop);
        int best = -1;
        TripCount? simulation = null;
        foreach (var exit in loop.Exits)
            if (exit.From.Terminator is Branch branch && loops.LoopOf(exit.From) == loop && loops.Dominators.Dominates(exit.From, latch))
            {
                int count = (simulation ??= new TripCount(loop)).Simulate(branch.Condition, exit.Index == 0, limit);
                if (count >= 0 && (best < 0 || count < best))
                    best = count;
            }
        return best;
    }

    private int Simulate(Value condition, bool leavesOn, int limit)
    {
        var parameters = _loop.Header.Parameters;
        var state = new long?[parameters.Count];
        for (int i = 0; i < state.Length; i++)
            state[i] = (_loop.EntryEdges[0].Edge.Arguments[i] as Constant)?.Bits;
        for (int count = 0; count <= limit; count++)
        {
            _known.Clear();
            for (int i = 0; i < state.Length; i++)
                _known[parameters[i]] = state[i];
            _steps = 0;
            if (Evaluate(condition) is not { } decision)
                return -1;
            if (decision != 0 == leavesOn)
                return count;
            var next = _loop.BackEdges[0].Edge.Arguments;
            for (int i = 0; i < state.Length; i++)
                if (state[i] is not null)
                    state[i] = Evaluate(next[i]);
        }
        return -1;
    }

    private long? Evaluate(Value value)
    {
        if (value is Constant constant)
            return constant.Bits;
        if (_known.TryGetValue(value, out var known))
            return known;
        long? result = null;
        if (value is Instruction { Operands.Length: > 0 and <= 3, Type.IsVector: false } instruction && instruction.Info.Has(OpTraits.Elementwise)
            && instruction.Op != Opcode.PtrAdd && _inside.Contains(value) && _steps++ < MaxSteps)
            result = Compute(instruction);
        _known[value] = result;
        return result;
    }

    private long? Compute(Instruction instruction)
    {
        var operands = instruction.Operands;
        Span<long> bits = stackalloc long[3];
        for (int i = 0; i < operands.Length; i++)
        {
            if (Evaluate(operands[i]) is not { } operand)
                return null;
            bits[i] = operand;
        }
        // Unspecified quotients are not folded either.
        if (instruction.Op is Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU && bits[1] is 0 or -1)
            return null;
        var kind = operands[instruction.Op == Opcode.Select ? 1 : 0].Type.Kind;
        return ScalarEvaluator.TryEvaluate(instruction.Op, instruction.Type.Kind, kind, bits[0], bits[1], bits[2], out long result) ? result : null;
    }
}
