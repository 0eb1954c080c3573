using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// How a 3x3 convolution of stride 1 is cut into tiles: 4x4 outputs from 6x6 of the image, row by row, image after image. Channels are
/// counted in blocks of a vector, the last one filled up with zeros.
/// </summary>
internal sealed class WinogradTiles
{
    private const int Outputs = WinogradTransforms.Outputs;

    public WinogradTiles(LoweredPart part)
    {
        Part = part;
        Top = part.TapRow.Min();
        Left = part.TapColumn.Min();
        Rows = (part.OutRows + Outputs - 1) / Outputs;
        Columns = (part.OutColumns + Outputs - 1) / Outputs;
        IsTurned = Enumerable.Range(0, part.Taps).First(t => part.TapRow[t] == Top && part.TapColumn[t] == Left) is var first && part.TapWeight[first] != 0;
    }

    public LoweredPart Part { get; }

    /// <summary>Where the image's first tile begins, counted from its first row and column.</summary>
    public int Top { get; }

    public int Left { get; }

    /// <summary>Tiles below each other, and side by side.</summary>
    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Tiles of a batch item.</summary>
    public int PerItem => Rows * Columns;

    /// <summary>Whether the taps meet the weights of a filter's channel in reverse order.</summary>
    public bool IsTurned { get; }

    /// <summary>Channels of a group in blocks.</summary>
    public int ChannelBlocks => Blocks(Part.Channels);

    /// <summary>Target channels of a group in blocks.</summary>
    public int RowBlocks => Blocks(Part.Rows);

    /// <summary>The tiles from <paramref name="tile"/> on that lie side by side, at most up to <paramref name="end"/>.</summary>
    public Run RunAt(int tile, int end)
    {
        int item = tile / PerItem, row = tile % PerItem / Columns, column = tile % Columns;
        return new Run(item, row, column, Math.Min(Columns - column, end - tile));
    }

    public static int Blocks(int channels) => (channels + VectorWidth.FloatLanes - 1) / VectorWidth.FloatLanes;

    /// <summary>Tiles side by side.</summary>
    public readonly record struct Run(int Item, int Row, int Column, int Count);
}
