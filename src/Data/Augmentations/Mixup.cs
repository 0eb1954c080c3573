namespace ConvGpu;

/// <summary>
/// Mixup (Zhang et al., 2018): the first image of a batch with the last, the second with the one before, and so on, each with a share of its
/// own from Beta(alpha, alpha); their targets likewise. Shares depend on the seed, the epoch and the image alone. Allocates nothing.
/// </summary>
/// <param name="alpha">The parameter of the distribution: small for shares near 0 and 1, 1 for all shares alike.</param>
/// <param name="seed">The seed.</param>
internal sealed class Mixup(double alpha, ulong seed)
{
    /// <summary>The largest parameter: shares are then within a few hundredths of a half.</summary>
    public const double LargestAlpha = 1000;

    // Behind those of any list of augmentations.
    private const int Stage = ushort.MaxValue;

    /// <summary>The share that an image keeps of itself, from 0 to 1.</summary>
    /// <param name="image">Which image of the set.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public float Share(int image, int epoch)
    {
        var random = new ImageRandom(seed, image, epoch, Stage);
        // Beta is the share of one of two gamma variables in their sum; of small alpha both may be below what a double holds.
        var (one, other) = (LogGamma(ref random), LogGamma(ref random));
        return (float)(1 / (1 + Math.Exp(other - one)));
    }

    /// <summary>Mixes the images of a batch in place.</summary>
    /// <param name="images">Which images of the set they are.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="inputs">Their pixels, item by item.</param>
    /// <param name="targets">Their targets, item by item.</param>
    public void Apply(ReadOnlySpan<int> images, int epoch, Span<float> inputs, Span<float> targets)
    {
        for (int i = 0, j = images.Length - 1; i < j; i++, j--)
        {
            var (first, second) = (Share(images[i], epoch), Share(images[j], epoch));
            Mix(inputs, images.Length, i, j, first, second);
            Mix(targets, images.Length, i, j, first, second);
        }
    }

    private static void Mix(Span<float> values, int count, int i, int j, float first, float second)
    {
        var item = values.Length / count;
        var a = values.Slice(i * item, item);
        var b = values.Slice(j * item, item);
        for (var k = 0; k < item; k++) (a[k], b[k]) = (b[k] + first * (a[k] - b[k]), a[k] + second * (b[k] - a[k]));
    }

    // Marsaglia and Tsang, 2000, with their step for alpha below 1.
    private double LogGamma(ref ImageRandom random)
    {
        var boost = alpha < 1 ? Math.Log(Positive(ref random)) / alpha : 0;
        var d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Math.Sqrt(-2 * Math.Log(Positive(ref random))) * Math.Cos(2 * Math.PI * Positive(ref random));
            var v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(Positive(ref random)) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return Math.Log(d * v) + boost;
        }
    }

    // Above 0, up to 1.
    private static double Positive(ref ImageRandom random) => (random.NextUInt32() + 1.0) * (1.0 / (1L << 32));
}
