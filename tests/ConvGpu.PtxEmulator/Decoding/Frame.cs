using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Instructions;
using ConvGpu.Emulation.Memory;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Decoding;

/// <summary>Allots slots of the register file, local memory and shared memory of an entry.</summary>
internal sealed class Frame
{
    private const int SlotAlignment = 64;
    private readonly Dictionary<(int Bytes, ulong Value), int> _constants = [];
    private readonly Dictionary<string, int> _special = [];
    private readonly List<(int Slot, SpecialRegister Register)> _specialRegisters = [];
    private readonly List<(int Slot, int Bytes, Variable Variable, long Offset)> _addresses = [];
    private readonly List<(int Slot, int Bytes, long Offset)> _dynamicShared = [];
    private readonly List<int> _flags = [];
    private readonly Dictionary<int, Stack<int>> _free = [];
    private int _next;
    private int _local;
    private int _shared;
    private int _dynamicAlignment = 16;

    public int Bytes => _next;

    public int LocalBytes => (_local + 15) & ~15;

    /// <summary>Bytes of shared variables of known size.</summary>
    public int StaticSharedBytes => _shared;

    public bool UsesDynamicShared => _dynamicShared.Count > 0;

    /// <summary>Offset of dynamic shared memory in the group's.</summary>
    public int DynamicSharedOffset => UsesDynamicShared ? (_shared + _dynamicAlignment - 1) & ~(_dynamicAlignment - 1) : _shared;

    /// <summary>A slot of 32 lanes of so many bytes; 0 is a predicate.</summary>
    public int Slot(int bytes)
    {
        var slot = _next;
        _next += Math.Max(bytes * Warp.Lanes, SlotAlignment);
        return slot;
    }

    /// <summary>A slot that was given back, or a new one.</summary>
    public int Take(int bytes) => _free.TryGetValue(bytes, out var slots) && slots.TryPop(out var slot) ? slot : Slot(bytes);

    /// <summary>Lets others have a slot.</summary>
    public void GiveBack(int bytes, int slot)
    {
        if (!_free.TryGetValue(bytes, out var slots)) _free[bytes] = slots = new Stack<int>();
        slots.Push(slot);
    }

    /// <summary>A predicate that is false when a group starts.</summary>
    public int Flag()
    {
        var slot = Slot(0);
        _flags.Add(slot);
        return slot;
    }

    public int Constant(int bytes, ulong value)
    {
        if (_constants.TryGetValue((bytes, value), out var slot)) return slot;
        return _constants[(bytes, value)] = Slot(bytes);
    }

    public int Special(SpecialRegister register)
    {
        if (_special.TryGetValue(register.Name, out var slot)) return slot;
        slot = Slot(register.Type.Size());
        _specialRegisters.Add((slot, register));
        return _special[register.Name] = slot;
    }

    /// <summary>A slot with the address of a variable plus an offset, filled in when it is known.</summary>
    public int AddressOf(VariableSymbol symbol, int bytes, long offset)
    {
        if (!symbol.Deferred) return Constant(bytes, (ulong)(symbol.Address + offset));
        var slot = Slot(bytes);
        if (symbol.Space == StateSpace.Shared) _dynamicShared.Add((slot, bytes, offset));
        else _addresses.Add((slot, bytes, symbol.Variable, offset));
        return slot;
    }

    public VariableSymbol Local(Variable variable)
    {
        _local = Align(_local, variable.Alignment);
        var symbol = new VariableSymbol(variable, StateSpace.Local, AddressSpaces.LocalBase + _local);
        _local += checked((int)Math.Max(variable.ByteSize, 1));
        return symbol;
    }

    public VariableSymbol Shared(Variable variable)
    {
        if (variable.ElementCount == 0)
        {
            _dynamicAlignment = Math.Max(_dynamicAlignment, variable.Alignment);
            return new VariableSymbol(variable, StateSpace.Shared, 0) { Deferred = true };
        }

        _shared = Align(_shared, variable.Alignment);
        var symbol = new VariableSymbol(variable, StateSpace.Shared, AddressSpaces.SharedBase + _shared);
        _shared = checked(_shared + (int)variable.ByteSize);
        return symbol;
    }

    public Program Build(string name, Block[] blocks)
    {
        var constants = _constants.Select(pair => (pair.Value, pair.Key.Bytes, pair.Key.Value)).ToList();
        constants.AddRange(_dynamicShared.Select(use =>
            (use.Slot, use.Bytes, (ulong)(AddressSpaces.SharedBase + DynamicSharedOffset + use.Offset))));
        constants.AddRange(_flags.Select(flag => (flag, 0, 0UL)));
        return new Program
        {
            Name = name, Blocks = blocks, FrameBytes = Math.Max(Bytes, SlotAlignment), LocalBytes = LocalBytes,
            Constants = constants.ToArray(), SpecialRegisters = _specialRegisters.ToArray(), Addresses = _addresses.ToArray(),
        };
    }

    private static int Align(int value, int alignment) => (value + alignment - 1) & ~(alignment - 1);
}
