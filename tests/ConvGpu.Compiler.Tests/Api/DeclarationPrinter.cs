using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Writes public members as the list of ILGPU's declarations writes them, so that the two compare as text.</summary>
internal static class DeclarationPrinter
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(sbyte)] = "sbyte", [typeof(byte)] = "byte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(char)] = "char", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>Every public member that a type itself declares, overrides of object and compiler-made members left out.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.IsEnum)
        {
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                yield return $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)},";
            yield break;
        }
        foreach (var constructor in type.GetConstructors(flags).Where(constructor => !constructor.IsStatic))
            yield return $"public {SimpleName(type)}({Parameters(constructor)});";
        foreach (var field in type.GetFields(flags))
            yield return field.IsLiteral
                ? $"public const {Name(field.FieldType)} {field.Name}"
                : $"public {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name};";
        foreach (var property in type.GetProperties(flags))
            yield return Property(property);
        foreach (var method in type.GetMethods(flags))
            if (!IsAccessor(method) && !IsOverride(method))
                yield return Method(method);
    }

    /// <summary>Dotted name without namespace, with the arity of its generic parameters.</summary>
    public static string Key(Type type)
    {
        string name = type.Name;
        for (var outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
            name = outer.Name + "." + name;
        return name;
    }

    public static string Name(Type type)
    {
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Name(inner) + "?";
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        string name = SimpleName(type);
        if (type.IsGenericType && type.DeclaringType is { IsGenericType: true } outer)
            return $"{SimpleName(outer)}<{Arguments(type)}>.{name}";
        if (type.DeclaringType is { } parent)
            name = Name(parent) + "." + name;
        return type.IsGenericType ? $"{name}<{Arguments(type)}>" : name;
    }

    private static string Arguments(Type type) => string.Join(", ", type.GetGenericArguments().Select(Name));

    private static string SimpleName(Type type) => type.Name.Split('`')[0];

    private static string Property(PropertyInfo property)
    {
        var accessor = (property.GetMethod ?? property.SetMethod)!;
        string name = property.GetIndexParameters() is { Length: > 0 } indices
            ? $"this[{string.Join(", ", indices.Select(Parameter))}]"
            : property.Name;
        string accessors = (property.GetMethod is { IsPublic: true } ? "get; " : "") + (property.SetMethod is { IsPublic: true } ? "set; " : "");
        return $"public {Modifiers(accessor)}{Name(property.PropertyType)} {name} {{ {accessors}}}";
    }

    private static string Method(MethodInfo method)
    {
        string generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        string constraints = string.Concat(method.GetGenericArguments().Select(Constraints));
        string extension = method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "";
        return $"public {Modifiers(method)}{Name(method.ReturnType)} {method.Name}{generics}({extension}{Parameters(method)}){constraints};";
    }

    private static string Modifiers(MethodInfo method) =>
        method.IsStatic ? "static " : method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        if (!parameter.ParameterType.IsByRef)
            return $"{Name(parameter.ParameterType)} {parameter.Name}";
        string modifier = parameter.IsOut ? "out" : parameter.IsIn ? "in" : "ref";
        return $"{modifier} {Name(parameter.ParameterType.GetElementType()!)} {parameter.Name}";
    }

    private static string Constraints(Type parameter)
    {
        List<string> parts = [];
        var attributes = parameter.GenericParameterAttributes;
        bool isUnmanaged = parameter.GetCustomAttributesData().Any(data => data.AttributeType.Name == "IsUnmanagedAttribute");
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isUnmanaged)
            parts.Add("unmanaged");
        else if (isStruct)
            parts.Add("struct");
        else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            parts.Add("class");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Name));
        if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
            parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal));

    private static bool IsOverride(MethodInfo method) => method.IsVirtual && method.GetBaseDefinition() != method;
}
