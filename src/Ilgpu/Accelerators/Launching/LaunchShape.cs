using ConvGpu.Ilgpu.Compilation;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>Turns configurations and extents into the dimensions of a launch and checks them against the device.</summary>
internal static class LaunchShape
{
    /// <summary>How a kernel with this index type is compiled.</summary>
    /// <exception cref="NotSupportedException">Kernels are not indexed by this type.</exception>
    public static KernelIndexing IndexingOf<TIndex>() =>
        typeof(TIndex) == typeof(Index1D) ? KernelIndexing.Implicit1D
        : typeof(TIndex) == typeof(Index2D) ? KernelIndexing.Implicit2D
        : typeof(TIndex) == typeof(Index3D) ? KernelIndexing.Implicit3D
        : throw new NotSupportedException($"A kernel is indexed by Index1D, Index2D or Index3D, not by {typeof(TIndex).Name}.");

    public static Index3D ExtentOf<TIndex>(TIndex index) where TIndex : struct
    {
        if (typeof(TIndex) == typeof(Index1D))
            return new((Index1D)(object)index, 1, 1);
        if (typeof(TIndex) == typeof(Index2D))
            return new((Index2D)(object)index, 1);
        return (Index3D)(object)index;
    }

    /// <summary>The index of an item, from its place in an implicitly grouped launch; false beyond the extent.</summary>
    public static bool TryIndex<TIndex>(Index3D extent, out TIndex index) where TIndex : struct
    {
        int x = Grid.IdxX * Group.DimX + Group.IdxX;
        object boxed = typeof(TIndex) == typeof(Index1D) ? new Index1D(x)
            : typeof(TIndex) == typeof(Index2D) ? new Index2D(x, Grid.IdxY)
            : new Index3D(x, Grid.IdxY, Grid.IdxZ);
        index = (TIndex)boxed;
        return x < extent.X;
    }

    /// <summary>The dimensions of an implicitly grouped launch: groups of (n, 1, 1).</summary>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="extent">Items in each dimension, none of them 0.</param>
    /// <param name="groupSize">Items of a group; 0 leaves it to the device.</param>
    public static LaunchDimensions OfExtent(Accelerator accelerator, Index3D extent, int groupSize)
    {
        if (groupSize == 0)
            groupSize = accelerator.AutoGroupSize(extent.X);
        int groups = (int)(((long)extent.X + groupSize - 1) / groupSize);
        var dimensions = new LaunchDimensions(groups, extent.Y, extent.Z, groupSize, 1, 1, 0);
        Check(accelerator, dimensions);
        return dimensions;
    }

    /// <summary>The dimensions of an explicitly grouped launch.</summary>
    public static LaunchDimensions OfConfig(Accelerator accelerator, in KernelConfig config)
    {
        var (grid, group, shared) = config;
        var dimensions = new LaunchDimensions(grid.X, grid.Y, grid.Z, group.X, group.Y, group.Z, shared.ArraySize);
        Check(accelerator, dimensions);
        return dimensions;
    }

    /// <summary>Whether an extent has no items, so that there is nothing to launch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative extent.</exception>
    public static bool IsEmpty(Index3D extent)
    {
        if (extent.X < 0 || extent.Y < 0 || extent.Z < 0)
            throw new ArgumentOutOfRangeException(nameof(extent), $"A kernel cannot run on {extent} items.");
        return extent.X == 0 || extent.Y == 0 || extent.Z == 0;
    }

    private static void Check(Accelerator accelerator, in LaunchDimensions launch)
    {
        var mostGroups = accelerator.MaxGridSize;
        var mostItems = accelerator.MaxGroupSize;
        if (launch.GridX < 1 || launch.GridY < 1 || launch.GridZ < 1
            || launch.GridX > mostGroups.X || launch.GridY > mostGroups.Y || launch.GridZ > mostGroups.Z)
        {
            throw new ArgumentOutOfRangeException(nameof(launch),
                $"A grid of ({launch.GridX}, {launch.GridY}, {launch.GridZ}) groups: {accelerator.Name} takes from 1 to {mostGroups}.");
        }
        if (launch.GroupX < 1 || launch.GroupY < 1 || launch.GroupZ < 1
            || launch.GroupX > mostItems.X || launch.GroupY > mostItems.Y || launch.GroupZ > mostItems.Z
            || (long)launch.GroupX * launch.GroupY * launch.GroupZ > accelerator.MaxNumThreadsPerGroup)
        {
            throw new ArgumentOutOfRangeException(nameof(launch), $"A group of ({launch.GroupX}, {launch.GroupY}, {launch.GroupZ}) items: "
                + $"{accelerator.Name} takes from 1 to {mostItems}, {accelerator.MaxNumThreadsPerGroup} in all.");
        }
        if (launch.DynamicSharedBytes > accelerator.MaxDynamicSharedBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(launch), $"{launch.DynamicSharedBytes} bytes of shared memory: "
                + $"a group of {accelerator.Name} has {accelerator.MaxDynamicSharedBytes}.");
        }
    }
}
