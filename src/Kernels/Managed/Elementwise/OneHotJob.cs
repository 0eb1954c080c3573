namespace ConvGpu.Kernels.Managed;

/// <summary>For each label of an item a one in the row of its class, zeros elsewhere.</summary>
internal sealed unsafe class OneHotJob(int classes, int length, int* labels, float* y) : ItemJob
{
    public void Run(int n) => RunOver(n, classes * length);

    protected override void Item(long item)
    {
        int* from = labels + item * length;
        float* to = y + item * classes * length;
        new Span<float>(to, classes * length).Clear();
        for (var i = 0; i < length; i++)
            if ((uint)from[i] < (uint)classes) to[from[i] * length + i] = 1;
    }
}
