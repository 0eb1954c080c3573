using System.Xml.Linq;

namespace ConvGpu.Tests.Architecture;

/// <summary>Dependencies point one way (docs/architecture.md): a project may refer only to those that stand below it.</summary>
public class DependencyTests
{
    /// <summary>Each project and what it may refer to directly or through others, lowest first.</summary>
    private static readonly (string Project, string[] Below)[] Layers =
    [
        ("Threading", []),
        ("Ilgpu", ["Threading"]),
        ("Runtime", ["Threading", "Ilgpu"]),
        ("Kernels", ["Threading", "Ilgpu", "Runtime"]),
        ("Layers", ["Threading", "Ilgpu", "Runtime", "Kernels"]),
        ("Formats", ["Threading", "Ilgpu", "Runtime", "Kernels", "Layers"]),
        ("Data", ["Threading", "Ilgpu", "Runtime", "Kernels", "Layers", "Formats"]),
        ("Onnx", ["Threading", "Ilgpu", "Runtime", "Kernels", "Layers", "Formats"]),
        ("Training", ["Threading", "Ilgpu", "Runtime", "Kernels", "Layers", "Data", "Formats"]),
        ("Cli", ["Threading", "Ilgpu", "Runtime", "Kernels", "Layers", "Data", "Training", "Formats", "Onnx"]),
    ];

    [Fact]
    public void ProjectsReferOnlyToThoseBelow()
    {
        string source = Path.Combine(RepositoryRoot.Find(), "src");
        var found = Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(found);
        foreach (string file in found)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            var layer = Assert.Single(Layers, layer => layer.Project == name);
            foreach (string reference in References(file))
                Assert.True(layer.Below.Contains(reference), $"{name} refers to {reference}, which does not stand below it.");
        }
    }

    /// <summary>Only the switch in Ilgpu.props may name the in-tree compiler, or the other two builds would lose their way.</summary>
    [Fact]
    public void OnlyTheSwitchNamesTheInTreeCompiler()
    {
        string source = Path.Combine(RepositoryRoot.Find(), "src");
        foreach (string file in Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories))
            Assert.DoesNotContain("Ilgpu", References(file));
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
