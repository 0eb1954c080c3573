namespace ConvGpu.Emulation.Parsing;

internal enum StateSpace : byte
{
    Register,
    Generic,
    Global,
    Shared,
    Local,
    Constant,
    Parameter,
}

internal abstract record OperandSyntax;

/// <summary>A register, special register, variable, label or function; Component is x, y, z or w; Offset is what follows a plus.</summary>
internal sealed record NameOperand(string Name, string? Component = null, bool Negated = false, long? Offset = null) : OperandSyntax
{
    public override string ToString() => (Negated ? "!" : "") + Name + (Component is null ? "" : "." + Component);
}

internal sealed record ConstantOperand(Constant Value) : OperandSyntax
{
    public override string ToString() => Value.ToString();
}

/// <summary>[Base+Offset]; no base for an absolute address.</summary>
internal sealed record AddressOperand(NameOperand? Base, long Offset) : OperandSyntax
{
    public override string ToString() => $"[{Base}{(Base is null || Offset != 0 ? "+" + Offset : "")}]";
}

internal sealed record VectorOperand(IReadOnlyList<OperandSyntax> Elements) : OperandSyntax
{
    public override string ToString() => "{" + string.Join(", ", Elements) + "}";
}

/// <summary>d|p</summary>
internal sealed record PairOperand(OperandSyntax First, OperandSyntax Second) : OperandSyntax
{
    public override string ToString() => $"{First}|{Second}";
}

/// <summary>(a, b) of a call.</summary>
internal sealed record ListOperand(IReadOnlyList<OperandSyntax> Elements) : OperandSyntax
{
    public override string ToString() => "(" + string.Join(", ", Elements) + ")";
}

internal abstract record Statement(int Line);

internal sealed record LabelStatement(int Line, string Name) : Statement(Line);

internal sealed record InstructionStatement(
    int Line, string? Guard, bool GuardNegated, string Opcode, IReadOnlyList<string> Modifiers, IReadOnlyList<OperandSyntax> Operands)
    : Statement(Line)
{
    public string FullName => Modifiers.Count == 0 ? Opcode : Opcode + "." + string.Join('.', Modifiers);

    public override string ToString() =>
        (Guard is null ? "" : $"@{(GuardNegated ? "!" : "")}{Guard} ") + FullName + " " + string.Join(", ", Operands);
}

internal sealed record ScopeStatement(int Line, IReadOnlyList<Statement> Body) : Statement(Line);

internal sealed record VariableStatement(int Line, Variable Variable) : Statement(Line);

/// <summary>label: .branchtargets a, b;</summary>
internal sealed record BranchTargetsStatement(int Line, string Name, IReadOnlyList<string> Targets) : Statement(Line);

/// <summary>A variable or a register, or Count numbered registers.</summary>
internal sealed record Variable(
    int Line, StateSpace Space, ScalarType Type, int VectorLength, string Name, int Alignment, long ElementCount)
{
    /// <summary>Whether the name was written with brackets.</summary>
    public bool IsArray { get; init; }

    /// <summary>Number of registers of a parameterised name such as %r&lt;10&gt;, else null.</summary>
    public int? Count { get; init; }

    public bool External { get; init; }

    /// <summary>Initial elements in order; a name stands for an address.</summary>
    public IReadOnlyList<InitialValue>? Initial { get; init; }

    public long ByteSize => ElementCount * VectorLength * Type.Size();
}

internal readonly record struct InitialValue(Constant Value, string? Symbol, bool Generic);

internal sealed record FunctionSyntax(
    int Line, string Name, bool IsEntry, IReadOnlyList<Variable> Results, IReadOnlyList<Variable> Parameters, IReadOnlyList<Statement>? Body)
{
    public (int X, int Y, int Z)? MaximumThreads { get; init; }

    public (int X, int Y, int Z)? RequiredThreads { get; init; }

    public int MinimumGroups { get; init; }
}
