namespace ConvGpu.Kernels;

/// <summary>128 x 128 by 256 items of 8 x 8: large products.</summary>
internal readonly struct Tile128x128 : IBlockedTile
{
    public int ItemsX => 16;
    public int ItemsY => 16;
    public int RowQuads => 2;
    public int ColumnQuads => 2;
    public int K => 8;
    public int ResidentGroups => 2;
    public float Efficiency => 1f;
}

/// <summary>64 x 128 by 128 items of 8 x 8: products of 64 rows, as in the first layers of VGG, and a batch of 64.</summary>
internal readonly struct Tile64x128 : IBlockedTile
{
    public int ItemsX => 16;
    public int ItemsY => 8;
    public int RowQuads => 2;
    public int ColumnQuads => 2;
    public int K => 8;
    public int ResidentGroups => 4;
    public float Efficiency => 0.95f;
}

/// <summary>64 x 64 by 256 items of 4 x 4: the middle of a network, where larger tiles leave multiprocessors idle.</summary>
internal readonly struct Tile64x64 : IBlockedTile
{
    public int ItemsX => 16;
    public int ItemsY => 16;
    public int RowQuads => 1;
    public int ColumnQuads => 1;
    public int K => 16;
    public int ResidentGroups => 4;
    public float Efficiency => 0.7f;
}

/// <summary>32 x 64 by 128 items of 4 x 4: few rows.</summary>
internal readonly struct Tile32x64 : IBlockedTile
{
    public int ItemsX => 16;
    public int ItemsY => 8;
    public int RowQuads => 1;
    public int ColumnQuads => 1;
    public int K => 16;
    public int ResidentGroups => 8;
    public float Efficiency => 0.55f;
}

/// <summary>32 x 32 by 64 items of 4 x 4: small products.</summary>
internal readonly struct Tile32x32 : IBlockedTile
{
    public int ItemsX => 8;
    public int ItemsY => 8;
    public int RowQuads => 1;
    public int ColumnQuads => 1;
    public int K => 16;
    public int ResidentGroups => 16;
    public float Efficiency => 0.46f;
}

/// <summary>16 x 128 by 128 items of 4 x 4: very few rows, as in the first layers of LeNet.</summary>
internal readonly struct Tile16x128 : IBlockedTile
{
    public int ItemsX => 32;
    public int ItemsY => 4;
    public int RowQuads => 1;
    public int ColumnQuads => 1;
    public int K => 8;
    public int ResidentGroups => 8;
    public float Efficiency => 0.45f;
}
