namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>Indices of a sequence: a text of 64 bytes.</summary>
    private const int SequenceLength = 64;

    /// <summary>
    /// A classifier of sequences: a vector for each index, two 1-D convolutions of 5 places, and for each filter its largest value wherever
    /// that stands (after Kim, 2014, and Collobert et al., 2011). The input is 1x1xL indices (<see cref="Network.SetIndices"/>) from 0 to
    /// vocabulary - 1; 39,170 parameters unless told otherwise: 8,192 of the embedding, 10,304 and 20,544 of the convolutions, 130.
    /// </summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="dropout">The dropout rate in front of the dense layer.</param>
    /// <param name="vocabulary">How many indices there are; 256 for the bytes of a text.</param>
    /// <param name="length">Indices of a sequence, at least 1.</param>
    /// <param name="dimensions">Elements of an index's vector.</param>
    /// <param name="filters">Filters of each convolution.</param>
    public static Sequential Sequence(
        int classes = 2, float dropout = 0.5f, int vocabulary = 256, int length = SequenceLength, int dimensions = 32, int filters = 64) =>
        Sequential.Of("sequence", new Shape(1, 1, 1, length),
            new Embedding(vocabulary, dimensions),
            new Conv1D(dimensions, filters, kernel: 5, padding: Padding1D.Same), new ReLU(),
            new Conv1D(filters, filters, kernel: 5, padding: Padding1D.Same), new ReLU(),
            new GlobalMaxPool1D(), new Dropout(dropout), new Dense(filters, classes));
}
