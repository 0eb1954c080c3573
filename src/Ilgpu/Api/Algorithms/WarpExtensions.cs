using ILGPU.Algorithms.ScanReduceOperations;

namespace ILGPU.Algorithms;

/// <summary>Reductions and scans over the items of a warp, whatever its size. The last warp of a group may be cut off. Kernel code only.</summary>
public static class WarpExtensions
{
    /// <summary>Reduces the values of the warp; the first lane has the result.</summary>
    public static T Reduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        int lanes = Lanes();
        for (int distance = Warp.WarpSize / 2; distance > 0; distance /= 2)
        {
            T other = Warp.ShuffleDown(value, distance);
            if (Warp.LaneIdx + distance < lanes)
                value = default(TReduction).Apply(value, other);
        }
        return value;
    }

    /// <summary>Reduces the values of the warp; every lane has the result.</summary>
    public static T AllReduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T> =>
        Warp.Shuffle(Reduce<T, TReduction>(value), 0);

    /// <summary>Reduces the values of the lanes before; the identity in the first lane.</summary>
    public static T ExclusiveScan<T, TScan>(T value)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        T before = Warp.ShuffleUp(InclusiveScan<T, TScan>(value), 1);
        return Warp.LaneIdx == 0 ? default(TScan).Identity : before;
    }

    /// <summary>Reduces the values of the lanes before and of the own one.</summary>
    public static T InclusiveScan<T, TScan>(T value)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        for (int distance = 1; distance < Warp.WarpSize; distance *= 2)
        {
            T other = Warp.ShuffleUp(value, distance);
            if (Warp.LaneIdx >= distance)
                value = default(TScan).Apply(other, value);
        }
        return value;
    }

    /// <summary>Lanes of the item's warp that have an item.</summary>
    internal static int Lanes() =>
        IntrinsicMath.Min(Warp.WarpSize, Group.DimX * Group.DimY * Group.DimZ - Warp.WarpIdx * Warp.WarpSize);
}
