using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the ops that join branches: multiplication and concatenation.</summary>
public static class BranchCases
{
    public static OpCase Multiply(RandomCases random)
    {
        var (count, n) = (random.Between(1, 700), random.Batch());
        float[] a = random.Floats(n * count), b = random.Floats(n * count);
        return new(
            new Multiply(count), n,
            [OpOperand.In("a", a, count), OpOperand.In("b", b, count), OpOperand.Out("y", ElementwiseReference.Multiply(a, b), count)],
            (2, random.Between(0, 1)));
    }

    public static OpCase ConcatForward(RandomCases random)
    {
        var n = random.Batch();
        int[] counts = [.. Enumerable.Range(0, random.Between(2, 4)).Select(_ => random.Between(1, 150))];
        float[][] inputs = [.. counts.Select(c => random.Floats(n * c))];
        return new(
            new ConcatForward(counts), n,
            [
                .. counts.Select((c, i) => OpOperand.In($"x{i}", inputs[i], c)),
                OpOperand.Out("y", Joined(counts, n, inputs), counts.Sum()),
            ]);
    }

    public static OpCase ConcatBackward(RandomCases random)
    {
        var n = random.Batch();
        int before = random.Between(0, 100), count = random.Between(1, 150), behind = random.Between(0, 100);
        return ConcatBackward(before, count, behind, n, random.Floats(n * (before + count + behind)));
    }

    public static OpCase ConcatBackward(int before, int count, int behind, int n, float[] dy)
    {
        var length = before + count + behind;
        float[] part = [.. Enumerable.Range(0, n * count).Select(i => dy[i / count * length + before + i % count])];
        var expected = new Expected(part.Length);
        for (var i = 0; i < part.Length; i++) expected.Set(i, part[i], 0, 0);
        return new(
            new ConcatBackward(count, before, length), n, [OpOperand.In("dy", dy, length), OpOperand.Out("dx", expected, count)]);
    }

    /// <summary>The items of all inputs behind each other.</summary>
    public static float[] Joined(int[] counts, int n, float[][] inputs) => [.. Enumerable.Range(0, n).SelectMany(
        item => counts.SelectMany((c, i) => inputs[i].Skip(item * c).Take(c)))];

    public static GradientCase ConcatGradient(RandomCases random)
    {
        var n = random.Batch();
        int[] counts = [random.Between(1, 9), random.Between(1, 9), random.Between(1, 9)];
        float[][] inputs = [.. counts.Select(c => GradientCases.Exact(random, n * c))];
        var dy = random.Floats(n * counts.Sum());
        return new(
            ConcatBackward(counts[0], counts[1], counts[2], n, dy),
            () => GradientCases.Sum(dy, Array.ConvertAll(Joined(counts, n, inputs), v => (double)v)), [(1, inputs[1])]);
    }
}
