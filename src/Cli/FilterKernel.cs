using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>The weights of a filter of one channel, with a name.</summary>
/// <param name="Name">The name, or the file.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Weights">The weights, row by row.</param>
internal sealed record FilterKernel(string Name, int Height, int Width, float[] Weights)
{
    /// <summary>Bytes of a file of weights at most: far more than any kernel has.</summary>
    private const int LargestFile = 1 << 20;

    /// <summary>Rows, columns, steps and padding at most.</summary>
    public const int LargestSide = 1024;

    private static readonly char[] _separators = [' ', '\t', ',', ';', '\r'];

    /// <summary>The named kernels, with the numbers that the lectures print (docs/lectures.md).</summary>
    public static IReadOnlyList<FilterKernel> All { get; } =
    [
        Of("identity", 0, 0, 0, 0, 1, 0, 0, 0, 0),
        Of("sobel-x", 1, 0, -1, 2, 0, -2, 1, 0, -1),
        Of("sobel-y", 1, 2, 1, 0, 0, 0, -1, -2, -1),
        Of("prewitt-x", -1, 0, 1, -1, 0, 1, -1, 0, 1),
        Of("edge", 0, 1, 0, 1, -4, 1, 0, 1, 0),
        Of("strong-edge", -1, -1, -1, -1, 8, -1, -1, -1, -1),
        Of("sharpen", 0, -1, 0, -1, 5, -1, 0, -1, 0),
        Of("blur", .06f, .13f, .06f, .13f, .25f, .13f, .06f, .13f, .06f),
        Of("gaussian", 1 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 4 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 1 / 16f),
        Of("brighten", 0, 0, 0, 0, 1.5f, 0, 0, 0, 0),
        Of("darken", 0, 0, 0, 0, 0.5f, 0, 0, 0, 0),
        Of("emboss", -1, -1, 0, -1, 0, 1, 0, 1, 1),
    ];

    /// <summary>
    /// A kernel by name, or from a text file: a row of the kernel a line, numbers between spaces or commas, # before a comment.
    /// </summary>
    /// <exception cref="UsageException">There is no such kernel or file.</exception>
    /// <exception cref="FileFormatException">The file does not hold rows of numbers.</exception>
    public static FilterKernel Find(string nameOrFile)
    {
        if (All.FirstOrDefault(k => k.Name == nameOrFile) is { } named) return named;
        var file = new FileInfo(nameOrFile);
        if (!file.Exists && !Directory.Exists(nameOrFile)) throw new UsageException($"there is no kernel or file '{nameOrFile}'; kernels are {string.Join(", ", All.Select(k => k.Name))}.");
        if (file.Exists && file.Length > LargestFile) throw new FileFormatException($"{nameOrFile} has {file.Length:N0} bytes; a kernel is a small text file of numbers.");
        return Parse(WholeFile.ReadText(nameOrFile), nameOrFile);
    }

    /// <summary>Reads the rows of a kernel.</summary>
    /// <exception cref="FileFormatException">The text does not hold rows of as many numbers each.</exception>
    public static FilterKernel Parse(string text, string name)
    {
        var rows = new List<float[]>();
        foreach (var line in text.Split('\n'))
        {
            var numbers = line.Split('#')[0].Split(_separators, StringSplitOptions.RemoveEmptyEntries);
            if (numbers.Length == 0) continue;
            rows.Add([.. numbers.Select(number => Number(number, name))]);
            if (rows[0].Length != numbers.Length)
                throw new FileFormatException($"{name}: row {rows.Count} of the kernel has {numbers.Length} numbers, the first has {rows[0].Length}.");
        }
        if (rows.Count == 0) throw new FileFormatException($"{name} holds no numbers; a kernel is a text file with a row of numbers a line.");
        if (rows.Count > LargestSide || rows[0].Length > LargestSide)
            throw new FileFormatException($"{name} holds {rows.Count}x{rows[0].Length} numbers; a kernel has at most {LargestSide}x{LargestSide}.");
        return new FilterKernel(name, rows.Count, rows[0].Length, [.. rows.SelectMany(row => row)]);
    }

    private static float Number(string text, string name) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
            ? number
            : throw new FileFormatException($"{name}: '{text}' is not a number.");

    private static FilterKernel Of(string name, params float[] weights) => new(name, 3, 3, weights);
}
