using System.Runtime.InteropServices;
using ConvGpu.Emulation.Decoding;
using ConvGpu.Emulation.Memory;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Execution;

/// <summary>A module's variables in a device's memory.</summary>
internal sealed unsafe class LoadedModule : IDisposable
{
    private readonly DeviceMemory _memory;
    private readonly Dictionary<Variable, ulong> _addresses = [];
    private readonly Dictionary<string, (ulong Address, long Bytes)> _byName = [];

    public LoadedModule(PtxModule module, DeviceMemory memory)
    {
        _memory = memory;
        ConstantBytes = (int)module.ConstantBytes;
        Constants = (byte*)NativeMemory.AllocZeroed((nuint)Math.Max(ConstantBytes, 1));
        foreach (var symbol in module.PlacedVariables)
        {
            if (symbol.Space != StateSpace.Global) continue;
            var address = memory.Allocate(symbol.Variable.ByteSize);
            memory.Fill(address, symbol.Variable.ByteSize, 0);
            _addresses[symbol.Variable] = address;
            _byName[symbol.Name] = (address, symbol.Variable.ByteSize);
        }

        foreach (var symbol in module.PlacedVariables) Initialize(module, symbol);
    }

    public byte* Constants { get; private set; }

    public int ConstantBytes { get; }

    public ulong AddressOf(Variable variable) => _addresses[variable];

    public (ulong Address, long Bytes)? Find(string name) => _byName.TryGetValue(name, out var found) ? found : null;

    private void Initialize(PtxModule module, VariableSymbol symbol)
    {
        if (symbol.Variable.Initial is not { } values) return;
        var target = symbol.Space == StateSpace.Global
            ? _memory.Span(_addresses[symbol.Variable], (int)symbol.Variable.ByteSize)
            : new Span<byte>(Constants + (symbol.Address - AddressSpaces.ConstantBase), (int)symbol.Variable.ByteSize);
        var size = symbol.Variable.Type.Size();
        for (var i = 0; i < values.Count; i++)
        {
            var bits = values[i].Symbol is { } name ? Address(module, symbol, name, values[i]) : Bits(symbol, values[i].Value);
            for (var b = 0; b < size; b++) target[i * size + b] = (byte)(bits >> (8 * b));
        }
    }

    private static ulong Bits(VariableSymbol symbol, Constant value) =>
        value.Convert(symbol.Variable.Type, out var reason) ?? throw new PtxFormatException(symbol.Variable.Line, $"{symbol.Name}: {reason}");

    private ulong Address(PtxModule module, VariableSymbol symbol, string name, InitialValue value)
    {
        if (module.Scope.Find(name) is not VariableSymbol other) throw new PtxFormatException(symbol.Variable.Line, $"{name} is no variable");
        var address = other.Space == StateSpace.Global
            ? _addresses[other.Variable]
            : (ulong)other.Address + (value.Generic ? AddressSpaces.ConstantWindow : 0);
        return address + value.Value.Bits;
    }

    public void Dispose()
    {
        foreach (var address in _addresses.Values) _memory.Free(address);
        _addresses.Clear();
        NativeMemory.Free(Constants);
        Constants = null;
    }
}
