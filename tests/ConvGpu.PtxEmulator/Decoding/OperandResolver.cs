using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Instructions;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Decoding;

/// <summary>Names to slots, with the operand type checking of the ISA (9.4).</summary>
internal sealed class OperandResolver(Frame frame, Func<VariableSymbol, VariableSymbol> place)
{
    /// <summary>Operations that must run before the instruction: reads of clocks.</summary>
    public List<Operation> Before { get; } = [];

    public List<(int Slot, string Name)> Reads { get; } = [];

    public List<int> Writes { get; } = [];

    /// <summary>Where registers of the function at hand may share slots.</summary>
    public RegisterRanges? Ranges { get; set; }

    /// <summary>Shared slots in use: the instruction after which each is free.</summary>
    public List<(int LastUse, int Bytes, int Slot)> Borrowed { get; } = [];

    /// <summary>Frees the slots that the instruction of this number used last.</summary>
    public void Release(int sequence)
    {
        for (var i = Borrowed.Count - 1; i >= 0; i--)
        {
            if (Borrowed[i].LastUse != sequence) continue;
            frame.GiveBack(Borrowed[i].Bytes, Borrowed[i].Slot);
            Borrowed.RemoveAt(i);
        }
    }

    public void Reset()
    {
        Before.Clear();
        Reads.Clear();
        Writes.Clear();
    }

    public Operand[] Resolve(InstructionStatement statement, Form.Match match, Scope scope)
    {
        var patterns = match.Form.Operands;
        var required = patterns.Count(pattern => !pattern.Optional);
        if (statement.Operands.Count < required || statement.Operands.Count > patterns.Count)
            throw Error(statement, $"takes {match.Form.OperandText} ({patterns.Count} operands), {statement.Operands.Count} given");
        return statement.Operands.Select((operand, i) => Resolve(statement, match, patterns[i], operand, scope)).ToArray();
    }

    private static PtxFormatException Error(InstructionStatement statement, string reason) => new(statement.Line, $"{statement.FullName}: {reason}");

    private Operand Resolve(InstructionStatement statement, Form.Match match, OperandPattern pattern, OperandSyntax syntax, Scope scope)
    {
        switch (pattern.Kind)
        {
            case OperandKind.Value:
                return Value(statement, pattern, DecodedInstruction.TypeOf(pattern.Type, match), syntax, scope);
            case OperandKind.Vector:
                return Vector(statement, match, pattern, syntax, scope);
            case OperandKind.Pair:
                return Pair(statement, match, pattern, syntax, scope);
            case OperandKind.Address:
                return Address(statement, SpaceOf(match, pattern.Type), syntax, scope);
            case OperandKind.Immediate:
                if (syntax is not ConstantOperand { Value.IsInteger: true } constant) throw Error(statement, $"{syntax} must be an integer constant");
                return new Operand { Kind = OperandKind.Immediate, IsConstant = true, Value = constant.Value.AsInteger };
            case OperandKind.Label:
                if (syntax is not NameOperand { Component: null, Negated: false, Offset: null } name || scope.Find(name.Name) is not LabelSymbol label)
                    throw Error(statement, $"{syntax} is no label of this function");
                return new Operand { Kind = OperandKind.Label, Target = label.Id };
            default:
                return new Operand { Kind = OperandKind.Raw };
        }
    }

    private static StateSpace SpaceOf(Form.Match match, string capture) => (match.Captures.GetValueOrDefault(capture) ?? "").Split("::")[0] switch
    {
        "const" => StateSpace.Constant,
        "global" => StateSpace.Global,
        "local" => StateSpace.Local,
        "param" => StateSpace.Parameter,
        "shared" => StateSpace.Shared,
        _ => StateSpace.Generic,
    };

    private Operand Pair(InstructionStatement statement, Form.Match match, OperandPattern pattern, OperandSyntax syntax, Scope scope)
    {
        if (syntax is PairOperand pair)
        {
            return new Operand
            {
                Kind = OperandKind.Pair,
                Elements = [Resolve(statement, match, pattern.Parts[0], pair.First, scope), Resolve(statement, match, pattern.Parts[1], pair.Second, scope)],
            };
        }

        if (pattern.SecondRequired) throw Error(statement, $"{syntax} must be a pair d|p");
        return new Operand { Kind = OperandKind.Pair, Elements = [Resolve(statement, match, pattern.Parts[0], syntax, scope)] };
    }

    private Operand Vector(InstructionStatement statement, Form.Match match, OperandPattern pattern, OperandSyntax syntax, Scope scope)
    {
        var type = DecodedInstruction.TypeOf(pattern.Type.TrimStart('~'), match);
        var element = new OperandPattern
        {
            Kind = OperandKind.Value, Destination = pattern.Destination, Relaxed = pattern.Type.StartsWith('~'), Sink = pattern.Destination,
        };
        var captured = match.Captures.GetValueOrDefault(pattern.Length);
        if (captured is null && !int.TryParse(pattern.Length, out _)) return Value(statement, element.WithoutSink(), type, syntax, scope);
        var length = captured is null ? int.Parse(pattern.Length) : captured[1] - '0';
        var elements = syntax switch
        {
            VectorOperand vector => vector.Elements,
            NameOperand { Component: null, Negated: false, Offset: null } name when scope.Find(name.Name) is RegisterSymbol { Length: > 1 } register =>
                Enumerable.Range(0, register.Length).Select(i => (OperandSyntax)new NameOperand(name.Name, "xyzw"[i].ToString())).ToList(),
            _ when length == 1 => [syntax],
            _ => throw Error(statement, $"{syntax} must be a vector of {length}"),
        };
        if (elements.Count != length) throw Error(statement, $"{syntax} must be a vector of {length}");
        return new Operand
        {
            Kind = OperandKind.Vector, Type = type, Elements = elements.Select(e => Value(statement, element, type, e, scope)).ToArray(),
        };
    }

    private Operand Value(InstructionStatement statement, OperandPattern pattern, ScalarType type, OperandSyntax syntax, Scope scope)
    {
        switch (syntax)
        {
            case ConstantOperand constant when !pattern.Destination:
            {
                if (constant.Value.Convert(type, out var reason) is not { } bits) throw Error(statement, reason);
                return new Operand
                {
                    Slot = frame.Constant(type == ScalarType.Pred ? 0 : type.Size(), bits), Type = type, Declared = type, IsConstant = true, Value = (long)bits,
                };
            }

            case NameOperand { Name: "_", Component: null, Negated: false, Offset: null } when pattern.Destination && pattern.Sink:
                return new Operand { Type = type, Declared = type };
            case NameOperand name:
                if (name.Negated && !pattern.Negatable) throw Error(statement, $"{syntax} may not be negated");
                return Named(statement, pattern, type, name, scope);
            default:
                throw Error(statement, $"{syntax} is no operand of type .{type.Name()}");
        }
    }

    private Operand Named(InstructionStatement statement, OperandPattern pattern, ScalarType type, NameOperand name, Scope scope)
    {
        var symbol = scope.Find(name.Name);
        if (symbol is VariableSymbol variable && pattern.AddressOf)
        {
            if (type.Class() is not (TypeClass.Integer or TypeClass.Bits) || type.Size() < 4) throw Error(statement, $"the address of {name} needs a 32- or 64-bit integer type");
            return new Operand { Slot = frame.AddressOf(place(variable), type.Size(), name.Offset ?? 0), Type = type, Declared = type };
        }

        if (name.Offset is not null) throw Error(statement, $"{name}: an offset belongs in brackets");
        if (symbol is RegisterSymbol register)
        {
            var slot = SlotOf(statement, register, name);
            Check(statement, pattern, type, register.Type, name.Name);
            if (pattern.Destination) Writes.Add(slot);
            else Reads.Add((slot, name.ToString()));
            return new Operand { Slot = slot, Type = type, Declared = register.Type, Negated = name.Negated };
        }

        if (symbol is not null) throw Error(statement, $"{name} is no register");
        if (pattern.Destination) throw Error(statement, $"{name} is not declared or may not be written");
        return Special(statement, pattern, type, name);
    }

    private Operand Special(InstructionStatement statement, OperandPattern pattern, ScalarType type, NameOperand name)
    {
        var full = name.Component is null ? name.Name : name.Name + "." + name.Component;
        if (SpecialRegister.Find(full) is { } special)
        {
            Check(statement, pattern, type, special.Type, full);
            return new Operand { Slot = frame.Special(special), Type = type, Declared = special.Type };
        }

        if (!ClockOperation.TryFind(full, out var clockType, out var shift)) throw Error(statement, $"{full} is not declared");
        Check(statement, pattern, type, clockType, full);
        var slot = frame.Slot(clockType.Size());
        Before.Add(new ClockOperation(slot, clockType.Size(), shift));
        return new Operand { Slot = slot, Type = type, Declared = clockType };
    }

    public int SlotOf(InstructionStatement statement, RegisterSymbol register, NameOperand name)
    {
        var component = name.Component switch
        {
            null => 0,
            "x" or "r" => 0,
            "y" or "g" => 1,
            "z" or "b" => 2,
            _ => 3,
        };
        if (name.Component is null ? register.Length != 1 : component >= register.Length)
            throw Error(statement, $"{name} names no scalar register");
        if (register.Slots[component] < 0) register.Slots[component] = NewSlot(register);
        return register.Slots[component];
    }

    private int NewSlot(RegisterSymbol register)
    {
        var bytes = register.Type.Size();
        if (register.Length > 1 || Ranges?.LastUse(register.Name) is not { } last) return frame.Slot(bytes);
        var slot = frame.Take(bytes);
        Borrowed.Add((last, bytes, slot));
        return slot;
    }

    private static void Check(InstructionStatement statement, OperandPattern pattern, ScalarType instruction, ScalarType register, string name)
    {
        if (pattern.Relaxed ? TypeRules.AllowsRelaxed(instruction, register) : TypeRules.Allows(instruction, register)) return;
        throw Error(statement, $"{name} is .{register.Name()} where .{instruction.Name()} is needed");
    }

    private Operand Address(InstructionStatement statement, StateSpace space, OperandSyntax syntax, Scope scope)
    {
        if (syntax is not AddressOperand address) throw Error(statement, $"{syntax} must be an address in brackets");
        if (address.Base is not { } name)
        {
            return new Operand
            {
                Kind = OperandKind.Address, Slot = frame.Constant(8, (ulong)address.Offset), Declared = ScalarType.U64, Space = space,
            };
        }

        switch (scope.Find(name.Name))
        {
            case RegisterSymbol register:
            {
                var slot = SlotOf(statement, register, name);
                if (register.Type.Class() is not (TypeClass.Integer or TypeClass.Bits) || register.Type.Size() < 4)
                    throw Error(statement, $"the address {name} is .{register.Type.Name()}: 32 or 64 bits of integer or bit type are needed");
                if (register.Type.Size() == 4 && space is StateSpace.Generic or StateSpace.Global or StateSpace.Parameter && register.Type.Size() == 4)
                    throw Error(statement, $"the address {name} has 32 bits, the state space needs 64");
                Reads.Add((slot, name.ToString()));
                return new Operand { Kind = OperandKind.Address, Slot = slot, Declared = register.Type, Value = address.Offset, Space = space };
            }

            case VariableSymbol variable:
            {
                var placed = place(variable);
                var declared = variable.Variable.Space;
                if (space != declared && !(space == StateSpace.Generic && declared == StateSpace.Global))
                    throw Error(statement, $"{name} lies in .{declared.ToString().ToLowerInvariant()}, which is not where the instruction looks");
                return new Operand
                {
                    Kind = OperandKind.Address, Slot = frame.AddressOf(placed, 8, 0), Declared = ScalarType.U64, Value = address.Offset, Space = placed.Space,
                };
            }

            default:
                throw Error(statement, $"{name} is no register or variable");
        }
    }
}
