using ConvGpu.Threading;

namespace ConvGpu;

/// <summary>Finds the devices of this machine. A broken driver becomes a reason, never a failure.</summary>
internal static class DeviceDiscovery
{
    public static IReadOnlyList<DeviceInfo> Find() => [Cuda(), .. OpenCl(), Cpu(), CpuAccelerator()];

    private static DeviceInfo Cuda() => new(
        "cuda", DeviceKind.Cuda, "", "ILGPU kernels as PTX", "", "CUDA is not in this build yet", IsGpu: true);

    private static IEnumerable<DeviceInfo> OpenCl() =>
        [new("opencl", DeviceKind.OpenCl, "", "ILGPU kernels as OpenCL C", "", "OpenCL is not in this build yet", IsGpu: false)];

    private static DeviceInfo Cpu() => new(
        "cpu", DeviceKind.Cpu, ProcessorName(), $"managed SIMD code ({VectorWidth.Name})", HostLimits(), null, IsGpu: false);

    private static DeviceInfo CpuAccelerator() => new(
        "cpu-accelerator", DeviceKind.CpuAccelerator, ProcessorName(), "ILGPU kernels as CPU code", HostLimits(), null, IsGpu: false);

    private static string HostLimits() =>
        $"{Environment.ProcessorCount} threads, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20):N0} MiB";

    private static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        try
        {
            var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
            if (line is not null) return line[(line.IndexOf(':') + 1)..].Trim();
        }
        catch (IOException)
        {
            // The name is only for show.
        }
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "host processor";
    }
}
