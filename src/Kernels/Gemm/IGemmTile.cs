namespace ConvGpu.Kernels;

/// <summary>
/// How <see cref="GemmKernel"/> cuts a matrix product for devices whose vectors are computed in lockstep. Every member is a constant of the implementing struct.
/// A group of GroupX x GroupY x GroupZ items computes GroupY * RowsPerItem rows and GroupX * ColumnsPerItem * GroupZ columns, K products at
/// a time. K is a multiple of GroupX; the columns of a tile are a multiple of GroupY * GroupZ.
/// </summary>
internal interface IGemmTile
{
    /// <summary>Items side by side; their columns are interleaved, so that neighbours touch neighbouring memory.</summary>
    int GroupX { get; }

    /// <summary>Items above each other.</summary>
    int GroupY { get; }

    /// <summary>Blocks of columns: items of one block read the same part of B, over and over, from the nearest cache.</summary>
    int GroupZ { get; }

    /// <summary>Rows of the register tile.</summary>
    int RowsPerItem { get; }

    /// <summary>Columns of the register tile.</summary>
    int ColumnsPerItem { get; }

    /// <summary>Products between two barriers.</summary>
    int K { get; }

    /// <summary>
    /// Elements from one row of the tile of A to the next in shared memory. With <see cref="InnerStrideA"/> 1 and this K, neighbouring items
    /// that load along k store side by side; with this 1, an item finds the rows of its register tile side by side.
    /// </summary>
    int OuterStrideA { get; }

    /// <summary>Elements from one k to the next in the tile of A.</summary>
    int InnerStrideA { get; }
}
