using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Rows of the small image's channels to and from every so many columns of the large one. A chunk is a group of large rows.</summary>
internal sealed unsafe class PixelShuffleJob(ShuffleSizes sizes, float* small, float* large, bool toLarge) : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly int _width = sizes.Width * sizes.Factor, _height = sizes.Height * sizes.Factor;
    private readonly int _grain = Math.Max(WantedLength / (sizes.Width * sizes.Factor), 1);
    private long _rows;

    public void Run(int n)
    {
        _rows = (long)n * sizes.Channels * _height;
        WorkerPool.Run(this, new ChunkedRange(_rows, _grain).Count);
    }

    public override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_rows, _grain);
        var plane = (long)sizes.Height * sizes.Width;
        for (var row = range.Start(chunk); row < range.End(chunk); row++)
        {
            var (channel, inPlane) = (row / _height, (int)(row % _height));
            var first = (channel * sizes.Factor + inPlane % sizes.Factor) * sizes.Factor;
            for (var right = 0; right < sizes.Factor; right++)
            {
                var source = small + (first + right) * plane + (long)(inPlane / sizes.Factor) * sizes.Width;
                var target = large + row * _width + right;
                if (toLarge)
                    for (var column = 0; column < sizes.Width; column++) target[column * sizes.Factor] = source[column];
                else
                    for (var column = 0; column < sizes.Width; column++) source[column] = target[column * sizes.Factor];
            }
        }
    }
}
