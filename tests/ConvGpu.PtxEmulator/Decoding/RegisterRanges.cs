using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Decoding;

/// <summary>
/// Registers of a function that are written first and used in one stretch of text without a label: nothing but the stretch itself sees
/// them, so others may have their slots before and after. Keeps the register file of unrolled code small enough for the caches.
/// </summary>
internal sealed class RegisterRanges
{
    /// <summary>Instructions whose first operand is read.</summary>
    private static readonly HashSet<string> FirstIsRead =
        ["st", "red", "bar", "barrier", "bra", "brx", "call", "prefetch", "prefetchu", "cp", "stmatrix", "nanosleep", "pmevent", "discard", "applypriority"];

    private readonly Dictionary<string, (int First, int Last, int Stretch)> _ranges = [];
    private readonly HashSet<string> _excluded = [];
    private int _sequence;
    private int _stretch;

    public RegisterRanges(IReadOnlyList<Statement> body)
    {
        Visit(body, nested: false);
        foreach (var name in _excluded) _ranges.Remove(name);
    }

    /// <summary>Number of the last instruction that names the register, counting the function's instructions in text order; null where
    /// the slot must stay its own.</summary>
    public int? LastUse(string name) => _ranges.TryGetValue(name, out var range) ? range.Last : null;

    private void Visit(IReadOnlyList<Statement> body, bool nested)
    {
        foreach (var statement in body)
        {
            switch (statement)
            {
                case LabelStatement:
                    _stretch++;
                    break;
                case ScopeStatement scope:
                    Visit(scope.Body, nested: true);
                    break;
                case VariableStatement variable when nested && variable.Variable.Space == StateSpace.Register:
                    if (variable.Variable.Count is null) _excluded.Add(variable.Variable.Name);
                    break;
                case InstructionStatement instruction:
                    Visit(instruction);
                    _sequence++;
                    break;
            }
        }
    }

    private void Visit(InstructionStatement instruction)
    {
        var writes = instruction.Guard is null && (!FirstIsRead.Contains(instruction.Opcode) || instruction.Modifiers.Contains("red"))
            && instruction.Operands.Count > 0 && instruction.Operands[0] is not AddressOperand;
        if (instruction.Guard is { } guard) Use(guard, writes: false);
        for (var i = instruction.Operands.Count - 1; i >= 0; i--) Use(instruction.Operands[i], writes && i == 0);
    }

    private void Use(OperandSyntax operand, bool writes)
    {
        switch (operand)
        {
            case NameOperand name:
                Use(name.Name, writes && name.Component is null);
                break;
            case AddressOperand { Base: { } address }:
                Use(address.Name, writes: false);
                break;
            case VectorOperand vector:
                foreach (var element in vector.Elements) Use(element, writes);
                break;
            case PairOperand pair:
                Use(pair.First, writes);
                Use(pair.Second, writes);
                break;
            case ListOperand list:
                // Arguments and results of calls keep their slots.
                foreach (var element in list.Elements.OfType<NameOperand>()) _excluded.Add(element.Name);
                break;
        }
    }

    private void Use(string name, bool writes)
    {
        if (_ranges.TryGetValue(name, out var range))
        {
            if (range.Stretch != _stretch) _excluded.Add(name);
            else _ranges[name] = range with { Last = _sequence };
        }
        else if (writes) _ranges[name] = (_sequence, _sequence, _stretch);
        else _excluded.Add(name);
    }
}
