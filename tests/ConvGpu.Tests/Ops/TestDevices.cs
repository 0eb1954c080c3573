using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>
/// The devices of the op tests, opened once. Classes of one device are in one collection, since a device serves one thread at a time.
/// </summary>
public static class TestDevices
{
    private static readonly Dictionary<string, ComputeDevice> Opened = [];

    /// <summary>
    /// The device of a name. Where it cannot be used the test is skipped with the reason, unless CONVGPU_REQUIRE names it: then it fails.
    /// </summary>
    public static ComputeDevice Open(string name)
    {
        lock (Opened)
        {
            if (Opened.TryGetValue(name, out var device))
                return device;
            var info = ComputeDevice.All().FirstOrDefault(d => d.Id == name || d.Id == name + ":0");
            string? reason = info is null ? "there is none" : info.Reason;
            var required = (Environment.GetEnvironmentVariable("CONVGPU_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries);
            if (reason is not null && name.StartsWith("cpu", StringComparison.Ordinal) | required.Contains(name))
                Assert.Fail($"Device {name} is required: {reason}");
            Assert.SkipWhen(reason is not null, $"No device {name}: {reason}");
            return Opened[name] = ComputeDevice.Open(info!.Id);
        }
    }
}

/// <summary>Names the collection of a device's tests.</summary>
public static class OnDevice
{
    public const string Cpu = "cpu";
    public const string CpuAccelerator = "cpu-accelerator";
    public const string OpenCl = "opencl";
}
