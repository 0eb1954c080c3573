namespace ConvGpu.Kernels.Managed;

/// <summary>Each dy is added to the input that its window's index names, output by output in order.</summary>
internal sealed unsafe class MaxPoolBackwardJob(PoolGeometry geometry) : PlaneJob(geometry)
{
    private float* _dy, _dx;
    private int* _index;

    public void Run(int n, float* dy, int* index, float* dx)
    {
        _dy = dy;
        _index = index;
        _dx = dx;
        RunOver(n);
    }

    protected override void Plane(long plane)
    {
        var dx = _dx + plane * InPlane;
        var dy = _dy + plane * OutPlane;
        var index = _index + plane * OutPlane;
        new Span<float>(dx, InPlane).Clear();
        // A window without an element has index -1: as an unsigned number it is beyond every plane.
        for (var i = 0; i < OutPlane; i++)
            if ((uint)index[i] < (uint)InPlane) dx[index[i]] += dy[i];
    }
}
