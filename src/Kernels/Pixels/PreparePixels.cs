namespace ConvGpu.Kernels;

/// <summary>
/// Makes the network's input of images of 8 bits: y[c, r, w] = (x[c, r - Down, Sign w + Offset] - mean[c]) scale[c], with 0 for x outside of
/// the image, so that images are moved, mirrored and normalised; a single channel is repeated to all. The same bits as those of the host, for nothing
/// is contracted. Operands: x (bytes, n x SourceChannels x Height x Width), moves (int32, n x 3: Down, Sign, Offset), means and scales
/// (2 x SourceChannels), y (n x Channels x Height x Width).
/// </summary>
/// <param name="SourceChannels">Channels of x: 1, or as many as y has.</param>
/// <param name="Channels">Channels of y.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public sealed record PreparePixels(int SourceChannels, int Channels, int Height, int Width) : Op
{
    /// <summary>int32 values of a move.</summary>
    public const int MoveLength = 3;

    private const string OpName = "prepare-pixels";

    /// <summary>Channels of x.</summary>
    public int SourceChannels { get; init; } = SourceChannels == 1 || SourceChannels == Channels
        ? OpCheck.Positive(SourceChannels, OpName)
        : throw new ArgumentException($"{OpName}: {SourceChannels} channels cannot become {Channels}; a single one is repeated.", nameof(SourceChannels));

    /// <summary>Channels of y.</summary>
    public int Channels { get; init; } = OpCheck.Positive(Channels, OpName);

    /// <summary>Rows.</summary>
    public int Height { get; init; } = OpCheck.Positive(Height, OpName);

    /// <summary>Columns.</summary>
    public int Width { get; init; } = OpCheck.Positive(Width, OpName);

    /// <inheritdoc/>
    public override string Name => OpName;

    /// <inheritdoc/>
    public override int OperandCount => 4;

    /// <inheritdoc/>
    public override long Flops(int n) => 2L * n * Channels * Height * Width;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Height * Width * (SourceChannels + Channels * sizeof(float));
}
