namespace ConvGpu.Kernels;

/// <summary>
/// The sizes of a subsampling: of every channel the rows <paramref name="StartRow"/>, StartRow + StepRow, ... and the columns
/// <paramref name="StartColumn"/>, StartColumn + StepColumn, ... are kept, counted from 0.
/// </summary>
/// <param name="Channels">Channels of input and output.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="StartRow">The first row kept, from 0 to InHeight - 1.</param>
/// <param name="StartColumn">The first column kept, from 0 to InWidth - 1.</param>
/// <param name="StepRow">Rows from one that is kept to the next, at least 1.</param>
/// <param name="StepColumn">Columns from one that is kept to the next, at least 1.</param>
public sealed record Subsample2DGeometry(int Channels, int InHeight, int InWidth, int StartRow, int StartColumn, int StepRow, int StepColumn)
{
    private const string Op = "subsample2d";

    /// <summary>Channels of input and output.</summary>
    public int Channels { get; } = Checked(Channels, InHeight, InWidth, StartRow, StartColumn, StepRow, StepColumn);

    /// <summary>Rows of the output: those from the start on, divided by the step and rounded up.</summary>
    public int OutHeight => DeviceTraits.CeilDivide(InHeight - StartRow, StepRow);

    /// <summary>Columns of the output.</summary>
    public int OutWidth => DeviceTraits.CeilDivide(InWidth - StartColumn, StepColumn);

    /// <summary>Elements of one input image.</summary>
    public int InCount => Channels * InHeight * InWidth;

    /// <summary>Elements of one output image.</summary>
    public int OutCount => Channels * OutHeight * OutWidth;

    private static int Checked(int channels, int inHeight, int inWidth, int startRow, int startColumn, int stepRow, int stepColumn)
    {
        OpCheck.Positive(channels, Op);
        OpCheck.Positive(inHeight, Op);
        OpCheck.Positive(inWidth, Op);
        OpCheck.NotNegative(startRow, Op);
        OpCheck.NotNegative(startColumn, Op);
        OpCheck.Positive(stepRow, Op);
        OpCheck.Positive(stepColumn, Op);
        OpCheck.Countable("an input", channels, inHeight, inWidth, Op);
        if (startRow >= inHeight || startColumn >= inWidth)
            throw new ArgumentException(
                $"{Op}: an image of {inHeight}x{inWidth} has no row {startRow} or no column {startColumn}, counted from 0. Start further up or left.");
        return channels;
    }
}
