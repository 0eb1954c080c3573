using System.Reflection.Emit;

namespace ConvGpu.ReferenceAssemblies;

/// <summary>Finds the type that a name in a declaration means: a generic parameter, a type being emitted, or one of .NET's.</summary>
internal sealed class TypeResolver(Func<string, Type?> emitted)
{
    private static readonly Dictionary<string, Type> Keywords = new()
    {
        ["void"] = typeof(void), ["bool"] = typeof(bool), ["sbyte"] = typeof(sbyte), ["byte"] = typeof(byte), ["short"] = typeof(short),
        ["ushort"] = typeof(ushort), ["int"] = typeof(int), ["uint"] = typeof(uint), ["long"] = typeof(long), ["ulong"] = typeof(ulong),
        ["float"] = typeof(float), ["double"] = typeof(double), ["char"] = typeof(char), ["string"] = typeof(string), ["object"] = typeof(object),
        ["nint"] = typeof(nint), ["nuint"] = typeof(nuint),
    };

    private static readonly string[] Namespaces =
    [
        "System", "System.Collections.Generic", "System.Collections.Immutable", "System.IO", "System.Reflection", "System.Threading",
        "System.Threading.Tasks", "System.Runtime.Serialization",
    ];

    public Type Resolve(TypeSyntax syntax, IReadOnlyDictionary<string, Type> parameters)
    {
        string name = syntax.Name.TrimStart('@');
        Type type;
        if (syntax.Arguments.Count == 0 && parameters.TryGetValue(name, out var parameter))
            type = parameter;
        else if (syntax.Arguments.Count == 0 && Keywords.TryGetValue(name, out var keyword))
            type = keyword;
        else
        {
            string key = syntax.Arguments.Count == 0 ? name : $"{name}`{syntax.Arguments.Count}";
            type = emitted(key) ?? FindInFramework(key, syntax.NestedName)
                ?? throw new InvalidOperationException($"The declarations mention {key}, which is neither declared nor one of .NET's.");
            if (syntax.Arguments.Count > 0)
                type = type.MakeGenericType([.. syntax.Arguments.Select(argument => Resolve(argument, parameters))]);
        }
        foreach (int rank in syntax.ArrayRanks)
            type = rank == 1 ? type.MakeArrayType() : type.MakeArrayType(rank);
        if (syntax.IsPointer)
            type = type.MakePointerType();
        return syntax.IsByRef ? type.MakeByRefType() : type;
    }

    /// <summary>The .NET type of this name and arity, or null.</summary>
    public static Type? FindInFramework(string key, string? nested = null)
    {
        string suffix = nested is null ? "" : "+" + nested;
        foreach (string space in Namespaces)
            foreach (var assembly in (System.Reflection.Assembly[])[typeof(object).Assembly, typeof(System.Collections.Immutable.ImmutableArray).Assembly])
                if (assembly.GetType($"{space}.{key}{suffix}") is { IsPublic: true } or { IsNestedPublic: true })
                    return assembly.GetType($"{space}.{key}{suffix}");
        return null;
    }

    /// <summary>Every type name that the declarations mention, with arities.</summary>
    public static IEnumerable<string> Mentioned(TypeSyntax syntax)
    {
        yield return syntax.Arguments.Count == 0 ? syntax.Name : $"{syntax.Name}`{syntax.Arguments.Count}";
        foreach (var argument in syntax.Arguments)
            foreach (string inner in Mentioned(argument))
                yield return inner;
    }

    public static bool IsKeyword(string name) => Keywords.ContainsKey(name);
}
