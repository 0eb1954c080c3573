using System.IO.Compression;
using System.Xml.Linq;
using ConvGpu.ReferenceAssemblies;

namespace ConvGpu.Compiler.Tests.Packages;

/// <summary>
/// Both flavours of the library's package in a folder, with the reference assemblies of the ILGPU API as packages ILGPU and
/// ILGPU.Algorithms beside them: <c>-p:Ilgpu=package</c> restores those, so the flavour on ILGPU is made as a user makes it, but
/// without a feed. Made when first asked for, deleted at the end.
/// </summary>
public sealed class PackedFlavours : IDisposable
{
    private readonly Lazy<string> _folder = new(Make);

    /// <summary>The flavour that carries the in-tree implementation.</summary>
    internal const string Ordinary = "ConvGpu";

    /// <summary>The flavour that depends on ILGPU.</summary>
    internal const string WithIlgpu = "ConvGpu.WithIlgpu";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder.IsValueCreated) Directory.Delete(_folder.Value, recursive: true);
    }

    /// <summary>The version of the ILGPU packages that Directory.Packages.props asks for.</summary>
    internal static string IlgpuVersion { get; } = XDocument.Load(Path.Combine(RepositoryRoot.Find(), "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(e => e.Attribute("Include")!.Value == "ILGPU").Attribute("Version")!.Value;

    /// <summary>Opens a flavour's package.</summary>
    internal ZipArchive Open(string flavour) =>
        ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Value, "feed"), flavour + ".*.nupkg"), f => IsOf(flavour, f)));

    /// <summary>Builds a program that refers to some of the packages, in a folder of its own.</summary>
    internal (int Code, string Output) Build(string program, params string[] packages)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Value, "app-" + string.Join('-', packages))).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(p => $"<PackageReference Include=\"{p}\" Version=\"*\" />"))}
              </ItemGroup>
            </Project>
            """);
        return DotnetSdk.Run(folder, Cache(_folder.Value), "build", "-c", "Release");
    }

    private static bool IsOf(string flavour, string file) => char.IsAsciiDigit(Path.GetFileName(file)[flavour.Length + 1]);

    private static string Cache(string folder) => Path.Combine(folder, "cache");

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("convgpu-packages-").FullName;
        var (references, feed) = (Path.Combine(folder, "references"), Directory.CreateDirectory(Path.Combine(folder, "feed")).FullName);
        AssemblyEmitter.Write(ApiParser.ReadBaseline(), references);
        WriteReference(references, feed, "ILGPU");
        WriteReference(references, feed, "ILGPU.Algorithms", "ILGPU");
        // What else is needed, was unpacked for the tests' own build.
        var unpacked = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var config = Path.Combine(folder, "nuget.config");
        File.WriteAllText(config, $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><add key="unpacked" value="{unpacked}" /></fallbackPackageFolders>
            </configuration>
            """);
        var root = RepositoryRoot.Find();
        string[] pack = ["pack", "-c", "Release", Path.Combine("packaging", "ConvGpu.csproj"), "-o", feed];
        Succeed(DotnetSdk.Run(root, null, pack));
        Succeed(DotnetSdk.Run(root, Cache(folder),
            [.. pack, "-p:Ilgpu=package", "-p:ArtifactsPath=" + Path.Combine(folder, "artifacts"), "-p:RestoreConfigFile=" + config]));
        return folder;
    }

    private static void Succeed((int Code, string Output) run) => Assert.True(run.Code == 0, run.Output);

    private static void WriteReference(string assemblies, string feed, string id, params string[] dependencies)
    {
        using var package = ZipFile.Open(Path.Combine(feed, $"{id}.{IlgpuVersion}.nupkg"), ZipArchiveMode.Create);
        package.CreateEntryFromFile(Path.Combine(assemblies, id + ".dll"), $"lib/net10.0/{id}.dll");
        using var writer = new StreamWriter(package.CreateEntry(id + ".nuspec").Open());
        writer.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{IlgpuVersion}</version>
                <authors>The ConvGpu authors</authors>
                <description>Reference assembly of the public API, without bodies; for tests.</description>
                <dependencies>
                  <group targetFramework="net10.0">
                    {string.Concat(dependencies.Select(d => $"<dependency id=\"{d}\" version=\"[{IlgpuVersion}]\" />"))}
                  </group>
                </dependencies>
              </metadata>
            </package>
            """);
    }
}
