using System.Globalization;

namespace ConvGpu;

/// <summary>Reads square grey images from comma-separated lines: the pixels row by row (0..255), then the class.</summary>
internal static class CsvImages
{
    /// <summary>Reads a file, plain or gzipped.</summary>
    /// <exception cref="DataException">The file is missing or damaged, or a line is malformed.</exception>
    public static ImageSet ReadFile(string file) => DataFile.Read(file, stream => Read(file, stream));

    /// <summary>Reads a stream of lines.</summary>
    /// <param name="name">The name of the source, for error messages.</param>
    /// <param name="stream">The text.</param>
    /// <param name="classes">The number of classes, or 0 for the largest label plus one.</param>
    /// <exception cref="DataException">A line is malformed.</exception>
    public static ImageSet Read(string name, Stream stream, int classes = 0)
    {
        var pixels = new List<byte>();
        var labels = new List<int>();
        var columns = 0;
        using var reader = new StreamReader(stream);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0) continue;
            var fields = text.Split(',');
            if (columns == 0) columns = fields.Length;
            if (fields.Length != columns)
                throw new DataException($"{name}, line {line}: {fields.Length} values where the lines before have {columns}.");
            for (var i = 0; i < columns - 1; i++) pixels.Add((byte)Parse(name, line, fields[i], byte.MaxValue));
            labels.Add(Parse(name, line, fields[^1], ushort.MaxValue));
        }
        if (labels.Count == 0) throw new DataException($"{name} holds no images.");
        var side = (int)Math.Round(Math.Sqrt(columns - 1));
        if (side < 1 || side * side != columns - 1)
            throw new DataException($"{name}: {columns - 1} pixels a line are no square image; a line is the pixels row by row, then the class.");
        return new ImageSet(name, new Shape(labels.Count, 1, side, side), classes > 0 ? classes : labels.Max() + 1, [.. pixels], [.. labels]);
    }

    private static int Parse(string name, int line, string field, int largest)
    {
        if (int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= largest) return value;
        throw new DataException($"{name}, line {line}: '{field}' is not a whole number from 0 to {largest}.");
    }
}
