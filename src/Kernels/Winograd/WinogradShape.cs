namespace ConvGpu.Kernels;

/// <summary>
/// The sizes that the kernels of minimal filtering get: tiles of one plane, and where they stand in the workspace. A value of a tile of
/// channel c and tile p stands at (value * Planes + c) * Stride + p; p counts the tiles of a pass, item by item.
/// </summary>
internal readonly struct WinogradShape(int planes, int height, int width, int top, int left, int outputs, int tileRows, int tileColumns, int items, int stride)
{
    /// <summary>Planes of an item: all channels.</summary>
    public readonly int Planes = planes;

    /// <summary>Rows and columns of a plane.</summary>
    public readonly int Height = height, Width = width;

    /// <summary>Where the first tile starts: minus the padding above and to the left.</summary>
    public readonly int Top = top, Left = left;

    /// <summary>Rows and columns from one tile to the next.</summary>
    public readonly int Outputs = outputs;

    /// <summary>Tiles from one channel to the next in the workspace.</summary>
    public readonly int Stride = stride;

    private readonly FastDivide _perItem = new(tileRows * tileColumns), _columns = new(tileColumns), _padded = new(PaddedTiles(tileRows * tileColumns * items));
    private readonly int _tiles = tileRows * tileColumns * items;

    /// <summary>Tiles with those that fill up fours, whose values are zeros.</summary>
    public int Tiles => _padded.Divisor;

    /// <summary>Items of a kernel that has one a tile and plane.</summary>
    public int Count => Tiles * Planes;

    /// <summary>Tiles filled up to fours.</summary>
    public static int PaddedTiles(int tiles) => (tiles + 3) / 4 * 4;

    /// <summary>The channel of an index.</summary>
    public int Plane(int index) => _padded.Divide(index);

    /// <summary>The tile of an index.</summary>
    public int Tile(int index, int plane) => index - plane * _padded.Divisor;

    /// <summary>Whether a tile is one, and no filling.</summary>
    public bool Holds(int tile) => tile < _tiles;

    /// <summary>Where the first value of a tile stands.</summary>
    public int Start(int plane, int tile) => plane * Stride + tile;

    /// <summary>Elements between values of a tile.</summary>
    public int ValueStep => Planes * Stride;

    /// <summary>The offset of a plane, and the first row and column of a tile in it.</summary>
    public TilePlace Place(int plane, int tile)
    {
        int item = _perItem.Divide(tile), inItem = tile - item * _perItem.Divisor;
        int row = _columns.Divide(inItem), column = inItem - row * _columns.Divisor;
        return new TilePlace { Plane = (item * Planes + plane) * Height * Width, Row = row * Outputs + Top, Column = column * Outputs + Left };
    }
}

/// <summary>Where a tile lies in an image.</summary>
internal struct TilePlace
{
    /// <summary>The offset of its plane.</summary>
    public int Plane;

    /// <summary>Its first row and column, which may lie outside.</summary>
    public int Row, Column;
}

/// <summary>How transformed filters come from weights: rows times inner channels in each group.</summary>
internal readonly struct FilterShape(int groups, int rows, int inner, int rowStep, int innerStep, int groupStep, int turned)
{
    private readonly FastDivide _inner = new(inner), _rows = new(rows);

    /// <summary>Weights between filters of a row, of an inner channel, of a group.</summary>
    private readonly int _rowStep = rowStep, _innerStep = innerStep, _groupStep = groupStep;

    /// <summary>1 where the weights of a filter are met in reverse order.</summary>
    private readonly int _turned = turned;

    /// <summary>Filters in all, which is also the distance between values of one.</summary>
    public readonly int Count = groups * rows * inner;

    /// <summary>The weight of a tap of the filter of an index, which counts inner channels, rows and groups.</summary>
    public int Weight(int index, int tap)
    {
        int row = _inner.Divide(index), group = _rows.Divide(row);
        int at = (index - row * _inner.Divisor) * _innerStep + (row - group * _rows.Divisor) * _rowStep + group * _groupStep;
        return at + (_turned != 0 ? 8 - tap : tap);
    }

    /// <summary>Filters of the forward pass: rows are output channels.</summary>
    public static FilterShape Forward(Conv2DGeometry g) => new(
        g.Groups, g.GroupOutChannels, g.GroupInChannels, g.FilterCount, 9, g.GroupOutChannels * g.FilterCount, g.Flip ? 1 : 0);

    /// <summary>Filters of the gradient of the image: rows are input channels, and the taps are turned round.</summary>
    public static FilterShape BackwardData(Conv2DGeometry g) => new(
        g.Groups, g.GroupInChannels, g.GroupOutChannels, 9, g.FilterCount, g.GroupOutChannels * g.FilterCount, g.Flip ? 0 : 1);
}
