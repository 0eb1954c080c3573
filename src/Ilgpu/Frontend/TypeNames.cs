using System.Reflection;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Names of types and methods as C# users write them, for messages.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!);
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return type.IsNested && !type.IsGenericParameter ? Of(type.DeclaringType!) + "." + type.Name : type.Name;
        string name = type.Name;
        int tick = name.IndexOf('`');
        if (tick >= 0)
            name = name[..tick];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }

    public static string Of(MethodBase method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Of))}>" : "";
        string owner = method.DeclaringType is { } type ? Of(type) + "." : "";
        return $"{owner}{method.Name}{generic}";
    }

    /// <summary>With the parameter types, where an overload matters.</summary>
    public static string Signature(MethodBase method) =>
        $"{Of(method)}({string.Join(", ", method.GetParameters().Select(parameter => Of(parameter.ParameterType)))})";
}
