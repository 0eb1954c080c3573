using System.Globalization;
using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Instructions;

/// <summary>
/// One form of an instruction, written as the ISA writes its syntax: `add{.R=rn|rz}{.ftz}.T=f32|f64`. Braces are optional parts,
/// NAME=a|b captures the alternative, and @70/80 after a part asks for PTX ISA 7.0 and sm_80. Operands are described by
/// <see cref="OperandPattern"/>.
/// </summary>
internal sealed class Form
{
    private readonly List<Element> _elements;

    private sealed record Choice(string Name, int Isa, int Architecture);

    private sealed record Element(string? Capture, Choice[] Choices, List<Element>? Optional);

    public Form(string pattern, string operands, int isa, int architecture, Func<DecodedInstruction, Operation> build)
    {
        Text = pattern;
        var first = pattern.IndexOfAny(['.', '{', '@']);
        Opcode = first < 0 ? pattern : pattern[..first];
        var at = first < 0 ? pattern.Length : first;
        _elements = Elements(pattern, ref at);
        OperandText = operands;
        Operands = OperandPattern.ParseList(operands);
        Isa = isa;
        Architecture = architecture;
        Build = build;
    }

    public string Opcode { get; }

    public string Text { get; }

    public string OperandText { get; }

    public IReadOnlyList<OperandPattern> Operands { get; }

    public int Isa { get; }

    public int Architecture { get; }

    public Func<DecodedInstruction, Operation> Build { get; }

    /// <summary>What the parts of a form stand for in an instruction.</summary>
    internal sealed class Match(Form form)
    {
        public Form Form { get; } = form;

        public Dictionary<string, string> Captures { get; } = [];

        public HashSet<string> Present { get; } = [];

        public int Isa { get; set; } = form.Isa;

        public int Architecture { get; set; } = form.Architecture;

        public string? Shortfall(PtxVersion version)
        {
            if (version.Isa < Isa) return $"needs PTX ISA {Isa / 10}.{Isa % 10}, the module is .version {version.Isa / 10}.{version.Isa % 10}";
            return version.Architecture < Architecture ? $"needs sm_{Architecture}, the target is sm_{version.Architecture}" : null;
        }

        public Match Copy()
        {
            var copy = new Match(Form) { Isa = Isa, Architecture = Architecture };
            foreach (var (key, value) in Captures) copy.Captures[key] = value;
            copy.Present.UnionWith(Present);
            return copy;
        }
    }

    public Match? TryMatch(IReadOnlyList<string> modifiers) => TryMatch(_elements, 0, modifiers, 0, new Match(this));

    private static Match? TryMatch(List<Element> elements, int element, IReadOnlyList<string> modifiers, int modifier, Match match)
    {
        if (element == elements.Count) return modifier == modifiers.Count ? match : null;
        var current = elements[element];
        if (current.Optional is { } optional)
        {
            List<Element> present = [.. optional, .. elements.Skip(element + 1)];
            return TryMatch(present, 0, modifiers, modifier, match.Copy()) ?? TryMatch(elements, element + 1, modifiers, modifier, match);
        }

        if (modifier == modifiers.Count) return null;
        foreach (var choice in current.Choices)
        {
            if (choice.Name != modifiers[modifier]) continue;
            match.Present.Add(choice.Name);
            if (current.Capture is not null) match.Captures[current.Capture] = choice.Name;
            match.Isa = Math.Max(match.Isa, choice.Isa);
            match.Architecture = Math.Max(match.Architecture, choice.Architecture);
            return TryMatch(elements, element + 1, modifiers, modifier + 1, match);
        }

        return null;
    }

    private static List<Element> Elements(string pattern, ref int at)
    {
        var elements = new List<Element>();
        while (at < pattern.Length && pattern[at] != '}')
        {
            if (pattern[at] == '{')
            {
                at++;
                elements.Add(new Element(null, [], Elements(pattern, ref at)));
                at++;
                continue;
            }

            if (pattern[at] != '.') throw new FormatException($"form '{pattern}': '.' expected at {at}");
            var start = ++at;
            while (at < pattern.Length && pattern[at] is not ('.' or '{' or '}')) at++;
            elements.Add(Single(pattern[start..at]));
        }

        return elements;
    }

    private static Element Single(string text)
    {
        var equals = text.IndexOf('=');
        var capture = equals < 0 ? null : text[..equals];
        var choices = text[(equals + 1)..].Split('|').Select(choice =>
        {
            var parts = choice.Split('@', '/');
            return parts.Length == 3
                ? new Choice(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture))
                : new Choice(parts[0], 0, 0);
        });
        return new Element(capture, choices.ToArray(), null);
    }
}
