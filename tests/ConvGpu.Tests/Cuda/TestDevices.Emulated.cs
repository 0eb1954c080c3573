using ConvGpu.FakeCuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Tests.Ops;

/// <content>"cuda" without a GPU is a device whose kernels run on the PTX emulator.</content>
public static partial class TestDevices
{
    static partial void OpenEmulated(string name, ref ComputeDevice? device)
    {
        if (name != OnDevice.Cuda || !TestCuda.IsEmulated)
            return;
        var emulated = TestCuda.Open();
        device = ComputeDevice.Create(DeviceDiscovery.Cuda(emulated, 0), "emulated", builder => builder.Add(emulated), emulated.MemorySize);
    }

    static partial void AskEmulated(string name, ref bool isEmulated) => isEmulated = name == OnDevice.Cuda && TestCuda.IsEmulated;
}
