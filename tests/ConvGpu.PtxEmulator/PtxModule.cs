using ConvGpu.Emulation.Decoding;
using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Memory;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation;

/// <summary>A parameter of an entry.</summary>
public sealed record PtxParameter(string Name, ScalarType Type, int Offset, int Bytes, int Alignment);

/// <summary>An entry that can be launched.</summary>
public sealed class PtxEntry
{
    internal PtxEntry(PtxModule module, FunctionSyntax syntax)
    {
        Module = module;
        Name = syntax.Name;
        var symbols = new List<VariableSymbol>();
        var parameters = new List<PtxParameter>();
        var offset = 0;
        foreach (var parameter in syntax.Parameters)
        {
            if (parameter.Space != StateSpace.Parameter) throw new PtxFormatException(parameter.Line, "entry parameters are .param");
            offset = (offset + parameter.Alignment - 1) & ~(parameter.Alignment - 1);
            parameters.Add(new PtxParameter(parameter.Name, parameter.Type, offset, (int)parameter.ByteSize, parameter.Alignment));
            symbols.Add(new VariableSymbol(parameter, StateSpace.Parameter, AddressSpaces.ParameterBase + offset));
            offset += checked((int)parameter.ByteSize);
        }

        if (offset > (module.Version is { Isa: >= 81, Architecture: >= 70 } ? 32764 : 4352)) throw new PtxFormatException(syntax.Line, $"{offset} bytes of parameters are too many");
        Parameters = parameters;
        ParameterBytes = offset;
        MaximumThreads = syntax.MaximumThreads;
        RequiredThreads = syntax.RequiredThreads;
        MinimumGroups = syntax.MinimumGroups;
        (Program, var frame) = EntryDecoder.Decode(module, syntax, symbols);
        StaticSharedBytes = frame.StaticSharedBytes;
        DynamicSharedOffset = frame.DynamicSharedOffset;
        UsesDynamicShared = frame.UsesDynamicShared;
    }

    public PtxModule Module { get; }

    public string Name { get; }

    public IReadOnlyList<PtxParameter> Parameters { get; }

    /// <summary>Bytes of all parameters.</summary>
    public int ParameterBytes { get; }

    /// <summary>.maxntid</summary>
    public (int X, int Y, int Z)? MaximumThreads { get; }

    /// <summary>.reqntid</summary>
    public (int X, int Y, int Z)? RequiredThreads { get; }

    /// <summary>.minnctapersm, or 0.</summary>
    public int MinimumGroups { get; }

    /// <summary>Shared variables of known size.</summary>
    public int StaticSharedBytes { get; }

    public bool UsesDynamicShared { get; }

    /// <summary>Local bytes a thread needs, parameters of calls included.</summary>
    public int LocalBytes => Program.LocalBytes;

    internal int DynamicSharedOffset { get; }

    internal Execution.Program Program { get; }
}

/// <summary>A module of PTX, parsed, checked and decoded.</summary>
public sealed class PtxModule
{
    private readonly Dictionary<string, FunctionSyntax> _functions = [];
    private readonly List<VariableSymbol> _placed = [];
    private readonly Dictionary<string, PtxEntry> _entries = [];
    private long _constantBytes;

    private PtxModule(ModuleParser parser)
    {
        Version = parser.Version;
        foreach (var variable in parser.Variables) Scope.Add(variable.Line, PlaceVariable(variable));
        foreach (var function in parser.Functions)
        {
            if (_functions.TryGetValue(function.Name, out var known))
            {
                if (known.Body is not null && function.Body is not null) throw new PtxFormatException(function.Line, $"{function.Name} is defined twice");
                if (known.Parameters.Count != function.Parameters.Count || known.Results.Count != function.Results.Count)
                    throw new PtxFormatException(function.Line, $"{function.Name} differs from its declaration");
                if (known.Body is not null) continue;
            }

            _functions[function.Name] = function;
        }

        foreach (var function in _functions.Values)
        {
            if (function.Body is null) continue;
            if (function.IsEntry) _entries.Add(function.Name, new PtxEntry(this, function));
            else EntryDecoder.Check(this, function);
        }
    }

    /// <summary>Entries by name.</summary>
    public IReadOnlyDictionary<string, PtxEntry> Entries => _entries;

    internal PtxVersion Version { get; }

    internal Scope Scope { get; } = new(null);

    internal IReadOnlyList<VariableSymbol> PlacedVariables => _placed;

    internal long ConstantBytes => _constantBytes;

    /// <summary>Parses, type-checks and decodes a module.</summary>
    /// <exception cref="PtxFormatException">The text breaks a rule of the ISA, or uses what the emulator does not know.</exception>
    public static PtxModule Parse(string text) => new(ModuleParser.Parse(text));

    internal FunctionSyntax? FindFunction(string name) => _functions.GetValueOrDefault(name);

    /// <summary>Gives a .global, .const or module's .shared variable its place.</summary>
    internal VariableSymbol PlaceVariable(Variable variable)
    {
        switch (variable.Space)
        {
            case StateSpace.Shared:
                return new VariableSymbol(variable, StateSpace.Shared, -1);
            case StateSpace.Constant:
            {
                _constantBytes = (_constantBytes + variable.Alignment - 1) / variable.Alignment * variable.Alignment;
                var symbol = new VariableSymbol(variable, StateSpace.Constant, AddressSpaces.ConstantBase + _constantBytes);
                _constantBytes += variable.ByteSize;
                _placed.Add(symbol);
                return symbol;
            }

            case StateSpace.Global:
            {
                var symbol = new VariableSymbol(variable, StateSpace.Global, 0) { Deferred = true };
                _placed.Add(symbol);
                return symbol;
            }

            default:
                throw new PtxFormatException(variable.Line, $"{variable.Name}: a module holds .global, .const and .shared variables");
        }
    }
}
