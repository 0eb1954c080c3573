namespace ConvGpu.Cli;

/// <summary>Boards of Go with random stones, on which one point alone is the last liberty of a group.</summary>
internal static class GoPositions
{
    /// <summary>Rows and columns.</summary>
    public const int Size = 9;

    private const int Points = Size * Size;
    private const byte Empty = 2;

    /// <summary>Draws boards: planes of black stones, white stones and empty points; the class is the point to fill.</summary>
    public static ImageSet Draw(string name, int count, SeededRandom random)
    {
        var (pixels, labels, board) = (new byte[count * 3 * Points], new int[count], new byte[Points]);
        for (var i = 0; i < count; i++)
        {
            int? point;
            do
            {
                var stones = 25 + random.Next(40);
                foreach (ref var one in board.AsSpan()) one = random.Next(100) < stones ? (byte)random.Next(2) : Empty;
                point = LastLiberty(board);
            }
            while (point is null);
            labels[i] = point.Value;
            for (var p = 0; p < Points; p++) pixels[(i * 3 + board[p]) * Points + p] = 255;
        }
        return new ImageSet(name, new Shape(count, 3, Size, Size), Points, pixels, labels);
    }

    /// <summary>
    /// The point that is the last liberty of a group; null where there is none, more than one, or a group without liberties.
    /// </summary>
    /// <param name="board">0 black, 1 white, 2 empty, row by row.</param>
    internal static int? LastLiberty(ReadOnlySpan<byte> board)
    {
        Span<bool> seen = stackalloc bool[Points];
        Span<int> stack = stackalloc int[Points];
        Span<int> around = stackalloc int[4];
        int? last = null;
        for (var start = 0; start < Points; start++)
        {
            if (board[start] == Empty || seen[start]) continue;
            var (depth, liberty, liberties) = (0, -1, 0);
            stack[depth++] = start;
            seen[start] = true;
            while (depth > 0)
            {
                var point = stack[--depth];
                foreach (var next in around[..Neighbours(point, around)])
                {
                    if (board[next] == Empty)
                    {
                        if (next != liberty) liberties++;
                        liberty = next;
                    }
                    else if (board[next] == board[start] && !seen[next])
                    {
                        seen[next] = true;
                        stack[depth++] = next;
                    }
                }
            }
            // Counted twice where two stones meet at one point in turn with another: then there are two all the same.
            if (liberties == 0 || (liberties == 1 && last is { } other && other != liberty)) return null;
            if (liberties == 1) last = liberty;
        }
        return last;
    }

    private static int Neighbours(int point, Span<int> result)
    {
        var (row, column, count) = (point / Size, point % Size, 0);
        if (row > 0) result[count++] = point - Size;
        if (row < Size - 1) result[count++] = point + Size;
        if (column > 0) result[count++] = point - 1;
        if (column < Size - 1) result[count++] = point + 1;
        return count;
    }
}
