using System.Reflection;
using ConvGpu.Ilgpu.Compilation;
using ILGPU;

namespace ConvGpu.Compiler.Tests.Conformance;

/// <summary>One kernel of the suite, closed, from the optimised or the unoptimised build of its source.</summary>
public sealed class ConformanceCase
{
    private static readonly Dictionary<string, ConformanceCase> Cases = Find().ToDictionary(test => test.Name);

    private ConformanceCase(string name, MethodInfo method, int ulps)
    {
        Name = name;
        Method = method;
        Ulps = ulps;
    }

    /// <summary>All cases by name, for theories.</summary>
    public static TheoryData<string> Names => [.. Cases.Keys.Order(StringComparer.Ordinal)];

    public string Name { get; }

    public MethodInfo Method { get; }

    public int Ulps { get; }

    internal KernelIndexing Indexing => Method.GetParameters()[0].ParameterType switch
    {
        var type when type == typeof(Index1D) => KernelIndexing.Implicit1D,
        var type when type == typeof(Index2D) => KernelIndexing.Implicit2D,
        var type when type == typeof(Index3D) => KernelIndexing.Implicit3D,
        _ => KernelIndexing.Explicit,
    };

    public static ConformanceCase Get(string name) => Cases[name];

    private static IEnumerable<ConformanceCase> Find()
    {
        foreach (var (assembly, prefix) in ((string, string)[])[("ConvGpu.Conformance", "Release"), ("ConvGpu.Conformance.Unoptimized", "Debug")])
            foreach (var type in Assembly.Load(assembly).GetTypes())
                foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                    foreach (var mark in method.GetCustomAttributesData().Where(data => data.AttributeType.Name == "ConformanceAttribute"))
                        yield return Make(prefix, type, method, mark);
    }

    /// <summary>Read from metadata: the attribute's type exists in both assemblies.</summary>
    private static ConformanceCase Make(string prefix, Type type, MethodInfo method, CustomAttributeData mark)
    {
        var arguments = ((IReadOnlyCollection<CustomAttributeTypedArgument>)mark.ConstructorArguments[0].Value!).Select(argument => (Type)argument.Value!).ToArray();
        int ulps = mark.NamedArguments.Where(argument => argument.MemberName == "Ulps").Select(argument => (int)argument.TypedValue.Value!).FirstOrDefault();
        string generic = arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(argument => argument.Name))}>" : "";
        return new($"{prefix}: {type.Name}.{method.Name}{generic}", arguments.Length > 0 ? method.MakeGenericMethod(arguments) : method, ulps);
    }
}
