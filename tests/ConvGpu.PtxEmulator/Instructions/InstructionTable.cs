using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Instructions;

/// <summary>All forms of all instructions, in the families' files.</summary>
internal static partial class InstructionTable
{
    private static readonly ILookup<string, Form> Forms = new[]
    {
        IntegerForms.All(), FloatForms.All(), HalfForms.All(), CompareForms.All(), LogicForms.All(), MoveForms.All(), ConvertForms.All(),
        MemoryForms.All(), AtomicForms.All(), AsyncCopyForms.All(), ControlForms.All(), WarpForms.All(), MatrixForms.All(),
    }.SelectMany(family => family).ToLookup(form => form.Opcode);

    /// <summary>Matches by opcode and modifiers: they are the same each time.</summary>
    private static readonly ConcurrentDictionary<string, Form.Match[]> Matches = new();

    public static IEnumerable<Form> Of(string opcode) => Forms[opcode];

    public static Form Row(string pattern, string operands, int isa, int architecture, Func<DecodedInstruction, Operation> build) =>
        new(pattern, operands, isa, architecture, build);

    /// <summary>A form whose operator is closed over the lane type of the captured T.</summary>
    public static Form Row(string pattern, string operands, int isa, int architecture, Type operatorType) =>
        new(pattern, operands, isa, architecture, instruction => Make.Lanes(
            instruction, operatorType.IsGenericTypeDefinition ? Make.Close(operatorType, Make.Clr(instruction.Type("T"))) : operatorType));

    /// <summary>The forms that share most modifiers with an instruction, without their requirements.</summary>
    private static string Nearest(InstructionStatement statement, List<Form> forms) => string.Join("  ", forms
        .OrderByDescending(form => statement.Modifiers.Count(modifier => form.Text.Split('.', '|', '=', '@', '{', '}').Contains(modifier)))
        .Take(3)
        .Select(form => Requirement().Replace(form.Text, "")));

    [GeneratedRegex("@[0-9]+/[0-9]+")]
    private static partial Regex Requirement();

    /// <summary>The forms an instruction's modifiers and operand count match; throws where none does.</summary>
    public static List<Form.Match> Match(InstructionStatement statement, PtxVersion version)
    {
        var matches = Matches.GetOrAdd(
            statement.FullName, (_, s) => Forms[s.Opcode].Select(form => form.TryMatch(s.Modifiers)).OfType<Form.Match>().ToArray(), statement);
        if (matches.Length == 0)
        {
            var forms = Of(statement.Opcode).ToList();
            if (forms.Count == 0) throw new PtxFormatException(statement.Line, $"unknown instruction {statement.Opcode}");
            throw new PtxFormatException(statement.Line,
                $"{statement.FullName} is no form of {statement.Opcode}; there are: {Nearest(statement, forms)}");
        }

        var usable = matches.Where(match => match.Shortfall(version) is null).ToList();
        if (usable.Count == 0) throw new PtxFormatException(statement.Line, $"{statement.FullName} {matches[0].Shortfall(version)}");
        return usable;
    }
}
