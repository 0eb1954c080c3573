namespace ConvGpu.Ilgpu.Devices;

/// <summary>The environment variables that change how kernels run. Read when a context is made.</summary>
internal static class KernelEnvironment
{
    /// <summary>CONVGPU_VALIDATE=1: kernels check the bounds of views, new memory is filled with NaN.</summary>
    public static bool Validate => IsOn("CONVGPU_VALIDATE");

    /// <summary>CONVGPU_DEBUG_KERNELS=1: the CPU accelerator executes the C# of kernels.</summary>
    public static bool DebugKernels => IsOn("CONVGPU_DEBUG_KERNELS");

    private static bool IsOn(string name) => Environment.GetEnvironmentVariable(name) is "1" or "true" or "on";
}
