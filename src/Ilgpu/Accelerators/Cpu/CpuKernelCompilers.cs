using ConvGpu.Ilgpu.Backends.Cpu;
using ConvGpu.Ilgpu.Launching;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Ilgpu.Devices;

/// <summary>The compiler of the CPU accelerator; without one, launches run in the debug mode.</summary>
internal static class CpuKernelCompilers
{
    public static Func<CPUAccelerator, KernelCompiler>? Create { get; set; } = accelerator => new CpuKernelCompiler(accelerator);
}
