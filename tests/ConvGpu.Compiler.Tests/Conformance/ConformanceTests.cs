using ConvGpu.Fuzz.Execution;
using ConvGpu.Ilgpu.Compilation;

namespace ConvGpu.Compiler.Tests.Conformance;

/// <summary>The language suite on one executor: every kernel must leave in memory what .NET leaves when it runs the same C#.</summary>
public abstract class ConformanceTests
{
    public static TheoryData<string> Cases => ConformanceCase.Names;

    /// <summary>Runs the kernel and leaves the results in the arguments' memory.</summary>
    internal abstract void Execute(KernelRequest request, KernelArguments arguments);

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithDotNet(string name)
    {
        var test = ConformanceCase.Get(name);
        var expected = new KernelArguments(test.Method, test.Indexing);
        expected.RunByDotNet();
        var actual = new KernelArguments(test.Method, test.Indexing);
        Execute(new KernelRequest(test.Method, test.Indexing) { Contract = false }, actual);
        var difference = actual.Difference(expected, test.Ulps);
        Assert.True(difference is null, $"{name}: {difference}");
    }
}
