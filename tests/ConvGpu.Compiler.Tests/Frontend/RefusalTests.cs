using System.Reflection;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Frontend;

/// <summary>What kernels may not do is refused with its id, the method, file and line, and what to do.</summary>
public class RefusalTests
{
    private static int s_counter = 1;
    private static readonly object SomeObject = new();

    private interface IValue
    {
        int Value { get; }
    }

    private struct Three : IValue
    {
        public readonly int Value => 3;
    }

    private static class Kernels
    {
        public static void CG0001_Object(Index1D i, ArrayView<int> x) => x[i] = SomeObject is null ? 1 : 0;

        public static void CG0001_Class(Index1D i, ArrayView<int> x) => x[i] = new List<int>().Count;

        public static void CG0002_Boxing(Index1D i, ArrayView<int> x) => x[i] = Read(new Three());

        public static void CG0003_Delegate(Index1D i, ArrayView<int> x)
        {
            Func<int, int> twice = value => value * 2;
            x[i] = twice(i);
        }

        public static void CG0004_Throw(Index1D i, ArrayView<int> x)
        {
            if (x[i] < 0)
                throw new InvalidOperationException();
        }

        public static void CG0005_Try(Index1D i, ArrayView<int> x)
        {
            try
            {
                x[i] = 1;
            }
            finally
            {
                x[i] = 2;
            }
        }

        public static unsafe void CG0006_StackAlloc(Index1D i, ArrayView<int> x)
        {
            int* p = stackalloc int[4];
            p[1] = i;
            x[i] = p[1];
        }

        public static void CG0007_Span(Index1D i, ArrayView<int> x)
        {
            ReadOnlySpan<int> span = [1, 2, 3];
            x[i] = span.Length;
        }

        public static void CG0008_Checked(Index1D i, ArrayView<int> x) => x[i] = checked(x[i] + 1);

        public static void CG0009_Recursion(Index1D i, ArrayView<int> x) => x[i] = Factorial(x[i]);

        public static void CG0011_Library(Index1D i, ArrayView<int> x) => x[i] = Environment.ProcessorCount;

        public static void CG0012_ArraySize(Index1D i, ArrayView<int> x) => x[i] = new int[x[i]].Length;

        public static void CG0012_LocalMemorySize(Index1D i, ArrayView<int> x) => x[i] = LocalMemory.Allocate<int>(x[i])[0];

        public static void CG0013_StaticField(Index1D i, ArrayView<int> x) => x[i] = s_counter;

        public static void CG0013_StaticFieldStored(Index1D i, ArrayView<int> x) => s_counter = x[i];

        public static void CG0014_Text(Index1D i, ArrayView<int> x) => x[i] = "text".Length;

        public static void CG0017_Reference(Index1D i, ref int x) => x = i;

        private static int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

        private static int Read(IValue value) => value.Value;
    }

    public static TheoryData<string> Names =>
        [.. typeof(Kernels).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsRefused(string name)
    {
        var method = typeof(Kernels).GetMethod(name)!;
        var refusal = Assert.Throws<KernelCompilationException>(() => KernelFrontend.Build(new KernelRequest(method, KernelIndexing.Implicit1D)));
        Assert.Equal(name[..6], refusal.Refusal.Id);
        Assert.StartsWith(name[..6] + ": ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(refusal.Refusal.Advice, refusal.Message, StringComparison.Ordinal);
        if (!name.StartsWith("CG0017", StringComparison.Ordinal))
        {
            Assert.Contains("RefusalTests.cs:", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Kernels.", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheLineIsThatOfTheOffence()
    {
        var method = typeof(Kernels).GetMethod(nameof(Kernels.CG0004_Throw))!;
        var refusal = Assert.Throws<KernelCompilationException>(() => KernelFrontend.Build(new KernelRequest(method, KernelIndexing.Implicit1D)));
        var lines = File.ReadAllLines(SourceFile());
        Assert.Contains("throw new InvalidOperationException", lines[refusal.Location!.Value.Line - 1], StringComparison.Ordinal);
    }

    [Fact]
    public void AKernelMustBeStaticAndVoid()
    {
        var method = GetType().GetMethod(nameof(AKernelMustBeStaticAndVoid))!;
        var refusal = Assert.Throws<KernelCompilationException>(() => KernelFrontend.Build(new KernelRequest(method, KernelIndexing.Explicit)));
        Assert.Equal("CG0017", refusal.Refusal.Id);
    }

    [Fact]
    public void ARefusalLeavesTheAcceleratorUsable()
    {
        using var context = Context.CreateDefault();
        using var accelerator = context.GetPreferredDevice(preferCPU: true).CreateAccelerator(context);
        var error = Record.Exception(() => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Kernels.CG0009_Recursion));
        // the debug mode runs the C# itself and refuses nothing
        if (error is not null)
            Assert.Contains("CG0009", Assert.IsType<InternalCompilerException>(error).Message, StringComparison.Ordinal);
        using var buffer = accelerator.Allocate1D(new[] { 1, 2, 3 });
        Assert.Equal([1, 2, 3], buffer.GetAsArray1D());
    }

    [Fact]
    public void ThePageListsEveryRefusal()
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(SourceFile())!, "../../../docs/kernel-errors.md"));
        foreach (var refusal in Refusal.All)
            Assert.Contains($"| {refusal.Id} | {refusal.Reason} | {refusal.Advice} |", page, StringComparison.Ordinal);
    }

    private static string SourceFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
