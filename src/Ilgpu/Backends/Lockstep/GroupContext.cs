using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Values that one region computes and another uses, where they differ between the group's vectors: each has a slot with a place for every
/// vector, written where the value is made (behind the loops of its region that make it again and again) and read at the start of the
/// regions that use it. What is cheap to compute again is. Values
/// that a region passes to another's parameter share its slot when their lives do not overlap.
/// </summary>
internal sealed class GroupContext(Function function, RegionMap map, HashSet<Value> uniform, Value vectorIndex, LaneGeometry geometry)
{
    private const int RecomputeLimit = 8;
    private readonly Dictionary<Value, Region> _home = [];
    private readonly Dictionary<Value, Block> _blockOf = [];
    private readonly Dictionary<Value, List<Value>> _classes = [];
    private readonly Dictionary<List<Value>, Instruction> _slots = [];
    private readonly HashSet<Value> _stored = [];
    private Liveness _liveness = null!;
    private LoopForest _loops = null!;

    public List<Instruction> Allocations { get; } = [];

    public void Run()
    {
        foreach (var region in map.Regions)
            foreach (var block in region.Blocks)
            {
                foreach (var parameter in block.Parameters)
                    _home[parameter] = region;
                foreach (var instruction in block.Instructions)
                {
                    _home[instruction] = region;
                    _blockOf[instruction] = block;
                }
            }
        foreach (var region in map.Regions)
            RebuildAddresses(region);
        var flow = new ControlFlow(function);
        _liveness = new Liveness(flow);
        _loops = new LoopForest(new DominatorTree(flow));
        foreach (var region in map.Regions)
            foreach (var parameter in region.Start.Parameters)
                if (!uniform.Contains(parameter))
                    ClassOf(parameter);
        foreach (var region in map.Regions)
            Coalesce(region);
        foreach (var region in map.Regions)
            Rewire(region);
        foreach (var value in _stored)
            Keep(value);
        foreach (var region in map.Regions)
            RemoveParameters(region);
    }

    /// <summary>Loads the value that one item of the group gave to a broadcast, after the loop that wrote all of them.</summary>
    public Value LoadItem(IrBuilder builder, Instruction broadcast)
    {
        var value = broadcast.Operands[0];
        var type = MemoryType(value.Type).Element;
        var result = builder.Load(builder.PtrAdd(SlotOf(value), broadcast.Operands[1], type.Bytes, 0), type);
        return value.Type.Kind == ScalarKind.I1 ? builder.Compare(Opcode.CmpNe, result, function.Int(0)) : result;
    }

    private bool NeedsSlot(Value value, Region user) =>
        value is not (Constant or Parameter) && value != vectorIndex && !uniform.Contains(value) && _home[value] != user;

    private List<Value> ClassOf(Value value)
    {
        if (!_classes.TryGetValue(value, out var list))
            _classes.Add(value, list = [value]);
        return list;
    }

    /// <summary>Puts what a region passes on into the slots of the parameters that receive it, where that is safe.</summary>
    private void Coalesce(Region region)
    {
        if (region.Exit.Terminator is not Jump { Edge: var edge } || map.Of(edge.Target) == region)
            return;
        for (int i = 0; i < edge.Arguments.Length; i++)
        {
            Value argument = edge.Arguments[i], parameter = edge.Target.Parameters[i];
            if (argument is Constant or Parameter || uniform.Contains(parameter) || uniform.Contains(argument) || argument == vectorIndex)
                continue;
            List<Value> own = ClassOf(argument), other = ClassOf(parameter);
            if (own == other || own.Exists(a => other.Exists(b => Interfere(a, b))))
                continue;
            own.AddRange(other);
            foreach (var value in other)
                _classes[value] = own;
        }
    }

    private bool Interfere(Value a, Value b) => DefinitionClobbers(a, b) || DefinitionClobbers(b, a);

    /// <summary>Whether <paramref name="other"/> is still needed when <paramref name="defined"/> has been written.</summary>
    private bool DefinitionClobbers(Value defined, Value other)
    {
        var region = _home[defined];
        if (defined is BlockParameter parameter && parameter.Owner == region.Start)
            return _liveness.IsLiveIn(region.Start, other) || (other is BlockParameter twin && twin.Owner == region.Start);
        return _liveness.IsLiveOut(region.Exit, other);
    }

    private Instruction SlotOf(Value value)
    {
        var members = ClassOf(value);
        if (_slots.TryGetValue(members, out var slot))
            return slot;
        slot = function.Create(Opcode.Alloca, IrType.Pointer(AddressSpace.Local));
        slot.Immediate = (long)MemoryType(value.Type).Bytes * geometry.Vectors;
        slot.Immediate2 = 64;
        _slots.Add(members, slot);
        Allocations.Add(slot);
        return slot;
    }

    /// <summary>Masks are kept as integers.</summary>
    private static IrType MemoryType(IrType type) => type is { Kind: ScalarKind.I1, IsVector: true } ? IrType.I32.WithLanes(type.Lanes) : type;

    private void Rewire(Region region)
    {
        var here = new Dictionary<Value, Value>();
        var builder = new IrBuilder(function) { Block = new Block(-1) };
        foreach (var parameter in region.Start.Parameters)
            if (!uniform.Contains(parameter))
                here.Add(parameter, LoadSlot(builder, parameter));
        foreach (var block in region.Blocks)
        {
            foreach (var instruction in block.Instructions)
                Replace(instruction.Operands, region, here, builder);
            if (block.Terminator is Branch branch && block != region.Exit)
                branch.Condition = Local(branch.Condition, region, here, builder);
            foreach (var edge in block.Terminator!.Edges)
                Replace(edge.Arguments, region, here, builder);
        }
        region.Start.Instructions.InsertRange(0, builder.Block.Instructions);
        if (region.Closing is { Op: Opcode.GroupBroadcast } broadcast)
        {
            var value = broadcast.Operands[0];
            builder.Block = region.Exit;
            StoreSlot(builder, value, value);
        }
        PassArguments(region);
    }

    private void Replace(Value[] values, Region region, Dictionary<Value, Value> here, IrBuilder builder)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = Local(values[i], region, here, builder);
    }

    /// <summary>What stands for the value in this region: loaded, computed again, or the value itself.</summary>
    private Value Local(Value value, Region region, Dictionary<Value, Value> here, IrBuilder builder)
    {
        if (here.TryGetValue(value, out var known))
            return known;
        if (!_home.ContainsKey(value) || !NeedsSlot(value, region))
            return value;
        int cost = 0;
        if (CanRecompute(value, ref cost))
            return Recompute(value, region, here, builder);
        if (!IsPassed(value))
            _stored.Add(value);
        var loaded = LoadSlot(builder, value);
        here.Add(value, loaded);
        return loaded;
    }

    private bool CanRecompute(Value value, ref int cost)
    {
        if (value is Constant or Parameter || value == vectorIndex || uniform.Contains(value))
            return true;
        return value is Instruction instruction && instruction.Info.IsPure && ++cost <= RecomputeLimit && AllRecomputable(instruction, ref cost);
    }

    private bool AllRecomputable(Instruction instruction, ref int cost)
    {
        foreach (var operand in instruction.Operands)
            if (!CanRecompute(operand, ref cost))
                return false;
        return true;
    }

    private Value Recompute(Value value, Region region, Dictionary<Value, Value> here, IrBuilder builder)
    {
        if (here.TryGetValue(value, out var known))
            return known;
        if (value is not Instruction instruction || value == vectorIndex || uniform.Contains(value))
            return value;
        var copy = Copy(instruction, operand => Recompute(operand, region, here, builder));
        builder.Block.Instructions.Add(copy);
        here.Add(value, copy);
        return copy;
    }

    private Instruction Copy(Instruction instruction, Func<Value, Value> operand)
    {
        var copy = function.Create(instruction.Op, instruction.Type, [.. instruction.Operands.Select(operand)]);
        copy.Immediate = instruction.Immediate;
        copy.Immediate2 = instruction.Immediate2;
        copy.Immediate3 = instruction.Immediate3;
        copy.Location = instruction.Location;
        return copy;
    }

    /// <summary>
    /// Computes addresses again at the start of each region that uses them, so that their indices have the slots: OpenCL C keeps no
    /// addresses in memory. Before liveness is known, which then says where the indices are needed.
    /// </summary>
    private void RebuildAddresses(Region region)
    {
        var copies = new List<Instruction>();
        var here = new Dictionary<Value, Value>();
        foreach (var block in region.Blocks)
        {
            foreach (var instruction in block.Instructions)
                Rebuild(instruction.Operands, region, here, copies);
            foreach (var edge in block.Terminator!.Edges)
                Rebuild(edge.Arguments, region, here, copies);
        }
        region.Start.Instructions.InsertRange(0, copies);
        foreach (var copy in copies)
            (_home[copy], _blockOf[copy]) = (region, region.Start);
    }

    private void Rebuild(Value[] values, Region region, Dictionary<Value, Value> here, List<Instruction> copies)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = Rebuilt(values[i], region, here, copies);
    }

    private Value Rebuilt(Value value, Region region, Dictionary<Value, Value> here, List<Instruction> copies)
    {
        int cost = 0;
        if (value is not Instruction { Op: Opcode.PtrAdd } address || !_home.ContainsKey(address) || !NeedsSlot(address, region) || CanRecompute(address, ref cost))
            return value;
        if (here.TryGetValue(address, out var known))
            return known;
        var copy = Copy(address, operand => Rebuilt(operand, region, here, copies));
        copies.Add(copy);
        here.Add(address, copy);
        return copy;
    }

    private Value Place(IrBuilder builder, Value value) => builder.PtrAdd(SlotOf(value), vectorIndex, MemoryType(value.Type).Bytes, 0);

    private Value LoadSlot(IrBuilder builder, Value value)
    {
        var type = MemoryType(value.Type);
        var loaded = builder.Load(Place(builder, value), type);
        return type == value.Type ? loaded : builder.Compare(Opcode.CmpNe, loaded, function.Constant(type, 0));
    }

    private void StoreSlot(IrBuilder builder, Value slotOf, Value value)
    {
        var type = MemoryType(value.Type);
        var stored = type == value.Type ? value : builder.Select(value, function.Constant(type, -1), function.Constant(type, 0));
        builder.Store(Place(builder, slotOf), stored);
    }

    /// <summary>A parameter of a region's start: whoever goes there writes its slot.</summary>
    private bool IsPassed(Value value) => value is BlockParameter parameter && _home[value].Start == parameter.Owner;

    /// <summary>
    /// Writes the slot where the value is made; at the region's exit when it is made in a loop that the exit is behind. A value that
    /// another region uses is there whenever the region is left.
    /// </summary>
    private void Keep(Value value)
    {
        var block = value is BlockParameter parameter ? parameter.Owner : _blockOf[value];
        var region = _home[value];
        var builder = new IrBuilder(function) { Block = new Block(-1) };
        StoreSlot(builder, value, value);
        if (_loops.LoopOf(block) is { } loop && !loop.Blocks.Contains(region.Exit))
            AddAtExit(region, builder);
        else
            block.Instructions.InsertRange(value is Instruction instruction ? block.Instructions.IndexOf(instruction) + 1 : 0, builder.Block.Instructions);
    }

    private static void AddAtExit(Region region, IrBuilder builder) =>
        region.Exit.Instructions.InsertRange(region.Exit.Instructions.Count - (region.Closing is null ? 0 : 1), builder.Block.Instructions);

    /// <summary>Writes the parameters of the next region that have slots, at the end of this one.</summary>
    private void PassArguments(Region region)
    {
        if (region.Exit.Terminator is not Jump { Edge: var edge } || map.Of(edge.Target) == region)
            return;
        var builder = new IrBuilder(function) { Block = new Block(-1) };
        for (int i = 0; i < edge.Arguments.Length; i++)
        {
            Value parameter = edge.Target.Parameters[i], argument = edge.Arguments[i];
            if (uniform.Contains(parameter) || IsInSlotOf(region, argument, parameter))
                continue;
            StoreSlot(builder, parameter, argument);
        }
        AddAtExit(region, builder);
    }

    /// <summary>Whether the slot holds the argument already: it is the slot's own value, made here or read from it.</summary>
    private bool IsInSlotOf(Region region, Value argument, Value parameter)
    {
        if (argument is Instruction { Op: Opcode.Load } load && load.Operands[0] is Instruction { Op: Opcode.PtrAdd } place && place.Operands[0] == SlotOf(parameter))
            return true;
        if (argument is Constant or Parameter || !_classes.TryGetValue(argument, out var own) || own != ClassOf(parameter)
            || !_home.TryGetValue(argument, out var home) || home != region || IsPassed(argument))
            return false;
        _stored.Add(argument);
        return true;
    }

    private void RemoveParameters(Region region)
    {
        var start = region.Start;
        for (int i = start.Parameters.Count - 1; i >= 0; i--)
        {
            if (uniform.Contains(start.Parameters[i]))
                continue;
            start.Parameters.RemoveAt(i);
            foreach (var block in function.Blocks)
                foreach (var edge in block.Terminator!.Edges)
                    if (edge.Target == start)
                        edge.Arguments = [.. edge.Arguments[..i], .. edge.Arguments[(i + 1)..]];
        }
    }
}
