using ConvGpu.Ilgpu.Debugging;

namespace ILGPU;

/// <summary>The grid of groups that a kernel runs on. Kernel code only, but for the functions that compute an index.</summary>
public static class Grid
{
    /// <summary>The group's X index.</summary>
    public static int IdxX => KernelItem.Current.Group.GroupIndex.X;

    /// <summary>The group's Y index.</summary>
    public static int IdxY => KernelItem.Current.Group.GroupIndex.Y;

    /// <summary>The group's Z index.</summary>
    public static int IdxZ => KernelItem.Current.Group.GroupIndex.Z;

    /// <summary>The group's index.</summary>
    public static Index3D Index => new(IdxX, IdxY, IdxZ);

    /// <summary>Groups in X.</summary>
    public static int DimX => KernelItem.Current.Group.GridDimension.X;

    /// <summary>Groups in Y.</summary>
    public static int DimY => KernelItem.Current.Group.GridDimension.Y;

    /// <summary>Groups in Z.</summary>
    public static int DimZ => KernelItem.Current.Group.GridDimension.Z;

    /// <summary>Groups in each dimension.</summary>
    public static Index3D Dimension => new(DimX, DimY, DimZ);

    /// <summary>The group's number, X fastest.</summary>
    public static int LinearIndex => (IdxZ * DimY + IdxY) * DimX + IdxX;

    /// <summary>The item's index in the grid.</summary>
    public static Index3D GlobalIndex => ComputeGlobalIndex(Index, Group.Index);

    /// <summary>The item's index in the grid, in 64 bits.</summary>
    public static LongIndex3D LongGlobalIndex => ComputeLongGlobalIndex(Index, Group.Index);

    /// <summary>The item's number in the grid: groups one after the other, X fastest.</summary>
    public static int GlobalLinearIndex => LinearIndex * (Group.DimX * Group.DimY * Group.DimZ) + Group.LinearIndex;

    /// <summary>The index in the grid of an item of a group.</summary>
    public static Index1D ComputeGlobalIndex(Index1D gridIdx, Index1D groupIdx) => groupIdx.X + gridIdx.X * Group.DimX;

    /// <summary>The index in the grid of an item of a group.</summary>
    public static Index2D ComputeGlobalIndex(Index2D gridIdx, Index2D groupIdx) =>
        new(groupIdx.X + gridIdx.X * Group.DimX, groupIdx.Y + gridIdx.Y * Group.DimY);

    /// <summary>The index in the grid of an item of a group.</summary>
    public static Index3D ComputeGlobalIndex(Index3D gridIdx, Index3D groupIdx) =>
        new(groupIdx.X + gridIdx.X * Group.DimX, groupIdx.Y + gridIdx.Y * Group.DimY, groupIdx.Z + gridIdx.Z * Group.DimZ);

    /// <summary>The index in the grid of an item of a group, in 64 bits.</summary>
    public static LongIndex1D ComputeLongGlobalIndex(Index1D gridIdx, Index1D groupIdx) => groupIdx.X + (long)gridIdx.X * Group.DimX;

    /// <summary>The index in the grid of an item of a group, in 64 bits.</summary>
    public static LongIndex2D ComputeLongGlobalIndex(Index2D gridIdx, Index2D groupIdx) =>
        new(groupIdx.X + (long)gridIdx.X * Group.DimX, groupIdx.Y + (long)gridIdx.Y * Group.DimY);

    /// <summary>The index in the grid of an item of a group, in 64 bits.</summary>
    public static LongIndex3D ComputeLongGlobalIndex(Index3D gridIdx, Index3D groupIdx) =>
        new(groupIdx.X + (long)gridIdx.X * Group.DimX, groupIdx.Y + (long)gridIdx.Y * Group.DimY,
            groupIdx.Z + (long)gridIdx.Z * Group.DimZ);
}
