using ConvGpu.Ilgpu.Debugging;

namespace ILGPU;

/// <summary>The group of items that a kernel's item belongs to. Kernel code only.</summary>
public static class Group
{
    /// <summary>The item's X index in its group.</summary>
    public static int IdxX => KernelItem.Current.Thread.X;

    /// <summary>The item's Y index in its group.</summary>
    public static int IdxY => KernelItem.Current.Thread.Y;

    /// <summary>The item's Z index in its group.</summary>
    public static int IdxZ => KernelItem.Current.Thread.Z;

    /// <summary>The item's index in its group.</summary>
    public static Index3D Index => new(IdxX, IdxY, IdxZ);

    /// <summary>Items of a group in X.</summary>
    public static int DimX => KernelItem.Current.Group.GroupDimension.X;

    /// <summary>Items of a group in Y.</summary>
    public static int DimY => KernelItem.Current.Group.GroupDimension.Y;

    /// <summary>Items of a group in Z.</summary>
    public static int DimZ => KernelItem.Current.Group.GroupDimension.Z;

    /// <summary>Items of a group in each dimension.</summary>
    public static Index3D Dimension => new(DimX, DimY, DimZ);

    /// <summary>The item's number in its group, X fastest.</summary>
    public static int LinearIndex => (IdxZ * DimY + IdxY) * DimX + IdxX;

    /// <summary>Whether this is the first item of its group.</summary>
    public static bool IsFirstThread => LinearIndex == 0;

    /// <summary>Whether this is the last item of its group.</summary>
    public static bool IsLastThread => LinearIndex == DimX * DimY * DimZ - 1;

    /// <summary>Waits for all items of the group; their writes before are visible after. Items that have returned count as arrived.</summary>
    public static void Barrier() => KernelItem.Current.GroupBarrier();

    /// <summary>A barrier that counts the items whose predicate holds.</summary>
    public static int BarrierPopCount(bool predicate) => KernelItem.Current.CountAtBarrier(predicate).Set;

    /// <summary>A barrier that tells whether the predicate holds for all items.</summary>
    public static bool BarrierAnd(bool predicate)
    {
        var (set, all) = KernelItem.Current.CountAtBarrier(predicate);
        return set == all;
    }

    /// <summary>A barrier that tells whether the predicate holds for any item.</summary>
    public static bool BarrierOr(bool predicate) => KernelItem.Current.CountAtBarrier(predicate).Set > 0;

    /// <summary>A barrier that gives every item the value of one.</summary>
    /// <param name="value">The value; that of item <paramref name="groupIndex"/> is the result.</param>
    /// <param name="groupIndex">The number of the item in its group, X fastest; the same for all items.</param>
    public static T Broadcast<T>(T value, int groupIndex) where T : unmanaged => KernelItem.Current.GroupBroadcast(value, groupIndex);
}
