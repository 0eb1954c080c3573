using System.Reflection;
using ConvGpu.Ilgpu.Backends.Cpu;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Extensions;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;
using ConvGpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Bench;

/// <summary>
/// Milliseconds from IL to text or CPU code, warm, of every kernel that the library loads for a GPU and of the SGEMMs measured here: what
/// the compiler spends before a driver (or the JIT) sees it. Processor time of this process, so that neighbours do not count; the budget
/// is a median of 30 for each target.
/// </summary>
internal static class CompileTimes
{
    private const int Rounds = 5;

    /// <summary>Lanes of the CPU code: a vector of 512 bits.</summary>
    private const int Lanes = 16;

    private static readonly OpenClTarget OpenCl = new() { HasDouble = true, HasAtomics64 = true, Mapping = OpenClGroupMapping.WorkGroup };
    private static readonly PtxTarget Ptx = PtxTarget.Parse("sm_80");

    public static void Run()
    {
        var kernels = Kernels();
        // The first rounds pay for the JIT's tiers.
        for (int i = 0; i < 4; i++)
            kernels.ForEach(kernel => Compile(kernel));
        var rows = new List<Times>();
        Console.WriteLine($"{"kernel",-60} {"instructions",12} {"frontend ms",12} {"passes ms",10} {"OpenCL C ms",11} {"PTX ms",7} {"CPU passes ms",14} {"CPU code ms",12}");
        foreach (var kernel in kernels)
        {
            var row = Enumerable.Range(0, Rounds).Select(_ => Compile(kernel)).OrderBy(round => round.ForPtx + round.ForCpu).ElementAt(Rounds / 2);
            rows.Add(row);
            var method = kernel.Request.Method;
            string name = $"{method.DeclaringType!.Name}.{method.Name}";
            if (method.IsGenericMethod)
                name += $"<{string.Join(", ", method.GetGenericArguments().Select(type => type.Name))}>";
            Console.WriteLine($"{(name.Length > 60 ? name[..60] : name),-60} {row.Instructions,12} {row.Frontend,12:F2} {row.Passes,10:F2} {row.OpenCl,11:F2} {row.Ptx,7:F2} {row.CpuPasses,14:F2} {row.Cpu,12:F2}");
        }
        foreach (var (target, time) in new (string, Func<Times, double>)[] { ("OpenCL C", row => row.ForOpenCl), ("PTX", row => row.ForPtx), ("CPU code", row => row.ForCpu) })
        {
            var sorted = rows.Select(time).Order().ToList();
            Console.WriteLine($"{target}: median {sorted[sorted.Count / 2]:F2} ms of {sorted.Count} kernels (budget 30), slowest {sorted[^1]:F2} ms");
        }
    }

    private readonly record struct Times(double Frontend, double Passes, double OpenCl, double Ptx, double CpuPasses, double Cpu, int Instructions)
    {
        public double ForOpenCl => Frontend + Passes + OpenCl;

        public double ForPtx => Frontend + Passes + Ptx;

        public double ForCpu => Frontend + CpuPasses + Cpu;
    }

    private static Times Compile((KernelRequest Request, (int X, int Y, int Z) Group) kernel)
    {
        var clock = new Clock();
        var function = KernelFrontend.Build(kernel.Request with { ExpandMath = true });
        double frontend = clock.Lap();
        Pipeline.Optimize(function, PipelineTarget.Gpu);
        double passes = clock.Lap();
        OpenClPrinter.Print(function, OpenCl);
        double openCl = clock.Lap();
        PtxPrinter.Print(function, Ptx, PtxOptions.Default);
        double ptx = clock.Lap();
        var scalar = KernelFrontend.Build(kernel.Request);
        clock.Lap();
        Pipeline.Optimize(scalar, PipelineTarget.Lockstep);
        double cpuPasses = clock.Lap();
        CpuPrinter.Print(LockstepPass.Run(scalar, kernel.Group, Lanes, false), Lanes);
        return new(frontend, passes, openCl, ptx, cpuPasses, clock.Lap(), function.CountInstructions());
    }

    private struct Clock()
    {
        private double _last = Now;

        private static double Now => Environment.CpuUsage.TotalTime.TotalMilliseconds;

        public double Lap()
        {
            double now = Now, lap = now - _last;
            _last = now;
            return lap;
        }
    }

    /// <summary>Every kernel of the catalog as it is loaded for a GPU, and the SGEMMs measured here.</summary>
    private static List<(KernelRequest Request, (int X, int Y, int Z) Group)> Kernels()
    {
        var context = Context.Create(builder => builder.EnableAlgorithms());
        var accelerator = KernelTextAccelerator.OpenCl(context);
        var info = new DeviceInfo("opencl", DeviceKind.OpenCl, accelerator.Name, "nobody", "", null, IsGpu: true);
        using var device = ComputeDevice.Over(info, context, accelerator);
        KernelCatalog.Load(device, _ => { });
        var multiply = typeof(SgemmKernels).GetMethod(nameof(SgemmKernels.Multiply), BindingFlags.Public | BindingFlags.Static)!;
        return
        [
            .. accelerator.Launched,
            .. new[] { typeof(InterleavedColumns), typeof(AdjacentColumns) }.Select(layout =>
                (new KernelRequest(multiply.MakeGenericMethod(layout), KernelIndexing.Explicit), (SgemmKernels.GroupWidth, SgemmKernels.GroupWidth, 1))),
        ];
    }
}
