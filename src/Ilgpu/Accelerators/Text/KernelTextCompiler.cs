using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Extensions;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.Launching;
using ConvGpu.Ilgpu.Passes;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Accelerators.Text;

/// <summary>What a <see cref="KernelTextAccelerator"/> writes.</summary>
internal abstract class KernelTextTarget
{
    public abstract (string Text, KernelTextStatistics? Statistics) Print(KernelRequest request);
}

internal sealed class PtxTextTarget(PtxTarget target) : KernelTextTarget
{
    public override (string, KernelTextStatistics?) Print(KernelRequest request)
    {
        string text = PtxCompilation.Compile(request, target).Kernel.Text;
        var counted = PtxStatistics.Of(text);
        return (text, new KernelTextStatistics(counted.Registers, counted.LocalBytes, counted.SharedBytes, counted.LoopInstructions,
            counted.FmaPerBarrier, string.Join(", ", counted.Accesses.Select(access => $"{access.Key} {access.Value}"))));
    }
}

internal sealed class OpenClTextTarget(OpenClTarget target) : KernelTextTarget
{
    public override (string, KernelTextStatistics?) Print(KernelRequest request)
    {
        var function = KernelFrontend.Build(request);
        Pipeline.Optimize(function, PipelineTarget.Gpu with { Name = "opencl", Contract = request.Contract });
        return (OpenClPrinter.Print(function, target).Text, null);
    }
}

/// <summary>Keeps the text and gives a kernel that does nothing.</summary>
internal sealed class KernelTextCompiler(KernelTextAccelerator accelerator, KernelTextTarget target) : KernelCompiler
{
    public override LoadedKernel Compile(KernelRequest request)
    {
        var (text, statistics) = target.Print(request);
        accelerator.Add(new KernelText(NameOf(request), text, statistics));
        return new NoKernel(accelerator, request);
    }

    private static string NameOf(KernelRequest request)
    {
        string type = request.Method.DeclaringType!.Name;
        int end = type.IndexOf("Kernel", StringComparison.Ordinal);
        string name = (end > 0 ? type[..end] : type).ToLowerInvariant();
        if (request.Method.Name != "Run")
            name += $"-{request.Method.Name}";
        return request.Method.IsGenericMethod ? $"{name}-{TypeNames.Of(request.Method.GetGenericArguments()[0])}" : name;
    }

    private sealed class NoKernel(KernelTextAccelerator accelerator, KernelRequest request) : LoadedKernel
    {
        private bool _launched;

        public override void Launch(AcceleratorStream stream, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments)
        {
            if (_launched) return;
            _launched = true;
            accelerator.Launched.Add((request, (dimensions.GroupX, dimensions.GroupY, dimensions.GroupZ)));
        }

        public override void Dispose()
        {
        }
    }
}

/// <summary>A GPU that is not there.</summary>
internal sealed class TextDevice : Device
{
    public TextDevice(string name, AcceleratorType type, int mostItems, int warpSize)
    {
        Name = name;
        AcceleratorType = type;
        WarpSize = warpSize;
        MemorySize = 1L << 34;
        MaxNumThreadsPerGroup = mostItems;
        MaxGroupSize = new Index3D(mostItems, mostItems, 64);
        MaxGridSize = new Index3D(int.MaxValue, 65535, 65535);
        MaxSharedMemoryPerGroup = 48 * 1024;
        NumMultiprocessors = 100;
        MaxNumThreadsPerMultiprocessor = 2048;
    }

    public override Accelerator CreateAccelerator(Context context) =>
        throw new NotSupportedException($"{Name} is no device; see {nameof(KernelTextAccelerator)}.");
}
