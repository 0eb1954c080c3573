using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Turns the scalar function of one item into a function that computes a whole group, with several items in the lanes of each vector.
/// The result has scalar branches only and of the group operations keeps <see cref="Opcode.GroupIndex"/> and
/// <see cref="Opcode.GridDimension"/>. Its allocas, those of shared memory included, belong to one call.
/// </summary>
internal static class LockstepPass
{
    /// <param name="source">A reducible function in LCSSA without switches. It is normalised in place and otherwise left as it is.</param>
    /// <param name="group">Items of a group in each dimension.</param>
    /// <param name="lanes">Items in a vector, a power of two.</param>
    /// <param name="shuffle">Vectors of a group run in an order that differs between regions; the order of unordered accesses shows.</param>
    public static Function Run(Function source, (int X, int Y, int Z) group, int lanes, bool shuffle = false)
    {
        Normalization.Run(source);
        var dump = PipelineDump.Begin(source, $"group{group.X}x{group.Y}x{group.Z}");
        dump?.Write("normalized", source);
        var geometry = new LaneGeometry(group, lanes);
        var linear = Linearizer.Run(source, geometry);
        VectorCleanup.Run(linear.Result);
        dump?.Write("vectors", linear.Result);
        if (geometry.Vectors > 1)
        {
            RegionLoops.Run(linear.Result, linear.VectorIndex, linear.GroupUniform, geometry, shuffle);
            VectorCleanup.Run(linear.Result);
            dump?.Write("regions", linear.Result);
        }
        return linear.Result;
    }
}
