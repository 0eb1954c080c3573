using ConvGpu.Ilgpu.Compilation;

namespace ConvGpu.Ilgpu.IR;

/// <summary>
/// Executes scalar and vector IR, the reference of all backends: every group after the other, its items in turn up to the next barrier
/// or shuffle. Items that returned count as arrived. Slow and exact.
/// </summary>
internal sealed partial class Interpreter
{
    private readonly Function _function;
    private readonly InterpreterMemory _memory;
    /// <summary>By value id: where its lanes start among an item's registers.</summary>
    private readonly int[] _register;
    private readonly int _registers;
    private readonly List<Constant> _constants = [];
    private LaunchDimensions _launch;
    private (int X, int Y, int Z) _group;
    private readonly Dictionary<Instruction, long> _shared = [];
    private long _dynamicShared;
    private long _steps;

    /// <summary>Items of a warp; a power of two.</summary>
    public int WarpSize { get; init; } = 32;

    /// <summary>Instructions after which the program counts as endless.</summary>
    public long MaxSteps { get; init; } = 100_000_000;

    /// <summary>Reading shared memory that nobody wrote is an error instead of zero.</summary>
    public bool CheckSharedReads { get; init; }

    /// <summary>A barrier that some items of a group skip without returning is an error instead of waiting only for the others.</summary>
    public bool CheckBarriers { get; init; } = true;

    /// <summary>Lines that Print wrote.</summary>
    public List<string> Output { get; } = [];

    public Interpreter(Function function, InterpreterMemory memory)
    {
        _function = function;
        _memory = memory;
        _register = new int[function.ValueCount];
        Array.Fill(_register, -1);
        int next = 0;
        void Place(Value value)
        {
            if (_register[value.Id] >= 0 || value.Type == IrType.Void)
                return;
            _register[value.Id] = next;
            next += value.Type.Lanes;
            if (value is Constant constant)
                _constants.Add(constant);
        }
        foreach (var parameter in function.Parameters)
            Place(parameter);
        foreach (var block in function.Blocks)
        {
            foreach (var parameter in block.Parameters)
                Place(parameter);
            foreach (var instruction in block.Instructions)
            {
                Place(instruction);
                foreach (var operand in instruction.Operands)
                    Place(operand);
            }
            if (block.Terminator!.Selector is { } selector)
                Place(selector);
            foreach (var edge in block.Terminator.Edges)
                foreach (var argument in edge.Arguments)
                    Place(argument);
        }
        _registers = next;
    }

    /// <param name="launch">Groups and items.</param>
    /// <param name="arguments">One value per parameter: bits as <see cref="Constant"/> holds them; a pointer is an address of the memory.</param>
    /// <exception cref="InterpreterException">The program did something it may not.</exception>
    public void Run(in LaunchDimensions launch, ReadOnlySpan<long> arguments)
    {
        if (arguments.Length != _function.Parameters.Count)
            throw new ArgumentException($"{_function.Name} has {_function.Parameters.Count} parameters, not {arguments.Length}.", nameof(arguments));
        _launch = launch;
        var initial = new long[_registers];
        foreach (var constant in _constants)
            Array.Fill(initial, constant.Bits, _register[constant.Id], constant.Type.Lanes);
        for (int i = 0; i < arguments.Length; i++)
            initial[_register[_function.Parameters[i].Id]] = ScalarEvaluator.Normalize(_function.Parameters[i].Type.Kind, arguments[i]);
        for (int z = 0; z < launch.GridZ; z++)
            for (int y = 0; y < launch.GridY; y++)
                for (int x = 0; x < launch.GridX; x++)
                {
                    _group = (x, y, z);
                    RunGroup(initial);
                }
    }

    private sealed class Item(long[] registers, Block block, int x, int y, int z, int linear)
    {
        public readonly long[] Registers = registers;
        public Block Block = block;
        public int Position;
        public readonly int X = x, Y = y, Z = z, Linear = linear;
        public readonly Dictionary<Instruction, long> Local = [];
        /// <summary>The group operation it waits at; null while it runs.</summary>
        public Instruction? Waiting;
        public bool Returned;
    }

    private void RunGroup(long[] initial)
    {
        var items = new Item[_launch.GroupSize];
        for (int i = 0; i < items.Length; i++)
            items[i] = new Item((long[])initial.Clone(), _function.Entry, i % _launch.GroupX, i / _launch.GroupX % _launch.GroupY,
                i / _launch.GroupX / _launch.GroupY, i);
        _dynamicShared = _launch.DynamicSharedBytes > 0 ? _memory.Allocate(_launch.DynamicSharedBytes, CheckSharedReads) : 0;
        while (true)
        {
            foreach (var item in items)
                if (!item.Returned)
                    RunItem(item);
            if (Array.TrueForAll(items, item => item.Returned))
                break;
            if (!Release(items))
                throw new InterpreterException($"{_function.Name}: the items of a group wait at different barriers: "
                    + string.Join("; ", items.Where(item => !item.Returned).Select(item => item.Waiting!.Location.ToString()).Distinct()));
        }
        foreach (long address in _shared.Values)
            _memory.Free(address);
        _shared.Clear();
        if (_dynamicShared != 0)
            _memory.Free(_dynamicShared);
        foreach (var item in items)
            foreach (long address in item.Local.Values)
                _memory.Free(address);
    }

    private void RunItem(Item item)
    {
        while (true)
        {
            var instructions = item.Block.Instructions;
            while (item.Position < instructions.Count)
            {
                var instruction = instructions[item.Position];
                if (_steps++ > MaxSteps)
                    throw new InterpreterException($"{_function.Name} does not end: {MaxSteps} instructions were executed.");
                if (instruction.Info.Has(OpTraits.Convergent))
                {
                    item.Waiting = instruction;
                    return;
                }
                Execute(item, instruction);
                item.Position++;
            }
            if (item.Block.Terminator is Return)
            {
                item.Returned = true;
                return;
            }
            Follow(item, item.Block.Terminator!);
            if (_steps++ > MaxSteps)
                throw new InterpreterException($"{_function.Name} does not end: {MaxSteps} instructions were executed.");
        }
    }

    private void Follow(Item item, Terminator terminator)
    {
        var edge = terminator switch
        {
            Jump jump => jump.Edge,
            Branch branch => Get(item, branch.Condition) != 0 ? branch.IfTrue : branch.IfFalse,
            Switch select => select.Edges[Get(item, select.Value) is var value && value >= 0 && value < select.Edges.Count ? (int)value : select.Edges.Count - 1],
            _ => throw new InterpreterException($"{item.Block} has no terminator."),
        };
        var parameters = edge.Target.Parameters;
        if (parameters.Count > 0)
        {
            var copies = new long[edge.Arguments.Length][];
            for (int i = 0; i < copies.Length; i++)
                copies[i] = item.Registers.AsSpan(_register[edge.Arguments[i].Id], edge.Arguments[i].Type.Lanes).ToArray();
            for (int i = 0; i < copies.Length; i++)
                copies[i].CopyTo(item.Registers, _register[parameters[i].Id]);
        }
        item.Block = edge.Target;
        item.Position = 0;
    }

    private long Get(Item item, Value value, int lane = 0) => item.Registers[_register[value.Id] + lane];

    private void Set(Item item, Instruction instruction, long bits, int lane = 0) =>
        item.Registers[_register[instruction.Id] + lane] = ScalarEvaluator.Normalize(instruction.Type.Kind, bits);
}
