using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Copies images into their frames. A chunk is a group of planes.</summary>
internal sealed unsafe class FrameCopy(LoweredPart part, ImageFrame frame) : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly int _grain = Math.Max(WantedLength / Math.Max(frame.Plane, 1), 1);
    private float* _image, _frames;
    private long _planes;

    public void Copy(int n, float* image, float* frames)
    {
        _image = image;
        _frames = frames;
        _planes = (long)n * frame.ItemPlanes;
        WorkerPool.Run(this, new ChunkedRange(_planes, _grain).Count);
    }

    public override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_planes, _grain);
        for (var plane = range.Start(chunk); plane < range.End(chunk); plane++)
            frame.Copy(_image + plane * part.ImageHeight * part.ImageWidth, _frames + plane * frame.Plane);
    }
}
