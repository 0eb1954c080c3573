namespace ConvGpu;

/// <summary>What a device has been asked for since it was opened.</summary>
/// <param name="LiveBytes">Device bytes allocated and not yet freed.</param>
/// <param name="PeakBytes">The largest <paramref name="LiveBytes"/> there has been.</param>
/// <param name="Allocations">How many device allocations were made.</param>
/// <param name="HostToDeviceBytes">Bytes copied from the host to the device.</param>
/// <param name="DeviceToHostBytes">Bytes copied from the device to the host.</param>
/// <param name="DeviceToHostCopies">How many copies those bytes took.</param>
public readonly record struct DeviceCounters(
    long LiveBytes, long PeakBytes, long Allocations, long HostToDeviceBytes, long DeviceToHostBytes, long DeviceToHostCopies);
