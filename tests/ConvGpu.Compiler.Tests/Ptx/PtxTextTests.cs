using ConvGpu.Compiler.Tests.Conformance;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;

namespace ConvGpu.Compiler.Tests.Ptx;

/// <summary>What can be seen from PTX alone.</summary>
public sealed class PtxTextTests
{
    private static readonly PtxTarget Target = PtxTarget.Parse("sm_90");

    public static TheoryData<string> Cases => ConformanceCase.Names;

    /// <summary>Every kernel of the language suite has a text.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void LanguageSuiteIsPrinted(string name)
    {
        var test = ConformanceCase.Get(name);
        var (kernel, _) = PtxCompilation.Compile(new KernelRequest(test.Method, test.Indexing), Target);
        Assert.Contains($".visible .entry {kernel.EntryName}(", kernel.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 0, 12040, false, "sm_90", 84)]
    [InlineData(9, 0, 12040, true, "sm_90a", 84)]
    [InlineData(9, 0, 11080, true, "sm_90", 78)]
    [InlineData(8, 6, 11040, false, "sm_86", 74)]
    [InlineData(8, 9, 11040, false, "sm_87", 74)]
    [InlineData(12, 1, 99000, false, "sm_121", 90)]
    [InlineData(15, 0, 99000, true, "sm_121", 90)]
    [InlineData(7, 0, 9000, false, "sm_70", 60)]
    public void TargetsFollowDeviceAndDriver(int major, int minor, int driver, bool specific, string name, int isa)
    {
        var target = PtxTarget.For(major, minor, driver, specific);
        Assert.Equal((name, isa), (target.Name, target.Isa));
    }

    [Fact]
    public void OldDevicesAndDriversAreRefused()
    {
        Assert.Throws<NotSupportedException>(() => PtxTarget.For(6, 1, 12000));
        Assert.Throws<NotSupportedException>(() => PtxTarget.For(7, 0, 8000));
        Assert.Throws<ArgumentException>(() => PtxTarget.Parse("sm_80a"));
    }
}
