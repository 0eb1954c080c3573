namespace ConvGpu.ReferenceAssemblies;

/// <summary>Types that the declarations mention but the list leaves out: emitted empty, so that signatures resolve.</summary>
internal static class Placeholders
{
    public static IReadOnlyList<ApiType> Of(IReadOnlyList<ApiType> declared)
    {
        var known = declared.Select(type => type.Key).ToHashSet();
        var missing = new Dictionary<string, ApiType>();
        foreach (var type in declared)
        {
            Add(type, type.GenericParameters, type.Bases.Concat(type.Constraints.SelectMany(constraint => constraint.Types)));
            foreach (var member in type.Members)
                Add(type, [.. type.GenericParameters, .. member.GenericParameters],
                    member.Parameters.Select(parameter => parameter.Type).Append(member.Type)
                        .Concat(member.Constraints.SelectMany(constraint => constraint.Types)));
        }
        // The parent of a nested type must exist too.
        foreach (string key in declared.Select(type => type.Name).Concat(missing.Values.Select(type => type.Name)).ToList())
            if (key.LastIndexOf('.') is var dot and > 0 && !known.Contains(key[..dot]) && !missing.ContainsKey(key[..dot]))
                missing[key[..dot]] = Make("ILGPU", key[..dot]);
        return [.. missing.Values];

        void Add(ApiType owner, IReadOnlyList<string> generics, IEnumerable<TypeSyntax> mentions)
        {
            foreach (string key in mentions.SelectMany(TypeResolver.Mentioned))
                if (!generics.Contains(key) && !TypeResolver.IsKeyword(key) && !known.Contains(key) && !missing.ContainsKey(key)
                    && TypeResolver.FindInFramework(key) is null)
                    missing[key] = Make(owner.Namespace, key);
        }
    }

    /// <summary>The class between Accelerator and the accelerators of GPUs.</summary>
    private const string KernelAccelerator = nameof(KernelAccelerator);

    private static ApiType Make(string space, string key)
    {
        int tick = key.IndexOf('`');
        string name = tick < 0 ? key : key[..tick];
        int arity = tick < 0 ? 0 : int.Parse(key[(tick + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        string last = name[(name.LastIndexOf('.') + 1)..];
        bool isInterface = last.Length > 1 && last[0] == 'I' && char.IsUpper(last[1]) && last != "IRContext";
        bool isStride = name.StartsWith("Stride", StringComparison.Ordinal) && name.Contains('.') && !IsDelegate(name);
        var kind = isInterface ? TypeKind.Interface : isStride || Structs.Contains(last) ? TypeKind.Struct : TypeKind.Class;
        // Strides are the value types that generic constraints ask for by interface.
        IReadOnlyList<TypeSyntax> bases = isStride ? [new TypeSyntax($"IStride{name["Stride".Length]}D", [])]
            : last == KernelAccelerator ? [new TypeSyntax("Accelerator", [])] : [];
        return new ApiType(SpaceOf(space, name), name, kind)
        {
            GenericParameters = [.. Enumerable.Range(1, arity).Select(i => $"T{i}")],
            Bases = bases,
            IsAbstract = last == KernelAccelerator,
            IsSealed = kind == TypeKind.Struct || IsDelegate(name),
        };
    }

    /// <summary>Delegates among the placeholders.</summary>
    public static bool IsDelegate(string name) =>
        name.EndsWith(".GetLeadingDimensionSize", StringComparison.Ordinal) || name.EndsWith(".BuildStride", StringComparison.Ordinal);

    private static readonly HashSet<string> Structs =
        ["ScanBoundaries", "ScopedAcceleratorBinding", "IntegerParts", "CLPlatformVersion", "CLCVersion", "CLDeviceVersion", "CudaInstructionSet"];

    private static string SpaceOf(string mentionedIn, string name) =>
        name.StartsWith("Stride", StringComparison.Ordinal) || name.StartsWith("IStride", StringComparison.Ordinal) || name.Contains("Index")
            ? "ILGPU"
            : mentionedIn;
}
