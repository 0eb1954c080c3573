using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>Padding that repeats volumes, by PyTorch's rules for replicate, reflect and circular.</summary>
public static class PadReference
{
    /// <summary>The element of the input that each element of the output holds.</summary>
    public static int[] Sources(Pad3DGeometry g, int n)
    {
        var sources = new List<int>(n * g.OutCount);
        for (var volume = 0; volume < n * g.Channels; volume++)
        for (var d = -g.Depth.Before; d < g.InDepth + g.Depth.After; d++)
        for (var h = -g.Height.Before; h < g.InHeight + g.Height.After; h++)
        for (var w = -g.Width.Before; w < g.InWidth + g.Width.After; w++)
        {
            var (depth, row, column) = (ConvReference.Inside(g.Mode, d, g.InDepth), ConvReference.Inside(g.Mode, h, g.InHeight), ConvReference.Inside(g.Mode, w, g.InWidth));
            sources.Add(((volume * g.InDepth + depth) * g.InHeight + row) * g.InWidth + column);
        }
        return [.. sources];
    }
}
