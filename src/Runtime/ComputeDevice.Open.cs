using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu;

public sealed partial class ComputeDevice
{
    /// <summary>The names that <see cref="Open"/> takes, for error messages.</summary>
    internal const string Names = "cpu, cpu-accelerator, opencl, opencl:N, cuda, cuda:N";

    /// <summary>Every device of this machine, the best first; those that cannot be used say why.</summary>
    public static IReadOnlyList<DeviceInfo> All() => DeviceDiscovery.Find();

    /// <summary>
    /// Opens the best device: a CUDA GPU, then an OpenCL GPU, then <c>cpu</c>. An OpenCL driver that computes on the host's cores and
    /// the CPU accelerator are never chosen unasked.
    /// </summary>
    public static ComputeDevice Best()
    {
        var (info, why) = Choose(All());
        return Create(info, why);
    }

    /// <summary>The best of the devices, listed CUDA first, and why.</summary>
    internal static (DeviceInfo Device, string Why) Choose(IReadOnlyList<DeviceInfo> devices)
    {
        if (devices.FirstOrDefault(d => d.IsGpu && d.IsUsable) is { } gpu) return (gpu, "the fastest kind of device here");
        return (devices.First(d => d.Kind == DeviceKind.Cpu), "chosen because no GPU can be used; `convgpu devices` lists what there is");
    }

    /// <summary>Opens a device by name.</summary>
    /// <param name="name"><c>cpu</c>, <c>cpu-accelerator</c>, <c>opencl</c>, <c>opencl:N</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="DeviceException">There is no such device, or it cannot be used; the message says why.</exception>
    public static ComputeDevice Open(string name)
    {
        var all = All();
        var id = name is "opencl" or "cuda" ? name + ":0" : name;
        var info = all.FirstOrDefault(d => d.Id == id) ?? all.FirstOrDefault(d => d.Id == name);
        if (info is null)
        {
            // "cuda:3" where there is only "cuda" with a reason: say the reason.
            info = all.FirstOrDefault(d => !d.IsUsable && id.StartsWith(d.Id + ":", StringComparison.Ordinal));
            if (info is null)
            {
                var known = all.Where(d => d.IsUsable).Select(d => d.Id);
                throw new DeviceException($"There is no device '{name}'; usable here: {string.Join(", ", known)}. Names are {Names}.");
            }
        }
        if (!info.IsUsable) throw new DeviceException($"Device '{name}' cannot be used: {info.Reason}.");
        return Create(info, "chosen by name");
    }

    private static ComputeDevice Create(DeviceInfo info, string why)
    {
        switch (info.Kind)
        {
            case DeviceKind.Cpu or DeviceKind.CpuAccelerator:
            {
                var context = ILGPU.Context.Create(builder => builder.CPU().EnableAlgorithms());
                var accelerator = context.CreateCPUAccelerator(0);
                return new ComputeDevice(info, context, accelerator, accelerator.MemorySize, why);
            }
            case DeviceKind.OpenCl:
            {
                var chosen = Numbered(DeviceDiscovery.OpenClDevices().Devices, info);
                return Create(info, why, b => b.OpenCL(d => d.DeviceId == chosen.DeviceId), OpenClFacts.LargestAllocation(chosen));
            }
            case DeviceKind.Cuda:
            {
                var chosen = Numbered(DeviceDiscovery.CudaDevices().Devices, info);
                return Create(info, why, b => b.Cuda(d => d.DeviceId == chosen.DeviceId), chosen.MemorySize);
            }
            default:
                throw new DeviceException($"Device '{info.Id}' cannot be used: {info.Reason}.");
        }
    }

    private static TDevice Numbered<TDevice>(IReadOnlyList<TDevice> devices, DeviceInfo info) =>
        devices[int.Parse(info.Id.AsSpan(info.Id.IndexOf(':') + 1), CultureInfo.InvariantCulture)];

    /// <summary>Opens the one device that a context is given.</summary>
    internal static ComputeDevice Create(DeviceInfo info, string why, Action<Context.Builder> add, long largestAllocation)
    {
        Context? context = null;
        try
        {
            context = ILGPU.Context.Create(builder =>
            {
                add(builder);
                builder.EnableAlgorithms();
            });
            return new ComputeDevice(info, context, context.Devices[0].CreateAccelerator(context), largestAllocation, why);
        }
        catch (Exception e) when (e is AcceleratorException or NotSupportedException)
        {
            context?.Dispose();
            throw new DeviceException($"Device '{info.Id}' ({info.Name}) could not be opened: {e.Message}", e);
        }
    }
}
