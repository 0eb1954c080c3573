using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Instructions;

internal enum OperandKind : byte
{
    Value,
    Address,
    Vector,
    Pair,
    Immediate,
    Label,
    /// <summary>Anything: the builder looks itself.</summary>
    Raw,
}

/// <summary>
/// What an operand of a form may be: `=T` a destination of the captured type, `~T` one that may be wider than the type, `!pred` one
/// that may be negated, `?T` one that may be absent, `{4 T}` a vector of four, `{V T}` a vector as long as the captured .v2 or .v4 (a
/// scalar without), `T|pred` a pair whose second may be absent, `T||pred` one whose second may not, `[S]` an address in the captured
/// space, `imm` an integer constant, `label`, `raw`. `&T` may be a variable, which stands for its address; a `_` before the type lets a destination be the sink.
/// </summary>
internal sealed class OperandPattern
{
    public required OperandKind Kind { get; init; }

    public bool Destination { get; init; }

    public bool Relaxed { get; init; }

    public bool Negatable { get; init; }

    public bool Optional { get; init; }

    public bool Sink { get; init; }

    /// <summary>Whether a variable's name may stand for its address.</summary>
    public bool AddressOf { get; init; }

    public bool SecondRequired { get; init; }

    /// <summary>A type's name, a capture or wide(capture); of an address, the capture or name of its space.</summary>
    public string Type { get; init; } = "";

    /// <summary>Vector length: a number or a capture.</summary>
    public string Length { get; init; } = "";

    public OperandPattern[] Parts { get; init; } = [];

    /// <summary>The same, where the sink is no choice: scalar destinations are registers.</summary>
    public OperandPattern WithoutSink() => new() { Kind = Kind, Destination = Destination, Relaxed = Relaxed };

    public static List<OperandPattern> ParseList(string text)
    {
        var patterns = new List<OperandPattern>();
        if (text.Length == 0) return patterns;
        foreach (var part in text.Split(',')) patterns.Add(Parse(part.Trim()));
        return patterns;
    }

    private static OperandPattern Parse(string text)
    {
        bool destination = false, relaxed = false, negatable = false, optional = false, sink = false, addressOf = false;
        while (text.Length > 0 && "=~!?_&".Contains(text[0]))
        {
            switch (text[0])
            {
                case '=': destination = true; break;
                case '~': relaxed = true; break;
                case '!': negatable = true; break;
                case '?': optional = true; break;
                case '&': addressOf = true; break;
                default: sink = true; break;
            }

            text = text[1..];
        }

        OperandPattern Simple(OperandKind kind, string type, string length = "") => new()
        {
            Kind = kind, Destination = destination, Relaxed = relaxed, Negatable = negatable, Optional = optional, Sink = sink, Type = type,
            Length = length, AddressOf = addressOf,
        };
        if (text.StartsWith('['))
            return Simple(OperandKind.Address, text[1..^1]);
        if (text.StartsWith('{'))
        {
            var parts = text[1..^1].Split(' ');
            return Simple(OperandKind.Vector, parts[1], parts[0]);
        }

        var pipe = text.IndexOf('|');
        if (pipe >= 0)
        {
            var required = text.Contains("||", StringComparison.Ordinal);
            return new OperandPattern
            {
                Kind = OperandKind.Pair, Destination = destination, SecondRequired = required, Sink = true,
                Parts = [Sub(text[..pipe]), Sub(text[(pipe + (required ? 2 : 1))..])],
            };
        }

        return text switch
        {
            "imm" => Simple(OperandKind.Immediate, "s64"),
            "label" => Simple(OperandKind.Label, ""),
            "raw" => Simple(OperandKind.Raw, ""),
            _ => Simple(OperandKind.Value, text),
        };

        OperandPattern Sub(string type) => new() { Kind = OperandKind.Value, Destination = destination, Sink = true, Type = type };
    }
}
