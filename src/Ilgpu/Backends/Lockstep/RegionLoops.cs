using System.Numerics;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Turns the function of one vector into the function of a group of several: each region becomes a loop over the group's vectors, and
/// values that are used in other regions lie in memory, one place for each vector (<see cref="GroupContext"/>).
/// </summary>
internal sealed class RegionLoops
{
    private readonly Function _function;
    private readonly Value _vectorIndex;
    private readonly HashSet<Value> _uniform;
    private readonly LaneGeometry _geometry;
    private readonly RegionMap _map;
    private readonly GroupContext _context;
    private readonly Random? _order;

    private RegionLoops(Function function, Value vectorIndex, HashSet<Value> uniform, LaneGeometry geometry, bool shuffle)
    {
        _order = shuffle ? new Random(geometry.Vectors) : null;
        _function = function;
        _vectorIndex = vectorIndex;
        _uniform = uniform;
        _geometry = geometry;
        _map = new RegionMap(function);
        _context = new GroupContext(function, _map, uniform, vectorIndex, geometry);
    }

    /// <param name="function">The function of one vector.</param>
    /// <param name="vectorIndex">Stands for the number of the vector.</param>
    /// <param name="uniform">Values that are the same in the whole group.</param>
    /// <param name="geometry">The group.</param>
    /// <param name="shuffle">Regions take the vectors in an order of their own, always the same one: what lacks a barrier goes wrong.</param>
    public static void Run(Function function, Value vectorIndex, HashSet<Value> uniform, LaneGeometry geometry, bool shuffle)
    {
        var allocations = new List<Instruction>();
        foreach (var block in function.Blocks)
        {
            allocations.AddRange(block.Instructions.Where(IsAllocation));
            block.Instructions.RemoveAll(IsAllocation);
        }
        uniform.UnionWith(allocations);
        var loops = new RegionLoops(function, vectorIndex, uniform, geometry, shuffle);
        loops._context.Run();
        loops._map.Regions.ForEach(loops.CheckExit);
        foreach (var region in loops._map.Regions)
            if (loops.NeedsLoop(region))
                loops.Wrap(region);
        var entry = function.AddBlock();
        entry.Instructions.AddRange(allocations);
        entry.Instructions.AddRange(loops._context.Allocations);
        entry.Terminator = new Jump(new Edge(function.Entry));
        function.Blocks.Remove(entry);
        function.Blocks.Insert(0, entry);
    }

    private static bool IsAllocation(Instruction instruction) => instruction.Op is Opcode.Alloca or Opcode.SharedAlloca;

    /// <summary>The vectors of a region go on together: no vector's condition may decide for the others.</summary>
    private void CheckExit(Region region)
    {
        if (region.Exit.Terminator is Branch { Condition: var condition } && condition is not (Constant or Parameter) && !_uniform.Contains(condition))
            throw new InvalidOperationException($"Kernel {_function.Name}: %{condition.Id} leads out of a region and differs between the group's vectors.");
    }

    private bool NeedsLoop(Region region) =>
        region.Blocks.Exists(block => block.Instructions.Exists(instruction => !_uniform.Contains(instruction)));

    private void Wrap(Region region)
    {
        var builder = new IrBuilder(_function);
        var before = _function.AddBlock();
        var after = _function.AddBlock();
        MoveParameters(region.Start, before);
        var vector = _function.AddBlockParameter(region.Start, IrType.I32);
        var taken = Taken(region.Start, vector);
        foreach (var block in region.Blocks)
            Replace(block, _vectorIndex, taken);

        after.Terminator = region.Exit.Terminator;
        var first = new List<Value> { _function.Int(0) };
        builder.Block = region.Exit;
        var next = new List<Value> { builder.Binary(Opcode.Add, vector, _function.Int(1)) };
        if (region.Closing is { } closing)
            Close(closing, region, builder, after, first, next);
        builder.Branch(builder.Compare(Opcode.CmpLt, next[0], _function.Int(_geometry.Vectors)), new Edge(region.Start, [.. next]), new Edge(after));
        builder.Block = before;
        builder.Jump(region.Start, [.. first]);
        // The start of the function is what was made in front of its first region.
        if (region.Start == _function.Entry)
        {
            _function.Blocks.Remove(before);
            _function.Blocks.Insert(0, before);
        }
    }

    /// <summary>The vector that a turn of the loop takes.</summary>
    private Value Taken(Block start, Value turn)
    {
        if (_order is null)
            return turn;
        int vectors = _geometry.Vectors, step;
        do
            step = _order.Next(1, vectors);
        while (BigInteger.GreatestCommonDivisor(step, vectors) != 1);
        var scaled = _function.Create(Opcode.Mul, IrType.I32, turn, _function.Int(step));
        var moved = _function.Create(Opcode.Add, IrType.I32, scaled, _function.Int(_order.Next(vectors)));
        var taken = _function.Create(Opcode.RemU, IrType.I32, moved, _function.Int(vectors));
        start.Instructions.InsertRange(0, [scaled, moved, taken]);
        return taken;
    }

    private void MoveParameters(Block start, Block before)
    {
        foreach (var parameter in start.Parameters)
        {
            parameter.Owner = before;
            before.Parameters.Add(parameter);
        }
        start.Parameters.Clear();
        foreach (var block in _function.Blocks)
            foreach (var edge in block.Terminator?.Edges ?? [])
                if (edge.Target == start)
                    edge.Target = before;
    }

    /// <summary>Carries the result of the closing operation through the loop.</summary>
    private void Close(Instruction closing, Region region, IrBuilder builder, Block after, List<Value> first, List<Value> next)
    {
        region.Exit.Instructions.Remove(closing);
        if (closing.Op == Opcode.GroupBroadcast)
        {
            builder.Block = after;
            ReplaceEverywhere(closing, _context.LoadItem(builder, closing));
            builder.Block = region.Exit;
            return;
        }
        var kind = (BarrierReduction)closing.Immediate;
        var sum = _function.AddBlockParameter(region.Start, closing.Type);
        first.Add(_function.Constant(closing.Type, kind == BarrierReduction.And ? 1 : 0));
        var result = builder.Binary(kind switch
        {
            BarrierReduction.PopCount => Opcode.Add,
            BarrierReduction.And => Opcode.And,
            _ => Opcode.Or,
        }, sum, closing.Operands[0]);
        next.Add(result);
        ReplaceEverywhere(closing, result);
    }

    private void ReplaceEverywhere(Value old, Value by)
    {
        foreach (var block in _function.Blocks)
            if (block.Terminator is not null)
                Replace(block, old, by);
    }

    private static void Replace(Block block, Value old, Value by)
    {
        foreach (var instruction in block.Instructions)
            for (int i = 0; i < instruction.Operands.Length; i++)
                if (instruction.Operands[i] == old)
                    instruction.Operands[i] = by;
        if (block.Terminator!.Selector == old)
            block.Terminator.Selector = by;
        foreach (var edge in block.Terminator.Edges)
            for (int i = 0; i < edge.Arguments.Length; i++)
                if (edge.Arguments[i] == old)
                    edge.Arguments[i] = by;
    }
}
