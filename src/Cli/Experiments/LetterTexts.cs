namespace ConvGpu.Cli;

/// <summary>Texts of random letters with one of four words of the same three letters somewhere.</summary>
internal sealed class LetterTexts
{
    /// <summary>Letters of a text.</summary>
    public const int Length = 32;

    /// <summary>Different letters.</summary>
    public const int Letters = 12;

    private static readonly int[][] _words = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 2, 1]];

    private readonly int[][] _texts;
    private readonly int[] _labels;

    private LetterTexts(int[][] texts, int[] labels) => (_texts, _labels) = (texts, labels);

    /// <summary>The number of words.</summary>
    public static int Classes => _words.Length;

    public int Count => _labels.Length;

    public int Label(int text) => _labels[text];

    public ReadOnlySpan<int> Text(int text) => _texts[text];

    /// <summary>Draws texts; each has one of the words once, and none of the others.</summary>
    public static LetterTexts Draw(int count, ulong seed, uint part)
    {
        var random = new SeededRandom(seed, RandomStreams.Split, part);
        var (texts, labels) = (new int[count][], new int[count]);
        for (var i = 0; i < count; i++)
        {
            do
            {
                texts[i] = [.. Enumerable.Range(0, Length).Select(_ => random.Next(Letters))];
                labels[i] = random.Next(Classes);
                _words[labels[i]].CopyTo(texts[i], random.Next(Length - 2));
            }
            while (_words.Sum(word => Occurrences(texts[i], word)) != 1);
        }
        return new LetterTexts(texts, labels);
    }

    /// <summary>How often a word stands in a text.</summary>
    internal static int Occurrences(ReadOnlySpan<int> text, ReadOnlySpan<int> word)
    {
        var count = 0;
        for (var at = 0; at + word.Length <= text.Length; at++)
            if (text.Slice(at, word.Length).SequenceEqual(word)) count++;
        return count;
    }

    /// <summary>Hands the first texts of an order to a network, as many as a batch holds.</summary>
    /// <returns>How many.</returns>
    public int Set(Network network, ReadOnlySpan<int> order)
    {
        var batch = order[..Math.Min(order.Length, network.Options.MaxBatch)].ToArray();
        network.SetIndices([.. batch.SelectMany(i => _texts[i])]);
        network.SetLabels([.. batch.Select(i => _labels[i])]);
        return batch.Length;
    }
}
