namespace ConvGpu.Kernels.Managed;

/// <summary>Each value goes where its window's index says, output by output in order, zeros elsewhere.</summary>
internal sealed unsafe class MaxUnpoolForwardJob(PoolGeometry geometry) : PlaneJob(geometry)
{
    public required float* X { get; init; }

    public required int* Index { get; init; }

    public required float* Y { get; init; }

    public void Run(int n) => RunOver(n);

    protected override void Plane(long plane)
    {
        float* x = X + plane * OutPlane, y = Y + plane * InPlane;
        var index = Index + plane * OutPlane;
        new Span<float>(y, InPlane).Clear();
        // A window without an element has index -1: as an unsigned number it is beyond every plane.
        for (var i = 0; i < OutPlane; i++)
            if ((uint)index[i] < (uint)InPlane) y[index[i]] = x[i];
    }
}

/// <summary>The gradient of where each value went; 0 for one that another took the place of.</summary>
internal sealed unsafe class MaxUnpoolBackwardJob(PoolGeometry geometry) : PlaneJob(geometry)
{
    // How many windows on, below and to the sides, still overlap one.
    private readonly int _below = (geometry.Window.SpanHeight - 1) / geometry.Window.StrideHeight;
    private readonly int _beside = (geometry.Window.SpanWidth - 1) / geometry.Window.StrideWidth;

    public required float* Dy { get; init; }

    public required int* Index { get; init; }

    public required float* Dx { get; init; }

    public void Run(int n) => RunOver(n);

    protected override void Plane(long plane)
    {
        float* dy = Dy + plane * InPlane, dx = Dx + plane * OutPlane;
        var index = Index + plane * OutPlane;
        for (var i = 0; i < OutPlane; i++)
            dx[i] = (uint)index[i] < (uint)InPlane && !IsReplaced(index, i) ? dy[index[i]] : 0;
    }

    // Only windows that overlap this one may name its element.
    private bool IsReplaced(int* index, int window)
    {
        int row = window / Columns.Outputs, column = window % Columns.Outputs;
        var lastRow = Math.Min(row + _below, Rows.Outputs - 1);
        int firstColumn = Math.Max(column - _beside, 0), lastColumn = Math.Min(column + _beside, Columns.Outputs - 1);
        for (var other = row; other <= lastRow; other++)
        for (var at = other == row ? column + 1 : firstColumn; at <= lastColumn; at++)
        {
            if (index[other * Columns.Outputs + at] == index[window]) return true;
        }
        return false;
    }
}
