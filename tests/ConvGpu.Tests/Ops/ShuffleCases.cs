using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of pixel shuffles.</summary>
public static class ShuffleCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (s, n) = Draw(random);
        var x = random.Floats(n * s.Count);
        return new(
            new PixelShuffleForward(s), n,
            [OpOperand.In("x", x, s.Count), OpOperand.Out("y", [.. Places(s, n).Select(small => x[small])], s.Count)]);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (s, n) = Draw(random);
        return Backward(s, n, random.Floats(n * s.Count));
    }

    public static GradientCase Gradient(RandomCases random)
    {
        var (s, n) = Draw(random);
        float[] x = GradientCases.Exact(random, n * s.Count), dy = random.Floats(n * s.Count);
        return new(Backward(s, n, dy), () => GradientCases.Sum(dy, [.. Places(s, n).Select(small => (double)x[small])]), [(1, x)]);
    }

    private static OpCase Backward(ShuffleSizes s, int n, float[] dy)
    {
        var dx = new Expected(n * s.Count);
        foreach (var (large, small) in Places(s, n).Index()) dx.Set(small, dy[large], 0, 0);
        return new(new PixelShuffleBackward(s), n, [OpOperand.In("dy", dy, s.Count), OpOperand.Out("dx", dx, s.Count)]);
    }

    /// <summary>For each element of the large images its place in the small ones: PyTorch's reshape to (C, r, r, H, W) and permutation to (C, H, r, W, r).</summary>
    private static IEnumerable<int> Places(ShuffleSizes s, int n) =>
        from channel in Enumerable.Range(0, n * s.Channels)
        from row in Enumerable.Range(0, s.Height)
        from down in Enumerable.Range(0, s.Factor)
        from column in Enumerable.Range(0, s.Width)
        from right in Enumerable.Range(0, s.Factor)
        select (((channel * s.Factor + down) * s.Factor + right) * s.Height + row) * s.Width + column;

    private static (ShuffleSizes Sizes, int N) Draw(RandomCases random) => (
        new(random.Between(1, 4), random.Between(1, 7), random.Between(1, 12), random.Between(1, 4)), random.Batch());
}
