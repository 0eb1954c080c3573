namespace ConvGpu;

/// <summary>One device of this machine as <see cref="ComputeDevice.All"/> lists it.</summary>
/// <param name="Id">What <see cref="ComputeDevice.Open"/> takes: <c>cpu</c>, <c>cpu-accelerator</c>, <c>opencl:0</c>, <c>cuda:0</c>.</param>
/// <param name="Kind">The kind of device.</param>
/// <param name="Name">The device's own name; empty where none was found.</param>
/// <param name="Computes">Who computes there.</param>
/// <param name="Limits">Memory, groups and lanes in words; empty where the device cannot be used.</param>
/// <param name="Reason">Why the device cannot be used, or null when it can.</param>
/// <param name="IsGpu">True for a graphics processor, which <see cref="ComputeDevice.Best"/> prefers to the host's cores.</param>
public sealed record DeviceInfo(
    string Id, DeviceKind Kind, string Name, string Computes, string Limits, string? Reason, bool IsGpu)
{
    /// <summary>True when the device can be opened.</summary>
    public bool IsUsable => Reason is null;
}
