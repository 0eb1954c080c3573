using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu;

public sealed partial class ComputeDevice
{
    /// <summary>A device over an accelerator that no discovery finds; it owns both from now on.</summary>
    /// <param name="info">What it says of itself.</param>
    /// <param name="context">The accelerator's context.</param>
    /// <param name="accelerator">What holds memory and loads kernels.</param>
    internal static ComputeDevice Over(DeviceInfo info, Context context, Accelerator accelerator) =>
        new(info, context, accelerator, accelerator.MemorySize, "made for an accelerator");
}
