namespace ConvGpu.Kernels;

/// <summary>
/// How <see cref="BlockedGemmKernel"/> cuts a matrix product. Every member is a constant of the implementing struct. A group of
/// ItemsX * ItemsY items computes ItemsY * RowQuads * 4 rows and ItemsX * ColumnQuads * 4 columns.
/// ItemsX is a multiple of 8, ItemsY of 4; the items are a multiple of the rows and of the columns, or divide them.
/// </summary>
internal interface IBlockedTile
{
    /// <summary>Items side by side.</summary>
    int ItemsX { get; }

    /// <summary>Items above each other.</summary>
    int ItemsY { get; }

    /// <summary>Runs of four neighbouring rows in the register tile of an item; the next run lies ItemsY * 4 rows further on.</summary>
    int RowQuads { get; }

    /// <summary>Runs of four neighbouring columns in the register tile of an item; the next run lies ItemsX * 4 columns further on.</summary>
    int ColumnQuads { get; }

    /// <summary>Products between two barriers, a multiple of 4.</summary>
    int K { get; }

    /// <summary>Groups that a multiprocessor must have registers for.</summary>
    int ResidentGroups { get; }

    /// <summary>Speed of a busy device relative to the best tile, as far as loads and barriers a product tell it.</summary>
    float Efficiency { get; }
}
