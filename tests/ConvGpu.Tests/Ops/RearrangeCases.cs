using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of elements that change places: axes exchanged, cut, padded, reversed, strided and repeated.</summary>
public static class RearrangeCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (axes, fill, shared, n) = Draw(random);
        var geometry = new RearrangeGeometry(axes, fill);
        var x = random.Floats((shared ? 1 : n) * geometry.InCount);
        return new(
            new RearrangeForward(geometry, shared), n,
            [
                OpOperand.In("x", x, shared ? 0 : geometry.InCount),
                OpOperand.Out("y", [.. Places(axes, shared, n, geometry.InCount).Select(p => p < 0 ? fill : x[p])], geometry.OutCount),
            ]);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (axes, fill, shared, n) = Draw(random);
        return Backward(axes, fill, shared, n, random.Floats(n * new RearrangeGeometry(axes).OutCount));
    }

    public static GradientCase Gradient(RandomCases random)
    {
        var (axes, fill, shared, n) = Draw(random);
        var geometry = new RearrangeGeometry(axes, fill);
        float[] x = GradientCases.Exact(random, (shared ? 1 : n) * geometry.InCount), dy = random.Floats(n * geometry.OutCount);
        return new(
            Backward(axes, fill, shared, n, dy),
            () => GradientCases.Sum(dy, [.. Places(axes, shared, n, geometry.InCount).Select(p => p < 0 ? fill : (double)x[p])]), [(1, x)]);
    }

    private static OpCase Backward(IReadOnlyList<RearrangeAxis> axes, float fill, bool shared, int n, float[] dy)
    {
        var geometry = new RearrangeGeometry(axes, fill);
        var length = (shared ? 1 : n) * geometry.InCount;
        var (sums, magnitudes, terms) = (new double[length], new double[length], new int[length]);
        foreach (var (output, place) in Places(axes, shared, n, geometry.InCount).Index())
        {
            if (place < 0) continue;
            sums[place] += dy[output];
            magnitudes[place] += Math.Abs(dy[output]);
            terms[place]++;
        }
        var dx = new Expected(length);
        for (var i = 0; i < length; i++) dx.Set(i, sums[i], magnitudes[i], Math.Max(terms[i] - 1, 0));
        return new(
            new RearrangeBackward(geometry, shared), n,
            [OpOperand.In("dy", dy, geometry.OutCount), OpOperand.Out("dx", dx, shared ? 0 : geometry.InCount)]);
    }

    /// <summary>For each output of the batch its element of the input, or -1: coordinate by coordinate, without joined axes.</summary>
    private static IEnumerable<int> Places(IReadOnlyList<RearrangeAxis> axes, bool shared, int n, int inCount)
    {
        for (var item = 0; item < n; item++)
        {
            IEnumerable<int> places = [shared ? 0 : item * inCount];
            foreach (var axis in axes)
            {
                places = places.SelectMany(place => Enumerable.Range(0, axis.Out).Select(o =>
                {
                    var coordinate = axis.Start + o * axis.Step;
                    return place < 0 || coordinate < 0 || coordinate >= axis.In ? -1 : place + coordinate * axis.Stride;
                })).ToList();
            }
            foreach (var place in places) yield return place;
        }
    }

    // Up to four axes of the input in any order, each whole, cut, padded, reversed or strided, and up to two new ones between them.
    private static (IReadOnlyList<RearrangeAxis> Axes, float Fill, bool Shared, int N) Draw(RandomCases random)
    {
        int[] sizes = [.. Enumerable.Range(0, random.Between(1, 4)).Select(_ => random.Between(1, 6))];
        var axes = new List<RearrangeAxis>();
        for (int i = sizes.Length - 1, stride = 1; i >= 0; stride *= sizes[i--]) axes.Insert(0, Axis(random, sizes[i], stride));
        for (var i = axes.Count - 1; i > 0 && random.Chance(0.7); i--)
        {
            var other = random.Between(0, i);
            (axes[i], axes[other]) = (axes[other], axes[i]);
        }
        for (var i = random.Between(0, 2); i > 0; i--) axes.Insert(random.Between(0, axes.Count), RearrangeAxis.Repeat(random.Between(1, 4)));
        return (axes, random.Chance(0.5) ? 0 : random.Floats(1)[0], random.Chance(0.3), random.Batch());
    }

    private static RearrangeAxis Axis(RandomCases random, int size, int stride)
    {
        if (random.Chance(0.4)) return new(size, size, stride);
        int start = random.Between(-2, size), step = random.Between(1, 3) * (random.Chance(0.5) ? 1 : -1);
        return new(random.Between(1, 7), size, stride, start, step);
    }
}
