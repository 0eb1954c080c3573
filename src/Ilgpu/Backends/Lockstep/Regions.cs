using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

internal static class Regions
{
    public static void Run(Function function, Value vectorIndex, HashSet<Value> uniform, LaneGeometry geometry)
    {
        _ = (function, vectorIndex, uniform, geometry);
    }
}
