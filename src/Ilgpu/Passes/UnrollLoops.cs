using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>Which loops <see cref="UnrollLoops"/> writes out.</summary>
internal enum UnrollScope
{
    /// <summary>Only loops whose counter indexes per-item memory: written out, that memory becomes registers.</summary>
    Tiles,
    /// <summary>All that stay small.</summary>
    All,
}

/// <summary>
/// Writes loops of constant trip count out completely, inner ones first, while the result stays within a budget of instructions.
/// Constants are folded while copying, so a decision on the counter leaves one way.
/// </summary>
internal sealed class UnrollLoops
{
    private const int MaxTrips = 1024;

    /// <summary>Instructions of a function that <see cref="Function.UnrollLimits"/> may lead to: the compiler must still end.</summary>
    private const int MostByAttribute = 100_000;

    private readonly Function _function;
    private readonly UnrollScope _scope;
    private readonly UnrollBudget _budget;
    private readonly HashSet<Block> _refused = [];
    private int _size;

    private UnrollLoops(Function function, UnrollScope scope, UnrollBudget budget)
    {
        _function = function;
        _scope = scope;
        _budget = budget;
        _size = function.CountInstructions();
    }

    public static bool Run(Function function, UnrollScope scope, UnrollBudget budget)
    {
        LoopShape.Normalize(function);
        var pass = new UnrollLoops(function, scope, budget);
        bool any = false;
        while (pass.UnrollOne())
            any = true;
        return any;
    }

    private bool UnrollOne()
    {
        var loops = new LoopForest(new DominatorTree(new ControlFlow(_function)));
        for (int i = loops.All.Count - 1; i >= 0; i--)
        {
            var loop = loops.All[i];
            if (_refused.Contains(loop.Header))
                continue;
            int trips = TripCount.Find(loops, loop, MaxTrips);
            if (trips < 0 || !IsWorth(loop, trips))
            {
                _refused.Add(loop.Header);
                continue;
            }
            var header = loop.Header;
            if (ClosedLoops.Close(_function, header))
                (loops, loop) = Again(header);
            new LoopCopy(_function, loop).Unroll(trips);
            // Loops around may have got a constant trip count, and inner loops are new blocks.
            _refused.Clear();
            LoopShape.Normalize(_function);
            _size = _function.CountInstructions();
            return true;
        }
        return false;
    }

    private (LoopForest, Loop) Again(Block header)
    {
        var loops = new LoopForest(new DominatorTree(new ControlFlow(_function)));
        return (loops, loops.LoopOf(header)!);
    }

    private bool IsWorth(Loop loop, int trips)
    {
        if (Limit(loop) is { } limit && trips > limit)
            return false;
        int size = 0;
        bool hasBarrier = false;
        foreach (var block in loop.Blocks)
        {
            size += block.Instructions.Count + 1;
            hasBarrier |= block.Instructions.Exists(instruction => instruction.Info.Has(OpTraits.Convergent));
        }
        long after = (long)size * (trips + 1);
        if (Limit(loop) is not null)
            return after + _size <= MostByAttribute;
        if (after + _size > _budget.Function)
            return false;
        if (IndexesLocalMemory(loop))
            return after <= _budget.Tile;
        return _scope == UnrollScope.All && trips <= _budget.Trips && after <= (hasBarrier ? _budget.WithBarrier : _budget.Loop);
    }

    /// <summary>What the method says that the loop stands in: the one whose condition leaves the loop.</summary>
    private int? Limit(Loop loop)
    {
        if (_function.UnrollLimits.Count == 0)
            return null;
        foreach (var exit in loop.Exits)
            if (exit.From.Terminator!.Location.Method is { } method && _function.UnrollLimits.TryGetValue(method, out int limit))
                return limit;
        return null;
    }

    /// <summary>Whether a parameter of the header takes part in an index into an allocation of the item.</summary>
    private static bool IndexesLocalMemory(Loop loop)
    {
        foreach (var block in loop.Blocks)
            foreach (var instruction in block.Instructions)
                if (instruction.Op == Opcode.PtrAdd && instruction.Operands[1] is not Constant
                    && Address.Root(instruction) is Instruction { Op: Opcode.Alloca } && DependsOn(instruction, loop.Header, 8))
                    return true;
        return false;
    }

    private static bool DependsOn(Value value, Block header, int depth)
    {
        if (value is BlockParameter parameter)
            return parameter.Owner == header;
        if (value is not Instruction instruction || depth == 0)
            return false;
        foreach (var operand in instruction.Operands)
            if (DependsOn(operand, header, depth - 1))
                return true;
        return false;
    }
}

/// <summary>Instructions that unrolling may leave.</summary>
/// <param name="Function">In the whole function.</param>
/// <param name="Tile">In a loop whose counter indexes per-item memory.</param>
/// <param name="Loop">In any other loop.</param>
/// <param name="WithBarrier">In a loop with barriers.</param>
/// <param name="Trips">Most trips of a loop that is not unrolled for a tile.</param>
internal readonly record struct UnrollBudget(int Function, int Tile, int Loop, int WithBarrier, int Trips)
{
    public static readonly UnrollBudget Default = new(Function: 20000, Tile: 15000, Loop: 4096, WithBarrier: 512, Trips: 32);

    /// <summary>The .NET JIT makes slow code of methods over about 15,000 IL instructions; one here becomes about five of those.</summary>
    public static readonly UnrollBudget Managed = new(Function: 8000, Tile: 8000, Loop: 3072, WithBarrier: 512, Trips: 32);
}
