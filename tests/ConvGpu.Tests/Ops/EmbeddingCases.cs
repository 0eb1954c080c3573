using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of embedding, with its reference in double precision.</summary>
public static class EmbeddingCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (s, n) = Draw(random);
        var indices = Indices(random, s, n);
        var w = random.Floats(s.Vocabulary * s.Dimensions);
        var y = new float[n * s.Count];
        Each(s, n, indices, (row, element, entry) => y[element] = w[entry * s.Dimensions + row]);
        return new(
            new EmbeddingForward(s), n, [OpOperand.In("indices", indices, s.Length), OpOperand.In("w", w), OpOperand.Out("y", y, s.Count)]);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (s, n) = Draw(random);
        return Backward(s, n, random.Floats(n * s.Count), Indices(random, s, n));
    }

    public static GradientCase Gradient(RandomCases random)
    {
        var (s, n) = Draw(random);
        float[] w = GradientCases.Exact(random, s.Vocabulary * s.Dimensions), dy = random.Floats(n * s.Count);
        var indices = Indices(random, s, n);
        return new(
            Backward(s, n, dy, indices),
            () =>
            {
                var sum = 0.0;
                Each(s, n, indices, (row, element, entry) => sum += (double)dy[element] * w[entry * s.Dimensions + row]);
                return sum;
            },
            [(2, w)]);
    }

    private static OpCase Backward(EmbeddingSizes s, int n, float[] dy, int[] indices)
    {
        var dw = new Expected(s.Vocabulary * s.Dimensions);
        Each(s, n, indices, (row, element, entry) => dw.Add(entry * s.Dimensions + row, dy[element]));
        return new(
            new EmbeddingBackward(s), n, [OpOperand.In("dy", dy, s.Count), OpOperand.In("indices", indices, s.Length), OpOperand.Out("dw", dw)]);
    }

    // Few entries in half of the cases, so that most are repeated; now and then one that is outside of the table.
    private static int[] Indices(RandomCases random, EmbeddingSizes s, int n)
    {
        var indices = random.Ints(n * s.Length, random.Chance(0.5) ? Math.Min(s.Vocabulary, 3) : s.Vocabulary);
        if (random.Chance(0.2)) (indices[0], indices[^1]) = (-1, s.Vocabulary);
        return indices;
    }

    private static void Each(EmbeddingSizes s, int n, int[] indices, Action<int, int, int> visit)
    {
        for (var place = 0; place < n * s.Length; place++)
        {
            var (item, l, entry) = (place / s.Length, place % s.Length, indices[place]);
            if (entry < 0 || entry >= s.Vocabulary) continue;
            for (var d = 0; d < s.Dimensions; d++) visit(d, (item * s.Dimensions + d) * s.Length + l, entry);
        }
    }

    private static (EmbeddingSizes Sizes, int N) Draw(RandomCases random) => (
        new(random.Between(1, random.Chance(0.3) ? 200 : 9), random.Between(1, random.Chance(0.2) ? 40 : 9), random.Between(1, 30)), random.Batch());
}
