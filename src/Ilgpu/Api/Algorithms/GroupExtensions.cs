using ILGPU.Algorithms.ScanReduceOperations;

namespace ILGPU.Algorithms;

/// <summary>
/// Reductions and scans over the items of a group of up to 1024, in the order of their numbers. All items of the group must take part.
/// Kernel code only.
/// </summary>
public static class GroupExtensions
{
    // A warp may be a single item, so there are as many partial results as items of the largest group.
    private const int MostWarps = 1024;

    /// <summary>Reduces the values of the group; the first item has the result.</summary>
    public static T Reduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        var partial = SharedMemory.Allocate<T>(MostWarps);
        ReduceTo<T, TReduction>(partial, value);
        T result = Group.IsFirstThread ? partial[0] : value;
        Group.Barrier();
        return result;
    }

    /// <summary>Reduces the values of the group; every item has the result.</summary>
    public static T AllReduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        var partial = SharedMemory.Allocate<T>(MostWarps);
        ReduceTo<T, TReduction>(partial, value);
        T result = partial[0];
        Group.Barrier();
        return result;
    }

    /// <summary>Reduces the values of the items before; the identity in the first item.</summary>
    public static T ExclusiveScan<T, TScanOperation>(T value)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        var partial = SharedMemory.Allocate<T>(MostWarps);
        T inWarp = WarpExtensions.InclusiveScan<T, TScanOperation>(value);
        T before = Warp.ShuffleUp(inWarp, 1);
        if (Warp.LaneIdx == 0)
            before = default(TScanOperation).Identity;
        T warpsBefore = ScanWarps<T, TScanOperation>(partial, inWarp);
        return default(TScanOperation).Apply(warpsBefore, before);
    }

    /// <summary>Reduces the values of the items before and of the own one.</summary>
    public static T InclusiveScan<T, TScanOperation>(T value)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        var partial = SharedMemory.Allocate<T>(MostWarps);
        T inWarp = WarpExtensions.InclusiveScan<T, TScanOperation>(value);
        T warpsBefore = ScanWarps<T, TScanOperation>(partial, inWarp);
        return default(TScanOperation).Apply(warpsBefore, inWarp);
    }

    // Leaves the reduction of the group in partial[0]; the barrier behind it is passed.
    private static void ReduceTo<T, TReduction>(ArrayView<T> partial, T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        int item = Group.LinearIndex;
        int warps = Warps();
        T inWarp = WarpExtensions.Reduce<T, TReduction>(value);
        if (Warp.LaneIdx == 0)
            partial[Warp.WarpIdx] = inWarp;
        Group.Barrier();
        while (warps > 1)
        {
            int half = (warps + 1) / 2;
            if (item + half < warps)
                partial[item] = default(TReduction).Apply(partial[item], partial[item + half]);
            Group.Barrier();
            warps = half;
        }
    }

    // The reduction of all warps before the item's, from each item's reduction of its warp up to itself.
    private static T ScanWarps<T, TScan>(ArrayView<T> partial, T inWarp)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        int item = Group.LinearIndex;
        int warps = Warps();
        if (Warp.LaneIdx == WarpExtensions.Lanes() - 1)
            partial[Warp.WarpIdx] = inWarp;
        Group.Barrier();
        for (int distance = 1; distance < warps; distance *= 2)
        {
            T before = default(TScan).Identity;
            if (item >= distance && item < warps)
                before = partial[item - distance];
            Group.Barrier();
            if (item >= distance && item < warps)
                partial[item] = default(TScan).Apply(before, partial[item]);
            Group.Barrier();
        }
        T result = default(TScan).Identity;
        if (Warp.WarpIdx > 0)
            result = partial[Warp.WarpIdx - 1];
        Group.Barrier();
        return result;
    }

    private static int Warps() => (Group.DimX * Group.DimY * Group.DimZ + Warp.WarpSize - 1) / Warp.WarpSize;
}
