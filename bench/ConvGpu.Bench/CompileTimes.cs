using System.Reflection;
using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;
using ConvGpu.Kernels;
using ILGPU;

namespace ConvGpu.Bench;

/// <summary>
/// Milliseconds from IL to text, warm, of the library's kernels: what the compiler spends on a kernel before a driver sees it, with the
/// slower of the two printers. Processor time of this process, so that neighbours do not count; the budget is a median of 30.
/// </summary>
internal static class CompileTimes
{
    private const int Rounds = 9;

    private static readonly OpenClTarget OpenCl = new() { HasDouble = true, HasAtomics64 = true, Mapping = OpenClGroupMapping.WorkGroup };
    private static readonly PtxTarget Ptx = PtxTarget.Parse("sm_80");

    public static void Run()
    {
        var kernels = Kernels().ToList();
        // The first rounds pay for the JIT's tiers.
        for (int i = 0; i < 8; i++)
            kernels.ForEach(kernel => Compile(kernel));
        var medians = new List<double>();
        Console.WriteLine($"{"kernel",-60} {"instructions",12} {"frontend ms",12} {"passes ms",10} {"OpenCL C ms",11} {"PTX ms",7} {"together",9}");
        foreach (var kernel in kernels)
        {
            var rounds = Enumerable.Range(0, Rounds).Select(_ => Compile(kernel)).OrderBy(round => round.Together).ToList();
            var round = rounds[Rounds / 2];
            medians.Add(round.Together);
            string name = $"{kernel.Method.DeclaringType!.Name}.{kernel.Method.Name}";
            if (kernel.Method.IsGenericMethod)
                name += $"<{string.Join(", ", kernel.Method.GetGenericArguments().Select(type => type.Name))}>";
            Console.WriteLine($"{(name.Length > 60 ? name[..60] : name),-60} {round.Instructions,12} {round.Frontend,12:F2} {round.Passes,10:F2} {round.OpenCl,11:F2} {round.Ptx,7:F2} {round.Together,9:F2}");
        }
        medians.Sort();
        Console.WriteLine($"median {medians[medians.Count / 2]:F2} ms of {medians.Count} kernels (budget 30), slowest {medians[^1]:F2} ms");
    }

    private readonly record struct Times(double Frontend, double Passes, double OpenCl, double Ptx, int Instructions)
    {
        public double Together => Frontend + Passes + Math.Max(OpenCl, Ptx);
    }

    private static Times Compile(KernelRequest request)
    {
        double start = Now;
        var function = KernelFrontend.Build(request with { ExpandMath = true });
        double built = Now;
        Pipeline.Optimize(function, PipelineTarget.Gpu);
        double optimised = Now;
        OpenClPrinter.Print(function, OpenCl);
        double printed = Now;
        PtxPrinter.Print(function, Ptx, PtxOptions.Default);
        return new(built - start, optimised - built, printed - optimised, Now - printed, function.CountInstructions());
    }

    private static double Now => Environment.CpuUsage.TotalTime.TotalMilliseconds;

    /// <summary>Every kernel of the library that is not generic, products of each tile size, and the SGEMMs measured here.</summary>
    private static IEnumerable<KernelRequest> Kernels()
    {
        const BindingFlags all = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var methods = typeof(GemmKernel).Assembly.GetTypes().Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Kernels", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(all)).Where(method => method.IsPublic && !method.IsGenericMethod && method.ReturnType == typeof(void));
        var product = typeof(GemmKernel).GetMethod(nameof(GemmKernel.Run), all)!;
        var products = typeof(GemmKernel).Assembly.GetTypes().Where(type => type.IsValueType && type.IsAssignableTo(typeof(IGemmTile)))
            .Select(tile => product.MakeGenericMethod(tile, typeof(MatrixAlongK), typeof(MatrixAlongK), typeof(StoreRows<BiasReluEpilogue>)));
        return methods.Concat(products).Concat(typeof(SgemmKernels).GetMethods(all).Where(method => method.IsPublic))
            .Select(method => new KernelRequest(method, Indexing(method)));
    }

    private static KernelIndexing Indexing(MethodInfo method)
    {
        var first = method.GetParameters()[0].ParameterType;
        return first == typeof(Index1D) ? KernelIndexing.Implicit1D : first == typeof(Index2D) ? KernelIndexing.Implicit2D
            : first == typeof(Index3D) ? KernelIndexing.Implicit3D : KernelIndexing.Explicit;
    }
}
