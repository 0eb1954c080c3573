using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Frontend;

/// <summary>What kernels may not do is refused with its id, the method, file and line, and what to do.</summary>
public class RefusalTests
{
    /// <summary>A device that has neither doubles nor 64-bit atomics.</summary>
    private static readonly OpenClTarget Poor = new() { Mapping = OpenClGroupMapping.WorkGroup };

    /// <summary>All but the limit that is asked of a device when it is there; <see cref="RefusalRecoveryTests"/> has that one.</summary>
    public static TheoryData<string> Names =>
        [.. RefusedKernels.All.Keys.Where(name => !name.StartsWith("CG0044", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsRefused(string name)
    {
        var refusal = Assert.Throws<KernelCompilationException>(() => Compile(name));
        Assert.Equal(name[..6], refusal.Refusal.Id);
        Assert.StartsWith(name[..6] + ": ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(refusal.Refusal.Advice, refusal.Message, StringComparison.Ordinal);
        // a kernel that was made at run time has no source
        bool hasSource = !RefusedKernels.All[name].Module.Assembly.IsDynamic;
        Assert.Contains(hasSource ? "RefusedKernels." : "InvalidKernels.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(hasSource ? "RefusedKernels.cs:" : " at IL_0001", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(RefusedKernels.CG0004_Throw), "throw new InvalidOperationException")]
    [InlineData(nameof(RefusedKernels.CG0015_TypedReference), "__makeref")]
    [InlineData(nameof(RefusedKernels.CG0018_RoundingMode), "MathF.Round")]
    [InlineData(nameof(RefusedKernels.CG0020_Memories), "place++")]
    [InlineData(nameof(RefusedKernels.CG0023_Goto), "goto start")]
    [InlineData(nameof(RefusedKernels.CG0041_Double), "x[i] * 0.1")]
    [InlineData(nameof(RefusedKernels.CG0042_LongAtomic), "Atomic.Add")]
    [InlineData(nameof(RefusedKernels.CG0045_InlinePtx), "CudaAsm.Emit")]
    public void TheLineIsThatOfTheOffence(string name, string text)
    {
        var refusal = Assert.Throws<KernelCompilationException>(() => Compile(name));
        var lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(SourceFile())!, "RefusedKernels.cs"));
        // a statement's place is its beginning
        int line = refusal.Location!.Value.Line;
        Assert.Contains(text, string.Join('\n', lines[(line - 1)..(line + 1)]), StringComparison.Ordinal);
    }

    [Fact]
    public void AKernelMustBeStaticAndVoid()
    {
        var method = GetType().GetMethod(nameof(AKernelMustBeStaticAndVoid))!;
        var refusal = Assert.Throws<KernelCompilationException>(() => KernelFrontend.Build(new KernelRequest(method, KernelIndexing.Explicit)));
        Assert.Equal("CG0017", refusal.Refusal.Id);
    }

    /// <summary>That is a fault of a pass, and no text is made of it.</summary>
    [Fact]
    public void APointerWithoutAddressSpaceIsNotPrinted()
    {
        var function = IrParser.Parse("kernel k\nparam %x:ptr.global x\nentry:\n %p:ptr = bitcast %x\n store %p, i32 1\n ret");
        Assert.Throws<VerificationException>(() => OpenClPrinter.Print(function, Poor));
        Assert.Throws<VerificationException>(() => PtxPrinter.Print(function, PtxTarget.Parse("sm_80"), new PtxOptions()));
    }

    private static void Compile(string name)
    {
        var function = KernelFrontend.Build(new KernelRequest(RefusedKernels.All[name], KernelIndexing.Implicit1D));
        Pipeline.Optimize(function, PipelineTarget.Gpu);
        OpenClPrinter.Print(function, Poor);
    }

    private static string SourceFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
