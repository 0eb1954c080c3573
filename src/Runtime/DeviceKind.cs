namespace ConvGpu;

/// <summary>The kinds of device, which differ in where memory lies and in who computes.</summary>
public enum DeviceKind
{
    /// <summary>The host's cores running the managed SIMD code; memory is the host's.</summary>
    Cpu,

    /// <summary>The host's cores running the ILGPU kernels, compiled to CPU code.</summary>
    CpuAccelerator,

    /// <summary>An OpenCL device running the ILGPU kernels as OpenCL C.</summary>
    OpenCl,

    /// <summary>An NVIDIA GPU running the ILGPU kernels as PTX.</summary>
    Cuda,
}
