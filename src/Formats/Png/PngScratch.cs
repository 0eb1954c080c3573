namespace ConvGpu.Png;

/// <summary>Memory that reading one PNG file after the other uses again.</summary>
internal sealed class PngScratch
{
    public MemoryStream Data { get; } = new();

    /// <summary>Channels one after the other, of kinds that do not become pixels at once.</summary>
    public byte[] Planes = [];

    /// <summary>Rows as they are stored: the one above first.</summary>
    public byte[] Rows = [];
}
