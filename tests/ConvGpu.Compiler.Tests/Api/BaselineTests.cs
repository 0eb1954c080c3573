using System.Reflection;
using ConvGpu.ReferenceAssemblies;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>
/// src/Ilgpu implements a part of the API of ILGPU 1.5.3 and adds nothing to its namespaces: each public member stands, word for word, in
/// the list of ILGPU's declarations. What ILGPU lacks belongs in a namespace of ConvGpu's own.
/// </summary>
public class BaselineTests
{
    private static readonly Dictionary<string, ApiType> Declared = ApiParser.ReadBaseline().ToDictionary(type => type.Key);

    /// <summary>Types whose names signatures in the list mention without the list declaring them: their members cannot be compared.</summary>
    private static readonly HashSet<string> Mentioned = [.. Placeholders.Of([.. Declared.Values]).Select(type => type.Key)];

    [Fact]
    public void EveryPublicTypeIsDeclaredOrMentionedByIlgpu()
    {
        var strangers = PublicTypes().Where(type => !Declared.ContainsKey(DeclarationPrinter.Key(type)) && !Mentioned.Contains(DeclarationPrinter.Key(type)));
        Assert.Empty(strangers.Select(type => type.FullName));
    }

    [Fact]
    public void EveryPublicMemberIsDeclaredByIlgpu()
    {
        List<string> strangers = [];
        int compared = 0;
        foreach (var type in PublicTypes())
        {
            if (!Declared.TryGetValue(DeclarationPrinter.Key(type), out var declared))
                continue;
            var known = declared.Members.Select(member => Normalize(member.Text)).ToHashSet();
            foreach (string member in DeclarationPrinter.Members(type))
            {
                compared++;
                if (!known.Contains(Normalize(member)))
                    strangers.Add($"{DeclarationPrinter.Key(type)}: {member}");
            }
        }
        Assert.True(strangers.Count == 0, string.Join(Environment.NewLine, strangers));
        Assert.True(compared > 1000, $"Only {compared} members were compared.");
    }

    [Fact]
    public void TypesHaveTheKindThatIlgpuGivesThem()
    {
        List<string> differences = [];
        foreach (var type in PublicTypes())
            if (Declared.TryGetValue(DeclarationPrinter.Key(type), out var declared) && KindOf(type) != declared.Kind)
                differences.Add($"{DeclarationPrinter.Key(type)} is a {KindOf(type)}; ILGPU declares a {declared.Kind}");
        Assert.Empty(differences);
    }

    private static IEnumerable<Type> PublicTypes() => typeof(ILGPU.Context).Assembly.GetExportedTypes()
        .Where(type => type.Namespace!.StartsWith("ILGPU", StringComparison.Ordinal));

    private static TypeKind KindOf(Type type) =>
        type.IsEnum ? TypeKind.Enum : type.IsInterface ? TypeKind.Interface : type.IsValueType ? TypeKind.Struct : TypeKind.Class;

    /// <summary>The list shows a constant's value, which reflection prints differently; names are C# keywords without their @.</summary>
    private static string Normalize(string declaration)
    {
        int value = declaration.StartsWith("public const ", StringComparison.Ordinal) ? declaration.IndexOf(" = ", StringComparison.Ordinal) : -1;
        return (value > 0 ? declaration[..value] : declaration).Replace("@", "").TrimEnd();
    }
}
