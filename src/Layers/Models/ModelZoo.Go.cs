namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>The points of a Go board.</summary>
    private const int BoardPoints = 19 * 19;

    /// <summary>
    /// The policy network of Go: a board of 19x19 described by 48 planes, padded so that it stays 19x19 from end to end, and a score for
    /// each of its 361 points. A pixel more or less changes a position, so nothing is pooled. Thirteen convolutions as in Silver et al.,
    /// 2016 (twelve in Maddison et al., 2014): 5x5, then eleven of 3x3, then 1x1; 3,882,432 parameters. The publication's last layer adds
    /// a bias of its own for each of the points, this one none.
    /// </summary>
    /// <param name="filters">Filters of each convolution but the last.</param>
    /// <param name="convolutions">Convolutions in all, at least 2.</param>
    /// <param name="planes">Planes that describe a board: the channels of the input.</param>
    /// <param name="size">Rows and columns of a board, at least 1; there are size * size outputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 convolutions, or there is no plane or no point.</exception>
    public static Sequential GoPolicy(int filters = 192, int convolutions = 13, int planes = 48, int size = 19)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(convolutions, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(planes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var layers = new List<Layer> { new Conv2D(planes, filters, kernel: 5, padding: 2), new ReLU() };
        for (var i = 2; i < convolutions; i++) layers.AddRange([new Conv2D(filters, filters, kernel: 3, padding: 1), new ReLU()]);
        // One bias for all points would change no probability.
        layers.AddRange([new Conv2D(filters, 1, kernel: 1, bias: false), new Flatten()]);
        return Sequential.Of("go-policy", new Shape(1, planes, size, size), [.. layers]);
    }

    private static Sequential GoPolicyFor(int classes) => classes <= BoardPoints
        ? GoPolicy()
        : throw new ArgumentException($"go-policy tells {BoardPoints} points apart, not {classes} classes.", nameof(classes));
}
