namespace ConvGpu.Bench;

/// <summary>The devices that benchmarks run on.</summary>
internal static class BenchDevices
{
    /// <summary>Every usable device whose ops are kernels.</summary>
    public static IEnumerable<string> WithKernels => Usable.Where(info => info.Kind != DeviceKind.Cpu).Select(info => info.Id);

    /// <summary>Every usable device.</summary>
    public static IEnumerable<string> All => Usable.Select(info => info.Id);

    /// <summary>A device by its id.</summary>
    public static DeviceInfo Find(string id) => Usable.First(info => info.Id == id);

    private static IEnumerable<DeviceInfo> Usable { get; } = [.. ComputeDevice.All().Where(info => info.IsUsable)];
}
