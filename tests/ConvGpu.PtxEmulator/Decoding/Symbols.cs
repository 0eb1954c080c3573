using System.Globalization;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Decoding;

internal abstract record Symbol(string Name);

/// <summary>A register; slots are allotted on first use. Vector registers have several.</summary>
internal sealed record RegisterSymbol(string Name, ScalarType Type, int Length) : Symbol(Name)
{
    public int[] Slots { get; } = Enumerable.Repeat(-1, Length).ToArray();
}

/// <summary>A variable with its address in its space, or, where that is known later, without.</summary>
internal sealed record VariableSymbol(Variable Variable, StateSpace Space, long Address) : Symbol(Variable.Name)
{
    /// <summary>Dynamic shared memory, or a global variable: the address is filled in later.</summary>
    public bool Deferred { get; init; }
}

internal sealed record LabelSymbol(string Name, int Id) : Symbol(Name);

internal sealed record BranchTargetsSymbol(string Name, IReadOnlyList<string> Targets) : Symbol(Name);

/// <summary>Names between a pair of braces.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly Dictionary<string, Symbol> _symbols = [];
    private readonly List<(string Prefix, int Count, ScalarType Type)> _ranges = [];

    public void Add(int line, Symbol symbol)
    {
        if (_symbols.ContainsKey(symbol.Name) || InRange(symbol.Name) is not null)
            throw new PtxFormatException(line, $"{symbol.Name} is declared twice");
        _symbols.Add(symbol.Name, symbol);
    }

    /// <summary>Binds a name to another's symbol: a parameter to its argument.</summary>
    public void Bind(string name, Symbol symbol) => _symbols[name] = symbol;

    public void AddRange(int line, string prefix, int count, ScalarType type)
    {
        if (_ranges.Any(range => range.Prefix == prefix)) throw new PtxFormatException(line, $"{prefix}<> is declared twice");
        foreach (var name in _symbols.Keys)
        {
            if (Number(name, prefix) is { } number && number < count) throw new PtxFormatException(line, $"{name} is declared twice");
        }

        _ranges.Add((prefix, count, type));
    }

    public Symbol? Find(string name)
    {
        if (_symbols.TryGetValue(name, out var symbol)) return symbol;
        if (InRange(name) is { } type)
        {
            symbol = new RegisterSymbol(name, type, 1);
            _symbols.Add(name, symbol);
            return symbol;
        }

        return parent?.Find(name);
    }

    private ScalarType? InRange(string name)
    {
        foreach (var (prefix, count, type) in _ranges)
        {
            if (Number(name, prefix) is { } number && number < count) return type;
        }

        return null;
    }

    private static int? Number(string name, string prefix)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal) || name.Length == prefix.Length) return null;
        var digits = name.AsSpan(prefix.Length);
        if (digits.Length > 1 && digits[0] == '0') return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
