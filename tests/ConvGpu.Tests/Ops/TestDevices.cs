using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>
/// The devices of the op tests, opened once. Classes of one device are in one collection, since a device serves one thread at a time.
/// </summary>
public static partial class TestDevices
{
    private static readonly Dictionary<string, ComputeDevice> Opened = [];
    private static readonly Dictionary<string, bool> Missing = [];

    /// <summary>
    /// The device of a name. Where it cannot be used the test is skipped with the reason, unless CONVGPU_REQUIRE names it: then it fails.
    /// </summary>
    public static ComputeDevice Open(string name)
    {
        lock (Opened)
        {
            if (Opened.TryGetValue(name, out var device))
                return device;
            return Opened[name] = OpenNew(name);
        }
    }

    /// <summary>A device of the test's own, which it disposes; skips and fails as <see cref="Open"/> does.</summary>
    public static ComputeDevice OpenNew(string name)
    {
        ComputeDevice? emulated = null;
        OpenEmulated(name, ref emulated);
        if (emulated is not null)
            return emulated;
        var info = ComputeDevice.All().FirstOrDefault(d => d.Id == name || d.Id == name + ":0");
        string? reason = info is null ? "there is none" : info.Reason;
        if (reason is not null && name.StartsWith("cpu", StringComparison.Ordinal) | RequiredDevices.Contains(name))
            Assert.Fail($"Device {name} is required: {reason}");
        Assert.SkipWhen(reason is not null, $"No device {name}: {reason}");
        return ComputeDevice.Open(info!.Id);
    }

    /// <summary>Whether there is no such device, so that its tests were skipped.</summary>
    public static bool IsMissing(string name)
    {
        lock (Opened)
        {
            if (Opened.ContainsKey(name) || IsSlow(name)) return false;
            if (!Missing.TryGetValue(name, out var missing))
                Missing[name] = missing = !ComputeDevice.All().Any(d => (d.Id == name || d.Id == name + ":0") && d.IsUsable);
            return missing;
        }
    }

    /// <summary>Whether kernels run so slowly that only a few small cases are run unless everything is asked for.</summary>
    public static bool IsSlow(string name)
    {
        bool slow = false;
        AskEmulated(name, ref slow);
        return slow;
    }

    /// <summary>How many random cases of one op to run on a device.</summary>
    public static int RandomCases(string name) => IsSlow(name) ? TestSize.RandomCases / 10 : TestSize.RandomCases;

    static partial void OpenEmulated(string name, ref ComputeDevice? device);

    static partial void AskEmulated(string name, ref bool isEmulated);
}

/// <summary>Names the collection of a device's tests.</summary>
public static class OnDevice
{
    public const string Cpu = "cpu";
    public const string CpuAccelerator = "cpu-accelerator";
    public const string OpenCl = "opencl";
    public const string Cuda = "cuda";
}
