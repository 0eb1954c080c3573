using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>Each dy is added to the input that its window's index names, output by output in order.</summary>
internal sealed unsafe class MaxPoolBackwardJob(PoolGeometry geometry) : PlaneJob(geometry)
{
    private readonly bool _isQuarters = Avx2.IsSupported && MaxPoolQuarters.Has(geometry), _canStream = MaxPoolQuarters.CanStream(geometry);
    private float* _dy, _dx;
    private int* _index;
    private bool _stream;

    public void Run(int n, float* dy, int* index, float* dx)
    {
        _dy = dy;
        _index = index;
        _dx = dx;
        _stream = _isQuarters && StreamCopy.Pays(n * InCount * sizeof(float)) && _canStream && (nuint)dx % 64 == 0;
        RunOver(n);
    }

    protected override void Plane(long plane)
    {
        var dx = _dx + plane * InPlane;
        var dy = _dy + plane * OutPlane;
        var index = _index + plane * OutPlane;
        if (_isQuarters)
        {
            MaxPoolQuarters.Backward(Rows.Outputs, Columns.Outputs, InWidth, dy, index, dx, _stream);
            new Span<float>(dx + 2 * Rows.Outputs * InWidth, InPlane - 2 * Rows.Outputs * InWidth).Clear();
            return;
        }
        new Span<float>(dx, InPlane).Clear();
        // A window without an element has index -1: as an unsigned number it is beyond every plane.
        for (var i = 0; i < OutPlane; i++)
            if ((uint)index[i] < (uint)InPlane) dx[index[i]] += dy[i];
    }
}
