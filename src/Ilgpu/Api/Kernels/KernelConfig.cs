namespace ILGPU;

/// <summary>How many groups of how many items an explicitly grouped kernel runs on, and its dynamic shared memory.</summary>
public readonly struct KernelConfig : IIntrinsicIndex
{
    /// <summary>Groups and items in one dimension.</summary>
    public KernelConfig(Index1D gridDim, Index1D groupDim) : this(gridDim, groupDim, default)
    {
    }

    /// <summary>Groups and items in one dimension, and dynamic shared memory.</summary>
    public KernelConfig(Index1D gridDim, Index1D groupDim, SharedMemoryConfig sharedMemoryConfig)
        : this(new Index3D(gridDim, 1, 1), new Index3D(groupDim, 1, 1), sharedMemoryConfig)
    {
    }

    /// <summary>Groups and items in two dimensions.</summary>
    public KernelConfig(Index2D gridDim, Index2D groupDim) : this(gridDim, groupDim, default)
    {
    }

    /// <summary>Groups and items in two dimensions, and dynamic shared memory.</summary>
    public KernelConfig(Index2D gridDim, Index2D groupDim, SharedMemoryConfig sharedMemoryConfig)
        : this(new Index3D(gridDim, 1), new Index3D(groupDim, 1), sharedMemoryConfig)
    {
    }

    /// <summary>Groups and items in three dimensions.</summary>
    public KernelConfig(Index3D gridDim, Index3D groupDim) : this(gridDim, groupDim, default)
    {
    }

    /// <summary>Groups and items in three dimensions.</summary>
    public KernelConfig(int gridDimX, int gridDimY, int gridDimZ, int groupDimX, int groupDimY, int groupDimZ)
        : this(new Index3D(gridDimX, gridDimY, gridDimZ), new Index3D(groupDimX, groupDimY, groupDimZ), default)
    {
    }

    /// <summary>Groups and items in three dimensions, and dynamic shared memory.</summary>
    public KernelConfig(Index3D gridDim, Index3D groupDim, SharedMemoryConfig sharedMemoryConfig)
    {
        GridDim = gridDim;
        GroupDim = groupDim;
        SharedMemoryConfig = sharedMemoryConfig;
    }

    /// <summary>Which index type this is.</summary>
    public IndexType IndexType => IndexType.KernelConfig;

    /// <summary>Groups in each dimension.</summary>
    public Index3D GridDim { get; }

    /// <summary>Items of a group in each dimension.</summary>
    public Index3D GroupDim { get; }

    /// <summary>The dynamic shared memory of a group.</summary>
    public SharedMemoryConfig SharedMemoryConfig { get; }

    /// <summary>Whether the kernel gets dynamic shared memory.</summary>
    public bool UsesDynamicSharedMemory => SharedMemoryConfig.UsesDynamicSharedMemory;

    /// <summary>Whether there is at least one group and one item.</summary>
    public bool IsValid => GridDim.X > 0 & GridDim.Y > 0 & GridDim.Z > 0 & GroupDim.X > 0 & GroupDim.Y > 0 & GroupDim.Z > 0;

    /// <summary>Items of all groups.</summary>
    public long Size => GridDim.LongSize * GroupDim.LongSize;

    /// <summary>Groups and items.</summary>
    public (Index3D, Index3D) ToDimensions() => (GridDim, GroupDim);

    /// <summary>Groups, items and dynamic shared memory.</summary>
    public (Index3D, Index3D, SharedMemoryConfig) ToValueTuple() => (GridDim, GroupDim, SharedMemoryConfig);

    /// <summary>Takes the configuration apart.</summary>
    public void Deconstruct(out Index3D gridDim, out Index3D groupDim)
    {
        gridDim = GridDim;
        groupDim = GroupDim;
    }

    /// <summary>Takes the configuration apart.</summary>
    public void Deconstruct(out Index3D gridDim, out Index3D groupDim, out SharedMemoryConfig sharedMemoryConfig)
    {
        gridDim = GridDim;
        groupDim = GroupDim;
        sharedMemoryConfig = SharedMemoryConfig;
    }

    /// <inheritdoc/>
    public override string ToString() => $"grid {GridDim}, group {GroupDim}, {SharedMemoryConfig.ArraySize} bytes of dynamic shared memory";

    /// <summary>Groups and items in one dimension.</summary>
    public static implicit operator KernelConfig((Index1D, Index1D) dimensions) => new(dimensions.Item1, dimensions.Item2);

    /// <summary>Groups in three dimensions of items in one.</summary>
    public static implicit operator KernelConfig((Index3D, Index1D) dimensions) => new(dimensions.Item1, new Index3D(dimensions.Item2, 1, 1));

    /// <summary>Groups in three dimensions of items in two.</summary>
    public static implicit operator KernelConfig((Index3D, Index2D) dimensions) => new(dimensions.Item1, new Index3D(dimensions.Item2, 1));

    /// <summary>Groups and items in two dimensions.</summary>
    public static implicit operator KernelConfig((Index2D, Index2D) dimensions) => new(dimensions.Item1, dimensions.Item2);

    /// <summary>Groups and items in three dimensions.</summary>
    public static implicit operator KernelConfig((Index3D, Index3D) dimensions) => new(dimensions.Item1, dimensions.Item2);

    /// <summary>Groups and items in one dimension, and dynamic shared memory.</summary>
    public static implicit operator KernelConfig((Index1D, Index1D, SharedMemoryConfig) dimensions) =>
        new(dimensions.Item1, dimensions.Item2, dimensions.Item3);

    /// <summary>Groups and items in three dimensions, and dynamic shared memory.</summary>
    public static implicit operator KernelConfig((Index3D, Index3D, SharedMemoryConfig) dimensions) =>
        new(dimensions.Item1, dimensions.Item2, dimensions.Item3);

    /// <summary>Groups and items.</summary>
    public static implicit operator (Index3D, Index3D)(KernelConfig config) => config.ToDimensions();

    /// <summary>Groups, items and dynamic shared memory.</summary>
    public static implicit operator (Index3D, Index3D, SharedMemoryConfig)(KernelConfig config) => config.ToValueTuple();
}
