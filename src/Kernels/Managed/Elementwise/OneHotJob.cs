namespace ConvGpu.Kernels.Managed;

/// <summary>Rows of zeros with a one at the label.</summary>
internal sealed unsafe class OneHotJob(int classes) : ItemJob
{
    private int* _labels;
    private float* _y;

    public void Run(int n, int* labels, float* y)
    {
        _labels = labels;
        _y = y;
        RunOver(n, classes);
    }

    protected override void Item(long item)
    {
        var row = new Span<float>(_y + item * classes, classes);
        row.Clear();
        if ((uint)_labels[item] < (uint)classes) row[_labels[item]] = 1;
    }
}
