using ConvGpu.Ilgpu.Extensions;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu;

/// <summary>What the in-tree implementation of the ILGPU API tells of OpenCL devices.</summary>
internal static class OpenClFacts
{
    public static IReadOnlyList<string> Problems => OpenClSurvey.Problems;

    public static bool IsGpu(CLDevice device) => OpenClSurvey.IsGpu(device);

    public static long LargestAllocation(CLDevice device) => OpenClSurvey.LargestAllocation(device);

    public static string Describe(CLDevice device) => OpenClSurvey.Describe(device);
}
