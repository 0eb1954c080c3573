namespace ConvGpu.ReferenceAssemblies;

/// <summary>Reads the list of public declarations: C# declarations without bodies, one a line, types in order of their namespaces.</summary>
internal static class ApiParser
{
    /// <summary>The embedded list of ILGPU 1.5.3.</summary>
    public static IReadOnlyList<ApiType> ReadBaseline()
    {
        using var stream = typeof(ApiParser).Assembly.GetManifestResourceStream("ilgpu-api.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd().Split('\n'));
    }

    public static IReadOnlyList<ApiType> Parse(IEnumerable<string> lines)
    {
        var types = new List<ApiType>();
        string space = "";
        ApiType? current = null;
        foreach (string raw in lines)
        {
            string line = raw.TrimEnd();
            const string namespaceMark = "// namespace ";
            if (line.StartsWith(namespaceMark, StringComparison.Ordinal))
                space = line[namespaceMark.Length..];
            else if (line.StartsWith("public ", StringComparison.Ordinal))
                types.Add(current = ParseType(space, line));
            else if (line.StartsWith("    ", StringComparison.Ordinal) && current is not null)
                current.Members.Add(ParseMember(current, line.Trim()));
        }
        return types;
    }

    private static ApiType ParseType(string space, string line)
    {
        var text = new DeclarationText(line);
        var modifiers = text.TakeModifiers();
        var kind = text.TakeWord() switch
        {
            "class" => TypeKind.Class,
            "struct" => TypeKind.Struct,
            "interface" => TypeKind.Interface,
            "enum" => TypeKind.Enum,
            var other => throw new FormatException($"'{other}' does not start a type in '{line}'."),
        };
        string name = text.TakeDottedName();
        var generics = text.TakeGenericParameters();
        List<TypeSyntax> bases = [];
        if (text.TryTake(':'))
            do
                bases.Add(text.TakeType());
            while (text.TryTake(','));
        return new ApiType(space, name, kind)
        {
            IsStatic = modifiers.Contains("static"),
            IsAbstract = modifiers.Contains("abstract"),
            IsSealed = modifiers.Contains("sealed"),
            IsReadOnly = modifiers.Contains("readonly"),
            GenericParameters = generics,
            Bases = bases,
            Constraints = text.TakeConstraints(),
        };
    }

    private static ApiMember ParseMember(ApiType owner, string line)
    {
        int comment = line.IndexOf(";  //", StringComparison.Ordinal);
        string declaration = comment >= 0 ? line[..(comment + 1)] : line;
        if (owner.Kind == TypeKind.Enum)
        {
            string[] parts = declaration.TrimEnd(',').Split(" = ");
            return new ApiMember(MemberKind.Constant, parts[0], new TypeSyntax(owner.Name, [])) { Value = parts[1], Text = declaration };
        }
        var text = new DeclarationText(declaration);
        var modifiers = text.TakeModifiers();
        string lastName = owner.Name[(owner.Name.LastIndexOf('.') + 1)..];
        if (text.StartsWith(lastName + "("))
        {
            text.TakeWord();
            return new ApiMember(MemberKind.Constructor, ".ctor", new TypeSyntax("void", []))
            {
                Parameters = text.TakeParameters('(', ')'),
                Text = declaration,
            };
        }
        var type = text.TakeType();
        string name = text.TakeWord();
        bool isStatic = modifiers.Contains("static"), isAbstract = modifiers.Contains("abstract");
        if (name == "this")
        {
            var indices = text.TakeParameters('[', ']');
            return new ApiMember(MemberKind.Indexer, "Item", type)
            {
                Parameters = indices, HasGetter = text.Contains("get;"), HasSetter = text.Contains("set;"), IsAbstract = isAbstract, Text = declaration,
            };
        }
        var generics = text.TakeGenericParameters();
        if (text.Peek == '(')
            return new ApiMember(MemberKind.Method, name, type)
            {
                IsStatic = isStatic, IsAbstract = isAbstract, GenericParameters = generics,
                Parameters = text.TakeParameters('(', ')'), Constraints = text.TakeConstraints(), Text = declaration,
            };
        if (text.Peek == '{')
            return new ApiMember(MemberKind.Property, name, type)
            {
                IsStatic = isStatic, IsAbstract = isAbstract, HasGetter = text.Contains("get;"), HasSetter = text.Contains("set;"), Text = declaration,
            };
        bool isConstant = modifiers.Contains("const");
        return new ApiMember(isConstant ? MemberKind.Constant : MemberKind.Field, name, type)
        {
            IsStatic = isStatic || isConstant, IsReadOnly = modifiers.Contains("readonly"),
            Value = text.TryTake('=') ? text.Rest().TrimEnd(';').Trim() : null, Text = declaration,
        };
    }
}
