using ConvGpu.Fuzz.Execution;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Ptx;

/// <summary>Inline PTX on the emulator against the plain code beside it, which .NET runs.</summary>
public sealed class InlineAsmTests
{
    [Theory]
    [InlineData(nameof(InlineAsmKernels.Arithmetic), null)]
    [InlineData(nameof(InlineAsmKernels.MultiplyTensorFloat32), null)]
    [InlineData(nameof(InlineAsmKernels.MultiplyShort), typeof(InlineAsmKernels.BFloat))]
    [InlineData(nameof(InlineAsmKernels.MultiplyShort), typeof(InlineAsmKernels.HalfFloat))]
    [InlineData(nameof(InlineAsmKernels.CopyAndLoadMatrices), null)]
    public void AgreesWithPlainCode(string kernel, Type? format)
    {
        var method = typeof(InlineAsmKernels).GetMethod(kernel)!;
        if (format is not null)
            method = method.MakeGenericMethod(format);
        var launch = new LaunchDimensions(3, 1, 1, 32, 1, 1, 0);
        var expected = new KernelArguments(method, KernelIndexing.Explicit, launch);
        expected.RunByDotNet();
        var actual = new KernelArguments(method, KernelIndexing.Explicit, launch);
        PtxRun.Execute(new KernelRequest(method, KernelIndexing.Explicit), actual);
        Assert.Null(actual.Difference(expected, 0));
    }

    /// <summary>Operands are registers: no array of the kernel stays in memory.</summary>
    [Fact]
    public void OperandsAreRegisters()
    {
        var method = typeof(InlineAsmKernels).GetMethod(nameof(InlineAsmKernels.MultiplyTensorFloat32))!;
        var (kernel, _) = PtxCompilation.Compile(new KernelRequest(method, KernelIndexing.Explicit), PtxTarget.Parse("sm_80"));
        Assert.DoesNotContain(".local", kernel.Text, StringComparison.Ordinal);
        Assert.Contains("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%f", kernel.Text, StringComparison.Ordinal);
    }

    /// <summary>Other devices run the plain code, and refuse a kernel that has none.</summary>
    [Fact]
    public void OtherDevicesTakeThePlainCode()
    {
        using var context = Context.Create(builder => builder.CPU());
        using var accelerator = context.CreateCPUAccelerator(0);
        var method = typeof(InlineAsmKernels).GetMethod(nameof(InlineAsmKernels.MultiplyTensorFloat32))!;
        var launch = new LaunchDimensions(3, 1, 1, 32, 1, 1, 0);
        var expected = new KernelArguments(method, KernelIndexing.Explicit, launch);
        expected.RunByDotNet();
        var actual = new KernelArguments(method, KernelIndexing.Explicit, launch);
        AcceleratorRun.Execute(accelerator, new KernelRequest(method, KernelIndexing.Explicit), actual);
        Assert.Null(actual.Difference(expected, 0));
        var refused = Assert.Throws<InternalCompilerException>(() => accelerator.LoadStreamKernel<ArrayView<int>>(InlineAsmKernels.Unguarded));
        Assert.Contains("CG0045", refused.Message, StringComparison.Ordinal);
        Assert.Contains("InlineAsmKernels.cs", refused.Message, StringComparison.Ordinal);
    }
}
