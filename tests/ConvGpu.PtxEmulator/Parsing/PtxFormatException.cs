namespace ConvGpu.Emulation;

/// <summary>The text is not PTX of the version and target it claims.</summary>
public sealed class PtxFormatException(int line, string reason) : Exception($"PTX line {line}: {reason}")
{
    /// <summary>One-based line of the text.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong, without the line.</summary>
    public string Reason { get; } = reason;
}
