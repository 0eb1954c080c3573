namespace ConvGpu.ReferenceAssemblies;

internal enum TypeKind { Class, Struct, Interface, Enum }

internal enum MemberKind { Constructor, Method, Property, Indexer, Field, Constant }

internal sealed record ApiParameter(string Name, TypeSyntax Type, string Modifier);

internal sealed record ApiConstraint(string Parameter, bool IsStruct, bool IsClass, bool IsUnmanaged, bool HasNew, IReadOnlyList<TypeSyntax> Types);

internal sealed record ApiMember(MemberKind Kind, string Name, TypeSyntax Type)
{
    public bool IsStatic { get; init; }
    public bool IsAbstract { get; init; }
    public bool IsReadOnly { get; init; }
    public bool HasGetter { get; init; }
    public bool HasSetter { get; init; }
    public string? Value { get; init; }
    public IReadOnlyList<string> GenericParameters { get; init; } = [];
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];
    public IReadOnlyList<ApiConstraint> Constraints { get; init; } = [];

    /// <summary>The declaration as the list has it, without the closing comment.</summary>
    public required string Text { get; init; }
}

internal sealed record ApiType(string Namespace, string Name, TypeKind Kind)
{
    public bool IsStatic { get; init; }
    public bool IsAbstract { get; init; }
    public bool IsSealed { get; init; }
    public bool IsReadOnly { get; init; }
    public IReadOnlyList<string> GenericParameters { get; init; } = [];
    public IReadOnlyList<TypeSyntax> Bases { get; init; } = [];
    public IReadOnlyList<ApiConstraint> Constraints { get; init; } = [];
    public List<ApiMember> Members { get; } = [];

    /// <summary>Name and arity as references see them: "Stride1D.Dense", "ArrayView`1".</summary>
    public string Key => GenericParameters.Count == 0 ? Name : $"{Name}`{GenericParameters.Count}";

    /// <summary>The assembly of the real packages that holds the type.</summary>
    public string Assembly => Namespace.StartsWith("ILGPU.Algorithms", StringComparison.Ordinal) || Name == "AlgorithmContext"
        ? "ILGPU.Algorithms" : "ILGPU";
}
