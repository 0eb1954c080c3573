using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// dy in rows of the image frame's width, with zeros behind each row's last column and behind the last row up to a whole vector, and
/// planes of zeros that fill up the last tile of filters. A chunk is a group of planes.
/// </summary>
/// <param name="part">The forward convolution.</param>
/// <param name="frame">The image's frame.</param>
/// <param name="filters">Planes of a group, at least its filters.</param>
internal sealed unsafe class GradientFrame(LoweredPart part, ImageFrame frame, int filters) : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private float* _gradient, _frames;
    private long _planes;

    /// <summary>Planes are a multiple of the widest vector long.</summary>
    public const int Lanes = 16;

    /// <summary>Floats of a plane.</summary>
    public int Plane { get; } = MicroKernel.RoundUp(frame.Positions(part), Lanes);

    /// <summary>Floats of a batch item.</summary>
    public long Item => (long)part.Groups * filters * Plane;

    private int Grain => Math.Max(WantedLength / Plane, 1);

    public void Copy(int n, float* gradient, float* frames)
    {
        _gradient = gradient;
        _frames = frames;
        _planes = (long)n * part.Groups * filters;
        WorkerPool.Run(this, new ChunkedRange(_planes, Grain).Count);
    }

    public override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_planes, Grain);
        for (var plane = range.Start(chunk); plane < range.End(chunk); plane++)
        {
            var target = _frames + plane * Plane;
            var filter = (int)(plane % filters);
            if (filter >= part.Rows)
            {
                new Span<float>(target, Plane).Clear();
                continue;
            }
            var source = _gradient + (plane / filters * part.Rows + filter) * part.Pixels;
            var done = 0;
            for (var row = 0; row < part.OutRows; row++, source += part.OutColumns)
            {
                TileCopy.Scatter(source, target + done, 1, part.OutColumns);
                done += part.OutColumns;
                var gap = (row == part.OutRows - 1 ? Plane : done + frame.Width - part.OutColumns) - done;
                new Span<float>(target + done, gap).Clear();
                done += gap;
            }
        }
    }
}
