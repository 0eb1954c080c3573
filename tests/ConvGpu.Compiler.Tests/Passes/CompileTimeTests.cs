using System.Reflection;
using ConvGpu.Bench;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Passes;

public sealed class CompileTimeTests(ITestOutputHelper output)
{
    /// <summary>
    /// The budget is 30 ms a kernel on a quiet machine. Processor time is taken, because tests run beside others; ten times the budget
    /// leaves room for code not yet compiled to its last tier and still catches what is not linear.
    /// </summary>
    [Theory]
    [InlineData(typeof(InterleavedColumns))]
    [InlineData(typeof(WideAdjacentColumns))]
    public void FrontendAndPassesAreQuick(Type layout)
    {
        var kernel = typeof(SgemmKernels).GetMethod(nameof(SgemmKernels.Multiply), BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod(layout);
        var request = new KernelRequest(kernel, KernelIndexing.Explicit);
        var times = new List<double>();
        for (int i = 0; i < TestSize.Count(8, 40); i++)
        {
            var passes = new Dictionary<string, double>();
            double start = Milliseconds(), last = start;
            var function = KernelFrontend.Build(request);
            Note("frontend");
            Pipeline.Optimize(function, PipelineTarget.Gpu, (pass, _) => Note(pass));
            times.Add(Milliseconds() - start);
            output.WriteLine($"{layout.Name}: {times[^1]:F1} ms, {function.CountInstructions()} instructions; "
                + string.Join(", ", passes.Where(pass => pass.Value >= 0.5).Select(pass => $"{pass.Key} {pass.Value:F1}")));

            void Note(string pass)
            {
                double now = Milliseconds();
                passes[pass] = passes.GetValueOrDefault(pass) + now - last;
                last = now;
            }
        }
        times.Sort();
        Assert.InRange(times[2], 0, 300);
    }

    private static double Milliseconds() => Environment.CpuUsage.TotalTime.TotalMilliseconds;
}
