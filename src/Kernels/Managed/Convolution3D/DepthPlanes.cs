using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The planes that the depth of a 3-D kernel meets at one plane of the output, side by side: an image of
/// (channels x kernel depth) planes for each (item, output plane). Planes outside are zero.
/// </summary>
internal sealed unsafe class DepthPlanes(Conv3DGeometry geometry) : ParallelJob
{
    private readonly int _plane = geometry.InHeight * geometry.InWidth;
    private float* _volumes, _images;
    private bool _gather;

    /// <summary>Elements of the images of one item.</summary>
    public long Item => (long)geometry.OutDepth * geometry.InChannels * geometry.Window.Depth.Kernel * _plane;

    /// <summary>Writes the images of <paramref name="n"/> items.</summary>
    public void Gather(int n, float* volumes, float* images)
    {
        _volumes = volumes;
        _images = images;
        _gather = true;
        WorkerPool.Run(this, n * geometry.InChannels);
    }

    /// <summary>Adds up, in the order of output planes and taps, what images hold of each plane of the volumes.</summary>
    public void Scatter(int n, float* images, float* volumes)
    {
        _volumes = volumes;
        _images = images;
        _gather = false;
        WorkerPool.Run(this, n * geometry.InChannels);
    }

    /// <summary>A chunk is a channel of an item.</summary>
    public override void Run(int chunk, int worker)
    {
        var axis = geometry.Window.Depth;
        int item = chunk / geometry.InChannels, channel = chunk % geometry.InChannels, kernel = axis.Kernel;
        var volume = _volumes + (long)chunk * geometry.InVolume;
        if (!_gather) new Span<float>(volume, geometry.InVolume).Clear();
        for (var outPlane = 0; outPlane < geometry.OutDepth; outPlane++)
        for (var tap = 0; tap < kernel; tap++)
        {
            var image = _images + (((long)item * geometry.OutDepth + outPlane) * geometry.InChannels * kernel + channel * kernel + tap) * _plane;
            var depth = outPlane * axis.Stride - axis.PadBefore + (geometry.Flip ? kernel - 1 - tap : tap) * axis.Dilation;
            var inside = depth >= 0 && depth < geometry.InDepth;
            var plane = volume + (long)depth * _plane;
            if (!_gather)
            {
                if (inside) VectorSum.Add(plane, image, _plane);
            }
            else if (inside) Buffer.MemoryCopy(plane, image, _plane * sizeof(float), _plane * sizeof(float));
            else new Span<float>(image, _plane).Clear();
        }
    }
}

/// <summary>Swaps the channels and planes of volumes, between (channels, planes, pixels) and (planes, channels, pixels).</summary>
internal sealed unsafe class PlaneSwap(int channels, int planes, int pixels) : ParallelJob
{
    private float* _volumes, _images;
    private bool _toImages;

    /// <summary>Images of (channels, pixels), one for each plane of each of <paramref name="n"/> volumes.</summary>
    public void ToImages(int n, float* volumes, float* images) => Run(n, volumes, images, true);

    /// <summary>The volumes that the images are of.</summary>
    public void ToVolumes(int n, float* images, float* volumes) => Run(n, volumes, images, false);

    /// <summary>A chunk is a channel of a volume.</summary>
    public override void Run(int chunk, int worker)
    {
        long bytes = pixels * sizeof(float);
        for (var plane = 0; plane < planes; plane++)
        {
            var inVolume = _volumes + ((long)chunk * planes + plane) * pixels;
            var inImage = _images + (((long)(chunk / channels) * planes + plane) * channels + chunk % channels) * pixels;
            if (_toImages) Buffer.MemoryCopy(inVolume, inImage, bytes, bytes);
            else Buffer.MemoryCopy(inImage, inVolume, bytes, bytes);
        }
    }

    private void Run(int n, float* volumes, float* images, bool toImages)
    {
        _volumes = volumes;
        _images = images;
        _toImages = toImages;
        WorkerPool.Run(this, n * channels);
    }
}
