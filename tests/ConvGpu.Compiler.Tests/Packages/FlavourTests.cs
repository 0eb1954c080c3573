using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ConvGpu.Compiler.Tests.Packages;

/// <summary>
/// A program that uses ILGPU beside ConvGpu: its types are ambiguous with the package that carries the in-tree implementation, and
/// are not with the flavour that depends on ILGPU. The programs are compiled, not run: reference assemblies have no bodies.
/// </summary>
public class FlavourTests(PackedFlavours flavours) : IClassFixture<PackedFlavours>
{
    /// <summary>A context of ILGPU's own and a device of ConvGpu, with one kernel for both.</summary>
    private const string Program = """
        using ConvGpu;
        using ILGPU;
        using ILGPU.Runtime;
        using ILGPU.Runtime.CPU;

        using Context context = Context.CreateDefault();
        using Accelerator accelerator = context.CreateCPUAccelerator(0);
        using var buffer = accelerator.Allocate1D<float>(8);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Scale)(8, buffer.View.BaseView, 0.5f);

        using var device = ComputeDevice.Open("cpu");
        using var tensor = device.Allocate(new Shape(1, 1, 2, 4), "values");
        device.Launch(Scale, tensor.Length, tensor.View, 0.5f);

        static void Scale(Index1D i, ArrayView<float> x, float s) => x[i] *= s;
        """;

    [Fact]
    public void OneFlavourCarriesAnImplementationAndTheOtherDependsOnOne()
    {
        SkipUnlessFull();
        var (ordinary, withIlgpu) = (Content(PackedFlavours.Ordinary), Content(PackedFlavours.WithIlgpu));

        Assert.Contains("ConvGpu.Ilgpu.dll", ordinary.Libraries);
        Assert.DoesNotContain(ordinary.Dependencies, d => d.Id.StartsWith("ILGPU", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("ILGPU", ordinary.References);

        // The same libraries but for that one, documented alike.
        Assert.Equal(ordinary.Libraries.Where(l => l != "ConvGpu.Ilgpu.dll"), withIlgpu.Libraries);
        Assert.Equal(withIlgpu.Libraries.Select(l => Path.ChangeExtension(l, ".xml")), withIlgpu.Documentation);
        Assert.Equal(
            [.. ordinary.Dependencies, ("ILGPU", PackedFlavours.IlgpuVersion), ("ILGPU.Algorithms", PackedFlavours.IlgpuVersion)], withIlgpu.Dependencies);
        Assert.Contains("ILGPU", withIlgpu.References);
        Assert.DoesNotContain("ConvGpu.Ilgpu", withIlgpu.References);
    }

    [Fact]
    public void AProgramWithItsOwnContextCompilesAgainstTheFlavourOnIlgpu()
    {
        SkipUnlessFull();
        var (code, output) = flavours.Build(Program, PackedFlavours.WithIlgpu, "ILGPU");
        Assert.True(code == 0, output);
    }

    /// <summary>What the README warns of; by itself either package compiles the program.</summary>
    [Fact]
    public void BesideTheOrdinaryPackageTheTypesOfIlgpuAreAmbiguous()
    {
        SkipUnlessFull();
        var (alone, errors) = flavours.Build(Program, PackedFlavours.Ordinary);
        Assert.True(alone == 0, errors);
        var (code, output) = flavours.Build(Program, PackedFlavours.Ordinary, "ILGPU");
        Assert.NotEqual(0, code);
        Assert.Contains("CS0433: The type 'Context' exists in both 'ConvGpu.Ilgpu, ", output);
    }

    private static void SkipUnlessFull() => Assert.SkipUnless(TestSize.Full, "CONVGPU_TEST=full packs the library twice and compiles programs against it.");

    private Package Content(string flavour)
    {
        using var package = flavours.Open(flavour);
        var libraries = package.Entries.Where(e => e.FullName.StartsWith("lib/net10.0/", StringComparison.Ordinal)).OrderBy(e => e.Name, StringComparer.Ordinal).ToArray();
        using var nuspec = package.GetEntry(flavour + ".nuspec")!.Open();
        return new Package(
            [.. libraries.Select(e => e.Name).Where(n => n.EndsWith(".dll", StringComparison.Ordinal))],
            [.. libraries.Select(e => e.Name).Where(n => n.EndsWith(".xml", StringComparison.Ordinal))],
            [.. XDocument.Load(nuspec).Descendants().Where(e => e.Name.LocalName == "dependency")
                .Select(e => (e.Attribute("id")!.Value, e.Attribute("version")!.Value)).Order()],
            [.. libraries.Where(e => e.Name.EndsWith(".dll", StringComparison.Ordinal)).SelectMany(References)]);
    }

    private static IEnumerable<string> References(ZipArchiveEntry library)
    {
        using var bytes = new MemoryStream();
        using (var stream = library.Open()) stream.CopyTo(bytes);
        bytes.Position = 0;
        using var reader = new PEReader(bytes);
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }

    private sealed record Package(string[] Libraries, string[] Documentation, (string Id, string Version)[] Dependencies, string[] References);
}
