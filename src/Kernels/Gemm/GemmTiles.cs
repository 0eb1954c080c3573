namespace ConvGpu.Kernels;

/// <summary>
/// 256 x 96 by 16 x 32 x 2 items, 8 x 3 registers each: lockstep vectors of up to 16 lanes. A value of A meets three vectors of B, and B,
/// which is stored across where it is read along k, is used 256 times. 128 products lie side by side in memory where an operand is read
/// along k: few, long pieces, which the processor fetches ahead.
/// </summary>
internal readonly struct CpuTallTile : IGemmTile
{
    public int GroupX => 16;
    public int GroupY => 32;
    public int GroupZ => 2;
    public int RowsPerItem => 8;
    public int ColumnsPerItem => 3;
    public int K => 128;
    public int OuterStrideA => 128;
    public int InnerStrideA => 1;
}

/// <summary>128 x 96 by 16 x 16 x 2 items, 8 x 3 registers each: as <see cref="CpuTallTile"/>, where that would compute rows that nobody wants.</summary>
internal readonly struct CpuWideTile : IGemmTile
{
    public int GroupX => 16;
    public int GroupY => 16;
    public int GroupZ => 2;
    public int RowsPerItem => 8;
    public int ColumnsPerItem => 3;
    public int K => 64;
    public int OuterStrideA => 64;
    public int InnerStrideA => 1;
}

/// <summary>64 x 96 by 16 x 8 x 2 items, 8 x 3 registers each: up to 64 rows.</summary>
internal readonly struct CpuTile : IGemmTile
{
    public int GroupX => 16;
    public int GroupY => 8;
    public int GroupZ => 2;
    public int RowsPerItem => 8;
    public int ColumnsPerItem => 3;
    public int K => 64;
    public int OuterStrideA => 64;
    public int InnerStrideA => 1;
}

/// <summary>64 x 32 by 16 x 8 items, 8 x 2 registers each: as <see cref="CpuTile"/>, for devices with little shared memory.</summary>
internal readonly struct CpuLeanTile : IGemmTile
{
    public int GroupX => 16;
    public int GroupY => 8;
    public int GroupZ => 1;
    public int RowsPerItem => 8;
    public int ColumnsPerItem => 2;
    public int K => 16;
    public int OuterStrideA => 16;
    public int InnerStrideA => 1;
}

/// <summary>
/// 16 x 32 by 16 x 2 items, 8 x 2 registers each: lockstep vectors, few rows. What takes the time is reading B, as the weights of a dense
/// layer: its rows lie pages apart, so that much of each is read at once.
/// </summary>
internal readonly struct CpuFlatTile : IGemmTile
{
    public int GroupX => 16;
    public int GroupY => 2;
    public int GroupZ => 1;
    public int RowsPerItem => 8;
    public int ColumnsPerItem => 2;
    public int K => 256;
    public int OuterStrideA => 256;
    public int InnerStrideA => 1;
}

/// <summary>8 x 32 by 16 items, 8 x 2 registers each: very few rows, and accelerators that allow no larger group.</summary>
internal readonly struct SmallTile : IGemmTile
{
    public int GroupX => 16;
    public int GroupY => 1;
    public int GroupZ => 1;
    public int RowsPerItem => 8;
    public int ColumnsPerItem => 2;
    public int K => 16;
    public int OuterStrideA => 16;
    public int InnerStrideA => 1;
}
