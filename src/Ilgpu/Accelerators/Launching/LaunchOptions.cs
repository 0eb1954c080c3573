using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>Checks of explicitly grouped kernels when they are loaded.</summary>
internal static class ExplicitGroups
{
    public static void Check(Accelerator accelerator, KernelSpecialization specialization)
    {
        if (!specialization.IsCompatibleWith(accelerator))
        {
            throw new NotSupportedException($"A kernel for groups of {specialization.MaxNumThreadsPerGroup} items: "
                + $"{accelerator.Name} takes {accelerator.MaxNumThreadsPerGroup}.");
        }
    }
}

/// <summary>Checks of implicitly grouped kernels when they are loaded.</summary>
internal static class ImplicitGroups
{
    public static int Of(int groupSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        return groupSize;
    }
}
