using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>The ops on whole channels: their bias, and what a subsampling keeps of them.</summary>
public static class ChannelReference
{
    /// <summary>x + b with a value of b per channel.</summary>
    public static Expected AddBias(int channels, int plane, float[] x, float[] b)
    {
        var y = new Expected(x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            var sum = (double)x[i] + b[i / plane % channels];
            y.Set(i, sum, Math.Abs(sum), 1);
        }
        return y;
    }

    /// <summary>The sum of dy per channel.</summary>
    public static Expected SumChannels(int channels, int plane, float[] dy)
    {
        var db = new Expected(channels);
        for (var i = 0; i < dy.Length; i++) db.Add(i / plane % channels, dy[i]);
        return db;
    }

    /// <summary>For every element that is kept its place in the input, in the order of the output.</summary>
    public static int[] Kept(Subsample2DGeometry g, int n) =>
    [
        .. from plane in Enumerable.Range(0, n * g.Channels)
           from row in Enumerable.Range(0, g.InHeight)
           where row >= g.StartRow && (row - g.StartRow) % g.StepRow == 0
           from column in Enumerable.Range(0, g.InWidth)
           where column >= g.StartColumn && (column - g.StartColumn) % g.StepColumn == 0
           select (plane * g.InHeight + row) * g.InWidth + column,
    ];
}
