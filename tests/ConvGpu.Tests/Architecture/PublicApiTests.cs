using System.Reflection;
using System.Text;
using ConvGpu.Compiler.Tests.Api;

namespace ConvGpu.Tests.Architecture;

/// <summary>
/// What users can call is written down, so that a change of it shows in the diff. After an intended change run the tests once with
/// CONVGPU_UPDATE_BASELINE=1 and commit the files.
/// </summary>
public class PublicApiTests
{
    public static TheoryData<string> Assemblies() =>
        ["ConvGpu.Threading", "ConvGpu.Ilgpu", "ConvGpu.Runtime", "ConvGpu.Kernels", "ConvGpu.Layers", "ConvGpu.Data", "ConvGpu.Training", "ConvGpu.Formats", "ConvGpu.Onnx"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void ThePublicMembersAreThoseOfTheBaseline(string assembly)
    {
        Assert.SkipUnless(assembly != "ConvGpu.Ilgpu" || IsInTree, "This build has ILGPU from outside.");
        string path = Path.Combine(RepositoryRoot.Find(), "tests", "ConvGpu.Tests", "Architecture", "PublicApi", assembly + ".txt");
        string[] actual = [.. Declarations(Assembly.Load(assembly))];
        if (Environment.GetEnvironmentVariable("CONVGPU_UPDATE_BASELINE") == "1")
            File.WriteAllText(path, string.Join('\n', actual) + '\n', new UTF8Encoding(false));
        Assert.True(File.Exists(path), $"{path} is missing. Run the tests with CONVGPU_UPDATE_BASELINE=1.");
        string[] expected = File.ReadAllText(path).TrimEnd('\n').Split('\n');
        var changes = actual.Except(expected).Select(line => "+ " + line).Concat(expected.Except(actual).Select(line => "- " + line)).ToList();
        Assert.True(changes.Count == 0, $"The public API of {assembly} changed. If that is intended, run the tests with "
            + $"CONVGPU_UPDATE_BASELINE=1 and commit the result.\n{string.Join('\n', changes)}");
    }

    private static bool IsInTree => File.Exists(Path.Combine(AppContext.BaseDirectory, "ConvGpu.Ilgpu.dll"));

    // One line a member, with its type in front: lines stand for themselves in a diff.
    private static IEnumerable<string> Declarations(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where !type.Namespace!.StartsWith("ILGPU", StringComparison.Ordinal)
        let name = $"{type.Namespace}.{DeclarationPrinter.Key(type)}"
        orderby name
        from line in DeclarationPrinter.Members(type).Order(StringComparer.Ordinal).Prepend(Header(type))
        select $"{name}: {line}";

    private static string Header(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var bases = type.GetInterfaces().Select(DeclarationPrinter.Name).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            bases.Insert(0, DeclarationPrinter.Name(parent));
        return bases.Count == 0 ? kind : $"{kind} : {string.Join(", ", bases)}";
    }
}
