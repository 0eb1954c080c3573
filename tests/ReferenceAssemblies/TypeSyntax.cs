namespace ConvGpu.ReferenceAssemblies;

/// <summary>A type as written in a declaration: dotted name, generic arguments, and how many dimensions or stars follow it.</summary>
internal sealed record TypeSyntax(string Name, IReadOnlyList<TypeSyntax> Arguments)
{
    public bool IsByRef { get; init; }
    public bool IsPointer { get; init; }

    /// <summary>Ranks of array suffixes from left to right: T[][,] is 1, 2.</summary>
    public IReadOnlyList<int> ArrayRanks { get; init; } = [];

    /// <summary>A type nested in a generic one, as in Span&lt;T&gt;.Enumerator.</summary>
    public string? NestedName { get; init; }
}
