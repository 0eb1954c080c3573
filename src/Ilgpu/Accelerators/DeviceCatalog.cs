using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Devices;

/// <summary>The kinds of devices. A new kind is a row; its function gives the devices that can be used and never throws.</summary>
internal static class DeviceCatalog
{
    private static readonly Func<IEnumerable<Device>>[] Kinds =
    [
        () => [CPUDevice.Default],
        CudaDevice.All,
        CLDevice.All,
    ];

    public static IEnumerable<Device> All() => Kinds.SelectMany(kind => kind());
}
