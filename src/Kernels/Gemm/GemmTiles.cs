namespace ConvGpu.Kernels;

/// <summary>
/// 128 x 128 by 16 x 16 x 4 items, 8 x 2 registers each: lockstep vectors of up to 16 lanes share what was gathered for B. 64 products lie
/// side by side in memory where an operand is read along k: few, long pieces, which the processor fetches ahead. What is staged of A and B
/// is used 128 times.
/// </summary>
internal readonly struct CpuWideTile : IGemmTile
{
    public int GroupX => 16;
    public int GroupY => 16;
    public int GroupZ => 4;
    public int RowsPerItem => 8;
    public int ColumnsPerItem => 2;
    public int K => 64;
    public int OuterStrideA => 64;
    public int InnerStrideA => 1;
}

/// <summary>64 x 64 by 16 x 8 x 2 items, 8 x 2 registers each: lockstep vectors, up to 64 rows.</summary>
internal readonly struct CpuTile : IGemmTile
{
    public int GroupX => 16;
    public int GroupY => 8;
    public int GroupZ => 2;
    public int RowsPerItem => 8;
    public int ColumnsPerItem => 2;
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
