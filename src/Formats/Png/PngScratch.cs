namespace ConvGpu.Png;

/// <summary>Memory that reading one PNG file after the other uses again.</summary>
internal sealed class PngScratch
{
    public MemoryStream Data { get; } = new();

    public byte[] Planes = [];

    public byte[] Row = [];

    public byte[] Above = [];
}
