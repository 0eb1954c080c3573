using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>A condition that a kernel states did not hold while it ran on the CPU accelerator.</summary>
internal sealed class KernelFaultException(string message) : AcceleratorException(message)
{
    public override AcceleratorType AcceleratorType => AcceleratorType.CPU;
}
