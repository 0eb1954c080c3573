namespace ILGPU;

/// <summary>Makes the functions of ILGPU.Algorithms available to kernels.</summary>
public static class AlgorithmContext
{
    /// <summary>Does nothing: kernels have the functions in any case.</summary>
    public static Context.Builder EnableAlgorithms(this Context.Builder builder) => builder;
}
