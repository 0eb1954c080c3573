using System.Globalization;
using ConvGpu.Threading;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu;

/// <summary>Finds the devices of this machine. A broken driver becomes a reason, never a failure.</summary>
internal static class DeviceDiscovery
{
    private const string KernelsAsPtx = "ILGPU kernels as PTX";
    private const string KernelsAsOpenCl = "ILGPU kernels as OpenCL C";

    public static IReadOnlyList<DeviceInfo> Find() => [.. Cuda(), .. OpenCl(), Cpu(), CpuAccelerator()];

    /// <summary>The CUDA devices in the order of their numbers; where there is none, one entry that says why.</summary>
    private static IEnumerable<DeviceInfo> Cuda()
    {
        var (devices, problem) = CudaDevices();
        if (devices.Count == 0)
            return [new DeviceInfo("cuda", DeviceKind.Cuda, "", KernelsAsPtx, "", problem, IsGpu: true)];
        return devices.Select((device, i) => Cuda(device, i));
    }

    internal static DeviceInfo Cuda(CudaDevice device, int number) => new(
        $"cuda:{number}", DeviceKind.Cuda, $"{device.Name}, {CudaFacts.Describe(device)}", KernelsAsPtx, Limits(device), null, IsGpu: true);

    /// <summary>The CUDA devices that kernels can run on, and otherwise the reason.</summary>
    internal static (IReadOnlyList<CudaDevice> Devices, string? Problem) CudaDevices() =>
        Usable<CudaDevice>(() => [.. CudaDevice.GetDevices(_ => true).OfType<CudaDevice>()], () => CudaFacts.Problems, "CUDA");

    /// <summary>The OpenCL devices in the order of their numbers; where there is none, one entry that says why.</summary>
    private static IEnumerable<DeviceInfo> OpenCl()
    {
        var (devices, problem) = OpenClDevices();
        if (devices.Count == 0)
            return [new DeviceInfo("opencl", DeviceKind.OpenCl, "", KernelsAsOpenCl, "", problem, IsGpu: false)];
        return devices.Select((d, i) => new DeviceInfo(
            $"opencl:{i}", DeviceKind.OpenCl, $"{d.Name.Trim()}, {OpenClFacts.Describe(d)}", KernelsAsOpenCl, Limits(d), null, OpenClFacts.IsGpu(d)));
    }

    /// <summary>The devices that kernels can run on, and otherwise the reason.</summary>
    internal static (IReadOnlyList<CLDevice> Devices, string? Problem) OpenClDevices() =>
        Usable<CLDevice>(() => [.. CLDevice.GetDevices(_ => true).OfType<CLDevice>()], () => OpenClFacts.Problems, "OpenCL");

    private static (IReadOnlyList<TDevice> Devices, string? Problem) Usable<TDevice>(
        Func<TDevice[]> find, Func<IReadOnlyList<string>> explain, string what)
    {
        try
        {
            var devices = find();
            var problems = string.Join(" ", explain()).TrimEnd('.', ' ');
            return (devices, problems.Length > 0 ? problems : $"no {what} device was found");
        }
        catch (Exception e)
        {
            return ([], $"{what} failed: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static string Limits(CudaDevice device) => string.Create(CultureInfo.InvariantCulture,
        $"{device.MemorySize / (1 << 20):N0} MiB; {device.NumMultiprocessors} multiprocessors, {Group(device)}");

    private static string Limits(CLDevice device) => string.Create(CultureInfo.InvariantCulture,
        $"{device.MemorySize / (1 << 20):N0} MiB, at most {OpenClFacts.LargestAllocation(device) / (1 << 20):N0} MiB at once; {device.NumMultiprocessors} compute units, {Group(device)}");

    private static string Group(Device device) =>
        $"groups of up to {device.MaxNumThreadsPerGroup}, {device.MaxSharedMemoryPerGroup / 1024} KiB shared";

    private static DeviceInfo Cpu() => new(
        "cpu", DeviceKind.Cpu, ProcessorName(), $"managed SIMD code ({VectorWidth.Name})", HostLimits(), null, IsGpu: false);

    private static DeviceInfo CpuAccelerator() => new(
        "cpu-accelerator", DeviceKind.CpuAccelerator, ProcessorName(), "ILGPU kernels as CPU code", HostLimits(), null, IsGpu: false);

    private static string HostLimits() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} threads, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20):N0} MiB");

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
