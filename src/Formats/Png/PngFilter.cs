using System.Numerics;

namespace ConvGpu.Png;

/// <summary>The five ways in which a row is stored as differences from its neighbours (PNG specification, third edition, 9).</summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>Turns differences into values.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 their mean, 4 Paeth.</param>
    /// <param name="row">The row, changed in place.</param>
    /// <param name="above">The row above with its values; zeros above the first.</param>
    /// <param name="distance">Bytes from a pixel to its left neighbour.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        // The first pixel has no left neighbour: zeros.
        distance = Math.Min(distance, row.Length);
        above = above[..row.Length];
        if (filter == 2)
        {
            AddAbove(row, above);
            return;
        }
        if (filter == 0) return;
        for (var i = 0; i < distance; i++) row[i] += Predict(filter, 0, above[i], 0);
        if (filter == 1) for (var i = distance; i < row.Length; i++) row[i] += row[i - distance];
        else if (filter == 3) for (var i = distance; i < row.Length; i++) row[i] += (byte)((row[i - distance] + above[i]) >> 1);
        else for (var i = distance; i < row.Length; i++) row[i] += Paeth(row[i - distance], above[i], above[i - distance]);
    }

    private static void AddAbove(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var i = 0;
        for (; i + Vector<byte>.Count <= row.Length; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] += above[i];
    }

    /// <summary>Turns values into differences.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> differences)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < distance ? (0, 0) : (row[i - distance], above[i - distance]);
            differences[i] = (byte)(row[i] - Predict(filter, left, above[i], corner));
        }
    }

    private static byte Predict(int filter, int left, int above, int corner) => filter switch
    {
        0 => 0,
        1 => (byte)left,
        2 => (byte)above,
        3 => (byte)((left + above) / 2),
        _ => Paeth(left, above, corner),
    };

    private static byte Paeth(int left, int above, int corner)
    {
        // The distances of left + above - corner from each, without forming it.
        var (p, q) = (above - corner, left - corner);
        var (toLeft, toAbove, toCorner) = (Math.Abs(p), Math.Abs(q), Math.Abs(p + q));
        if (toLeft <= toAbove && toLeft <= toCorner) return (byte)left;
        return (byte)(toAbove <= toCorner ? above : corner);
    }
}
