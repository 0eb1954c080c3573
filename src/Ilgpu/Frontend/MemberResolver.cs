using System.Reflection;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Finds the method that a call constrained to a type runs.</summary>
internal static class MemberResolver
{
    /// <summary>The implementation of an interface member, static or not, on a closed type; null when it has none of its own.</summary>
    public static MethodInfo? Resolve(MethodInfo called, Type type)
    {
        var owner = called.DeclaringType!;
        if (!owner.IsInterface)
            return Override(called, type);
        if (!owner.IsAssignableFrom(type))
            return null;
        var open = called.IsGenericMethod ? called.GetGenericMethodDefinition() : called;
        var map = type.GetInterfaceMap(owner);
        for (int i = 0; i < map.InterfaceMethods.Length; i++)
        {
            if (map.InterfaceMethods[i] != open)
                continue;
            var target = map.TargetMethods[i];
            return called.IsGenericMethod ? target.MakeGenericMethod(called.GetGenericArguments()) : target;
        }
        return null;
    }

    /// <summary>The struct's own override of a method of object or ValueType.</summary>
    private static MethodInfo? Override(MethodInfo called, Type type)
    {
        var types = called.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var found = type.GetMethod(called.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, types);
        return found?.DeclaringType == type ? found : null;
    }
}
