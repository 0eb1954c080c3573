namespace ConvGpu.Kernels;

/// <summary>The sizes of a launch of <see cref="GemmKernel"/>: C (M x N) = A (M x K) B (K x N), for each group, cut along K into splits.</summary>
internal readonly struct GemmShape(int m, int n, int k, int splits, int splitLength)
{
    public readonly int M = m;
    public readonly int N = n;
    public readonly int K = k;

    /// <summary>Parts of K, each a group of items of its own that writes its own sums.</summary>
    public readonly FastDivide Splits = new(splits);

    /// <summary>Products of a part; the last may be shorter.</summary>
    public readonly int SplitLength = splitLength;
}
