using ConvGpu.Bench;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;
using ILGPU;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>Properties of the printed text that decide about speed or portability. Needs no device.</summary>
public sealed class OpenClTextTests
{
    private static readonly OpenClTarget Gpu = new() { DeviceName = "a test" };
    private static readonly OpenClTarget Cpu = new() { Mapping = OpenClGroupMapping.WorkItem, WarpSize = 16, DeviceName = "a test" };

    [Fact]
    public void Register_tiles_leave_no_array_in_the_text_for_gpus()
    {
        string text = OpenClPrinter.Print(Optimised(PipelineTarget.Gpu), Gpu).Text;
        Assert.Contains("fma(", text);
        Assert.DoesNotContain("__private", text);
        Assert.Equal(2, Count(text, "__local uchar shared"));
    }

    [Fact]
    public void Register_tiles_are_vectors_in_the_text_for_cpu_devices()
    {
        var vectors = LockstepPass.Run(Optimised(PipelineTarget.Lockstep), (256, 1, 1), 16);
        OpenClContext.MoveToLocal(vectors);
        string text = OpenClPrinter.Print(vectors, Cpu).Text;
        Assert.Contains("float16", text);
        Assert.Contains("fma(", text);
        Assert.DoesNotContain("__private", text);
        Assert.Contains("reqd_work_group_size(1, 1, 1)", text);
    }

    [Fact]
    public void Contraction_is_always_off_because_fma_is_explicit() =>
        Assert.StartsWith("#pragma OPENCL FP_CONTRACT OFF", OpenClPrinter.Print(Optimised(PipelineTarget.Gpu), Gpu).Text);

    [Theory]
    [InlineData("%d:f64 = load %x\n store %x, %d", "CG0041")]
    [InlineData("%l:i64 = atomic %x, i64 1 #0", "CG0042")]
    public void What_a_device_lacks_is_refused_by_name(string lines, string id)
    {
        var function = IrParser.Parse($"kernel k\nparam %x:ptr.global x\nentry:\n {lines}\n ret");
        var refusal = Assert.Throws<KernelCompilationException>(() => OpenClPrinter.Print(function, Gpu));
        Assert.StartsWith(id, refusal.Message);
        Assert.Contains("a test", refusal.Message);
        _ = OpenClPrinter.Print(function, Gpu with { HasDouble = true, HasAtomics64 = true });
    }

    [Theory]
    [InlineData("f32 0.1", "(0.1f)")]
    [InlineData("f32 -0", "(-0.0f)")]
    [InlineData("f32 1e-45", "(1E-45f)")]
    [InlineData("f32 0x7f800000", "as_float(0x7f800000u)")]
    [InlineData("f32 3", "(3.0f)")]
    [InlineData("i32 -1", "4294967295u")]
    public void Literals_keep_their_bits(string literal, string expected)
    {
        string type = literal.Split(' ')[0];
        var function = IrParser.Parse($"kernel k\nparam %x:ptr.global x\nentry:\n %a:{type} = load %x\n %b:{type} = add %a, {literal}\n store %x, %b\n ret");
        Assert.Contains($"+ {expected};", OpenClPrinter.Print(function, Gpu).Text);
    }

    private static Function Optimised(PipelineTarget target)
    {
        var method = new Action<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(SgemmKernels.Multiply<InterleavedColumns>).Method;
        var function = KernelFrontend.Build(new KernelRequest(method, KernelIndexing.Explicit));
        Pipeline.Optimize(function, target);
        return function;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
