using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>Checks of implicitly grouped kernels when they are loaded.</summary>
internal static class ImplicitGroups
{
    public static int Of(int groupSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        return groupSize;
    }
}
