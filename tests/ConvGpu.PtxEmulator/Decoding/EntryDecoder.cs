using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Instructions;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Decoding;

/// <summary>A decoded instruction with the registers it reads and writes.</summary>
internal sealed record Item(Operation Operation, (int Slot, string Name)[] Reads, int[] Writes);

/// <summary>An entry's text to a program. Calls are put in line: recursion and indirect calls are refused.</summary>
internal sealed class EntryDecoder : IDecoding
{
    private readonly PtxModule _module;
    private readonly Frame _frame = new();
    private readonly OperandResolver _resolver;
    private readonly List<Item> _items = [];
    private readonly List<int> _labels = [];
    private readonly Dictionary<Variable, VariableSymbol> _moduleShared = [];
    private readonly Stack<string> _calls = new();
    private Scope _scope;
    private int _returnLabel = -1;
    private readonly List<(int Bytes, int Slot)> _temporaries = [];
    private int _carry = -1;
    private int _sequence;

    private EntryDecoder(PtxModule module)
    {
        _module = module;
        _resolver = new OperandResolver(_frame, Place);
        _scope = module.Scope;
    }

    public PtxVersion Version => _module.Version;

    public int CarrySlot => _carry < 0 ? _carry = _frame.Slot(0) : _carry;

    public static (Execution.Program Program, Frame Frame) Decode(PtxModule module, FunctionSyntax entry, IReadOnlyList<VariableSymbol> parameters)
    {
        var decoder = new EntryDecoder(module) { _scope = new Scope(module.Scope) };
        foreach (var parameter in parameters) decoder._scope.Add(entry.Line, parameter);
        decoder._resolver.Ranges = new RegisterRanges(entry.Body!);
        decoder.Body(entry.Body!);
        decoder.Add(entry.Line, new ExitTerminator(), "end of the entry");
        var blocks = ProgramLayout.Build(decoder._items, decoder._labels, decoder._frame);
        return (decoder._frame.Build(entry.Name, blocks), decoder._frame);
    }

    /// <summary>Checks a function by itself, whether or not an entry calls it.</summary>
    public static void Check(PtxModule module, FunctionSyntax function)
    {
        var decoder = new EntryDecoder(module) { _scope = new Scope(module.Scope) };
        foreach (var formal in function.Results.Concat(function.Parameters)) decoder.Declare(formal);
        decoder._calls.Push(function.Name);
        decoder.Body(function.Body!);
    }

    public int ConstantSlot(int bytes, ulong value) => _frame.Constant(bytes, value);

    public int TemporarySlot(int bytes)
    {
        var slot = _frame.Take(bytes);
        _temporaries.Add((bytes, slot));
        return slot;
    }

    public int[] BranchTargets(DecodedInstruction instruction, OperandSyntax operand)
    {
        if (operand is not NameOperand name || _scope.Find(name.Name) is not BranchTargetsSymbol targets)
            throw instruction.Error($"{operand} is no .branchtargets list");
        return targets.Targets.Select(target => _scope.Find(target) is LabelSymbol label ? label.Id : throw instruction.Error($"{target} is no label")).ToArray();
    }

    /// <summary>Shared variables of the module get their place when the entry first names them.</summary>
    private VariableSymbol Place(VariableSymbol symbol)
    {
        if (symbol.Space != StateSpace.Shared || symbol.Address >= 0) return symbol;
        if (!_moduleShared.TryGetValue(symbol.Variable, out var placed)) _moduleShared[symbol.Variable] = placed = _frame.Shared(symbol.Variable);
        return placed;
    }

    private int NewLabel()
    {
        _labels.Add(-1);
        return _labels.Count - 1;
    }

    private void Body(IReadOnlyList<Statement> body)
    {
        foreach (var statement in body)
        {
            if (statement is LabelStatement label) _scope.Add(label.Line, new LabelSymbol(label.Name, NewLabel()));
            if (statement is BranchTargetsStatement targets) _scope.Add(targets.Line, new BranchTargetsSymbol(targets.Name, targets.Targets));
        }

        foreach (var statement in body)
        {
            switch (statement)
            {
                case LabelStatement label:
                    _labels[((LabelSymbol)_scope.Find(label.Name)!).Id] = _items.Count;
                    break;
                case VariableStatement { Variable: var variable }:
                    Declare(variable);
                    break;
                case ScopeStatement inner:
                {
                    var outer = _scope;
                    _scope = new Scope(outer);
                    Body(inner.Body);
                    _scope = outer;
                    break;
                }

                case InstructionStatement instruction:
                    Instruction(instruction);
                    Finish();
                    break;
            }
        }
    }

    /// <summary>Gives back the slots that an instruction of the text used last, and its temporaries.</summary>
    private void Finish()
    {
        if (_resolver.Ranges is not null) _resolver.Release(_sequence++);
        foreach (var (bytes, slot) in _temporaries) _frame.GiveBack(bytes, slot);
        _temporaries.Clear();
    }

    private void Declare(Variable variable)
    {
        switch (variable.Space)
        {
            case StateSpace.Register when variable.Count is { } count:
                if (variable.VectorLength != 1) throw new PtxFormatException(variable.Line, "numbered registers are scalars");
                _scope.AddRange(variable.Line, variable.Name, count, variable.Type);
                break;
            case StateSpace.Register:
                _scope.Add(variable.Line, new RegisterSymbol(variable.Name, variable.Type, variable.VectorLength));
                break;
            case StateSpace.Local or StateSpace.Parameter:
                _scope.Add(variable.Line, _frame.Local(variable));
                break;
            case StateSpace.Shared:
                _scope.Add(variable.Line, _frame.Shared(variable));
                break;
            default:
                _scope.Add(variable.Line, _module.PlaceVariable(variable));
                break;
        }
    }

    private void Instruction(InstructionStatement statement)
    {
        if (statement.Opcode == "call")
        {
            Call(statement);
            return;
        }

        if (statement.Opcode == "ret")
        {
            Return(statement);
            return;
        }

        var matches = InstructionTable.Match(statement, Version);
        PtxFormatException? failure = null;
        foreach (var match in matches)
        {
            _resolver.Reset();
            try
            {
                var operands = _resolver.Resolve(statement, match, _scope);
                var operation = match.Form.Build(new DecodedInstruction(statement, match, operands, this));
                Add(statement, operation);
                return;
            }
            catch (PtxFormatException e)
            {
                // The reason of a form with so many operands says more than that of another.
                if (failure is null || match.Form.Operands.Count == statement.Operands.Count) failure = e;
            }
        }

        throw failure!;
    }

    private void Add(InstructionStatement statement, Operation operation)
    {
        foreach (var before in _resolver.Before) Add(statement.Line, before, statement);
        operation.Line = statement.Line;
        operation.Source = statement;
        var reads = _resolver.Reads.ToList();
        if (statement.Guard is { } guard)
        {
            operation.Guard = GuardSlot(statement, guard);
            operation.GuardFlip = statement.GuardNegated ? uint.MaxValue : 0;
            reads.Add((operation.Guard, guard));
        }

        _items.Add(new Item(operation, reads.ToArray(), _resolver.Writes.ToArray()));
    }

    private int GuardSlot(InstructionStatement statement, string guard)
    {
        if (_scope.Find(guard) is not RegisterSymbol { Type: ScalarType.Pred } register)
            throw new PtxFormatException(statement.Line, $"the guard {guard} is no predicate");
        return _resolver.SlotOf(statement, register, new NameOperand(guard));
    }

    private void Add(int line, Operation operation, object source)
    {
        operation.Line = line;
        operation.Source = source;
        _items.Add(new Item(operation, [], []));
    }

    private void Return(InstructionStatement statement)
    {
        if (statement.Modifiers.Any(modifier => modifier != "uni") || statement.Operands.Count > 0) throw new PtxFormatException(statement.Line, "ret takes .uni and no operands");
        _resolver.Reset();
        Add(statement, _returnLabel < 0 ? new ExitTerminator() : new BranchTerminator(_returnLabel));
    }

    private void Call(InstructionStatement statement)
    {
        if (statement.Modifiers.Any(modifier => modifier != "uni")) throw new PtxFormatException(statement.Line, "call takes .uni alone");
        var operands = statement.Operands.ToList();
        ListOperand? results = null;
        if (operands.Count > 0 && operands[0] is ListOperand list)
        {
            results = list;
            operands.RemoveAt(0);
        }

        if (operands.Count is < 1 or > 2 || operands[0] is not NameOperand callee) throw new PtxFormatException(statement.Line, "call takes (results), function, (arguments)");
        if (_scope.Find(callee.Name) is RegisterSymbol) throw new PtxFormatException(statement.Line, "indirect calls are not supported by the emulator");
        var arguments = operands.Count > 1 ? operands[1] as ListOperand ?? throw new PtxFormatException(statement.Line, "arguments stand in parentheses") : new ListOperand([]);
        var after = -1;
        if (statement.Guard is { } guard)
        {
            after = NewLabel();
            _resolver.Reset();
            Add(statement with { GuardNegated = !statement.GuardNegated }, new BranchTerminator(after));
        }

        Inline(statement, callee.Name, results?.Elements ?? [], arguments.Elements);
        if (after >= 0) _labels[after] = _items.Count;
    }

    private void Inline(InstructionStatement statement, string name, IReadOnlyList<OperandSyntax> results, IReadOnlyList<OperandSyntax> arguments)
    {
        if (_module.FindFunction(name) is not { } function) throw new PtxFormatException(statement.Line, $"{name} is no function of this module");
        if (results.Count != function.Results.Count || arguments.Count != function.Parameters.Count)
            throw new PtxFormatException(statement.Line, $"{name} has {function.Results.Count} results and {function.Parameters.Count} parameters");
        if (SystemCalls.Find(name) is { } system)
        {
            var addresses = arguments.Select(argument => LocalArgument(statement, argument)).ToArray();
            _resolver.Reset();
            Add(statement with { Guard = null }, system(addresses, results.Select(result => LocalArgument(statement, result)).ToArray()));
            return;
        }

        if (function.Body is null) throw new PtxFormatException(statement.Line, $"{name} has no body");
        if (_calls.Contains(name)) throw new PtxFormatException(statement.Line, $"{name} calls itself: recursion is not supported by the emulator");
        var inner = new Scope(_module.Scope);
        var copies = new List<InstructionStatement>();
        for (var i = 0; i < results.Count; i++) Bind(statement, inner, function.Results[i], results[i], copies, isResult: true);
        for (var i = 0; i < arguments.Count; i++) Bind(statement, inner, function.Parameters[i], arguments[i], copies, isResult: false);
        // Registers of the callee keep their slots: its text is not the range's.
        var (outerScope, outerReturn, outerRanges) = (_scope, _returnLabel, _resolver.Ranges);
        _resolver.Ranges = null;
        _returnLabel = NewLabel();
        _calls.Push(name);
        _scope = inner;
        foreach (var copy in copies.Where(copy => copy.Opcode == "mov")) Instruction(copy);
        Body(function.Body);
        _labels[_returnLabel] = _items.Count;
        foreach (var copy in copies.Where(copy => copy.Opcode == "result")) Instruction(copy with { Opcode = "mov" });
        _calls.Pop();
        (_scope, _returnLabel, _resolver.Ranges) = (outerScope, outerReturn, outerRanges);
    }

    /// <summary>Gives a formal parameter its argument: .param variables are shared, registers copied.</summary>
    private void Bind(InstructionStatement statement, Scope inner, Variable formal, OperandSyntax actual, List<InstructionStatement> copies, bool isResult)
    {
        var symbol = actual is NameOperand { Component: null } name ? _scope.Find(name.Name) : null;
        if (formal.Space == StateSpace.Parameter)
        {
            if (symbol is not VariableSymbol { Variable.Space: StateSpace.Parameter, Space: StateSpace.Local } variable)
                throw new PtxFormatException(statement.Line, $"{actual} must be a .param variable for the parameter {formal.Name}");
            if (variable.Variable.ByteSize != formal.ByteSize || variable.Variable.Alignment < formal.Alignment)
                throw new PtxFormatException(statement.Line, $"{actual} differs in size or alignment from the parameter {formal.Name}");
            inner.Bind(formal.Name, variable);
            return;
        }

        inner.Add(statement.Line, new RegisterSymbol(formal.Name, formal.Type, 1));
        var alias = $"{actual}@{formal.Name}";
        if (symbol is not null) inner.Bind(alias, symbol);
        OperandSyntax outer = symbol is null ? actual : new NameOperand(alias);
        var type = formal.Type is ScalarType.F32 or ScalarType.F64 or ScalarType.Pred ? formal.Type.Name() : "b" + formal.Type.Size() * 8;
        var here = new NameOperand(formal.Name);
        copies.Add(isResult
            ? new InstructionStatement(statement.Line, null, false, "result", [type], [outer, here])
            : new InstructionStatement(statement.Line, null, false, "mov", [type], [here, outer]));
    }

    private VariableSymbol LocalArgument(InstructionStatement statement, OperandSyntax operand) =>
        operand is NameOperand { Component: null } name && _scope.Find(name.Name) is VariableSymbol { Space: StateSpace.Local } symbol
            ? symbol
            : throw new PtxFormatException(statement.Line, $"{operand} must be a .param variable");
}
