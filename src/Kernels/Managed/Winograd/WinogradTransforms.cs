using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The transforms of minimal filtering F(4x4, 3x3) and, with the same points, F(3x3, 4x4): Lavin and Gray, "Fast Algorithms for
/// Convolutional Neural Networks" (2015), by Toom and Cook's construction with the points 0, ±A, ±B and infinity. A vector holds one
/// value of as many channels as it has lanes.
/// </summary>
/// <remarks>
/// With points p and N(p) = the product over the other points q of (p - q), filters are multiplied by rows (1, p, p^2) / N(p), and by
/// (0, 0, 1) for infinity; images by the coefficients of the polynomials whose roots are the other points; and outputs come from columns
/// (1, p, p^2, p^3). A and B are near the smallest rounding error; all constants but the quotients are exact.
/// </remarks>
internal static unsafe class WinogradTransforms
{
    /// <summary>Rows and columns of a tile of the image.</summary>
    public const int Side = 6;

    /// <summary>Values of a tile.</summary>
    public const int Area = Side * Side;

    /// <summary>Rows and columns of outputs that a tile gives.</summary>
    public const int Outputs = 4;

    /// <summary>Rows and columns of the kernel.</summary>
    public const int Taps = 3;

    private const float A = 0.625f, B = 1.5f;
    private const float A2 = A * A, B2 = B * B;

    // 1 / N(p) at 0, ±A and ±B; 1 for infinity.
    private const float Inverse0 = 1 / (A2 * B2), InverseA = 1 / (2 * A2 * (A2 - B2)), InverseB = 1 / (2 * B2 * (B2 - A2));

    /// <summary>A tile of an image: 6x6 values, transformed.</summary>
    /// <param name="source">Its first value; values of a row lie a vector apart.</param>
    /// <param name="rowStep">Floats from one row to the next.</param>
    /// <param name="target">Where the first of the 36 goes.</param>
    /// <param name="valueStep">Floats from one of the 36 to the next.</param>
    [SkipLocalsInit]
    public static void Image<TVector>(float* source, nint rowStep, float* target, nint valueStep) where TVector : struct, IFloatVector<TVector>
    {
        var lanes = TVector.Count;
        var buffer = stackalloc float[Area * lanes + lanes];
        var half = Aligned(buffer, lanes);
        for (var column = 0; column < Side; column++)
        {
            var from = source + column * lanes;
            ImageLine(
                TVector.Load(from), TVector.Load(from + rowStep), TVector.Load(from + 2 * rowStep), TVector.Load(from + 3 * rowStep),
                TVector.Load(from + 4 * rowStep), TVector.Load(from + 5 * rowStep), half + column * lanes, Side * lanes);
        }
        for (var row = 0; row < Side; row++)
        {
            var from = half + row * Side * lanes;
            ImageLine(
                TVector.Load(from), TVector.Load(from + lanes), TVector.Load(from + 2 * lanes), TVector.Load(from + 3 * lanes),
                TVector.Load(from + 4 * lanes), TVector.Load(from + 5 * lanes), target + row * Side * valueStep, valueStep);
        }
    }

    /// <summary>A tile of outputs from 36 sums of products.</summary>
    /// <param name="source">The first of the 36.</param>
    /// <param name="valueStep">Floats from one of the 36 to the next.</param>
    /// <param name="bias">Added to every output.</param>
    /// <param name="rectify">Store max(output, 0).</param>
    /// <param name="target">The first of 4x4 outputs; those of a row lie a vector apart.</param>
    /// <param name="rowStep">Floats from one row to the next.</param>
    [SkipLocalsInit]
    public static void Output<TVector>(float* source, nint valueStep, TVector bias, bool rectify, float* target, nint rowStep)
        where TVector : struct, IFloatVector<TVector>
    {
        var lanes = TVector.Count;
        var buffer = stackalloc float[Outputs * Side * lanes + lanes];
        var half = Aligned(buffer, lanes);
        for (var column = 0; column < Side; column++)
        {
            var (y0, y1, y2, y3) = OutputLine<TVector>(source + column * valueStep, Side * valueStep);
            var to = half + column * lanes;
            y0.Store(to);
            y1.Store(to + Side * lanes);
            y2.Store(to + 2 * Side * lanes);
            y3.Store(to + 3 * Side * lanes);
        }
        for (var row = 0; row < Outputs; row++)
        {
            var (y0, y1, y2, y3) = OutputLine<TVector>(half + row * Side * lanes, lanes);
            (y0, y1, y2, y3) = (y0 + bias, y1 + bias, y2 + bias, y3 + bias);
            if (rectify) (y0, y1, y2, y3) = (TVector.Rectify(y0), TVector.Rectify(y1), TVector.Rectify(y2), TVector.Rectify(y3));
            var to = target + row * rowStep;
            y0.Store(to);
            y1.Store(to + lanes);
            y2.Store(to + 2 * lanes);
            y3.Store(to + 3 * lanes);
        }
    }

    /// <summary>A tile of the output's gradient: 4x4 values, transformed as a filter of that size but for the scale.</summary>
    /// <param name="source">Its first value; values of a row lie a vector apart.</param>
    /// <param name="rowStep">Floats from one row to the next.</param>
    /// <param name="target">Where the first of the 36 goes.</param>
    /// <param name="valueStep">Floats from one of the 36 to the next.</param>
    [SkipLocalsInit]
    public static void Gradient<TVector>(float* source, nint rowStep, float* target, nint valueStep) where TVector : struct, IFloatVector<TVector>
    {
        var lanes = TVector.Count;
        var buffer = stackalloc float[Side * Outputs * lanes + lanes];
        var half = Aligned(buffer, lanes);
        for (var column = 0; column < Outputs; column++) GradientLine<TVector>(source + column * lanes, rowStep, half + column * lanes, Outputs * lanes);
        for (var row = 0; row < Side; row++) GradientLine<TVector>(half + row * Outputs * lanes, lanes, target + row * Side * valueStep, valueStep);
    }

    /// <summary>3x3 weights, transformed.</summary>
    /// <param name="source">The first of 3x3.</param>
    /// <param name="sourceStep">Floats from one of them to the next.</param>
    /// <param name="target">Where the first of the 36 goes.</param>
    /// <param name="valueStep">Floats from one of the 36 to the next.</param>
    [SkipLocalsInit]
    public static void Filter<TVector>(float* source, nint sourceStep, float* target, nint valueStep) where TVector : struct, IFloatVector<TVector>
    {
        var lanes = TVector.Count;
        var buffer = stackalloc float[Side * Taps * lanes + lanes];
        var half = Aligned(buffer, lanes);
        for (var column = 0; column < Taps; column++) FilterLine<TVector>(source + column * sourceStep, Taps * sourceStep, half + column * lanes, Taps * lanes);
        for (var row = 0; row < Side; row++) FilterLine<TVector>(half + row * Taps * lanes, lanes, target + row * Side * valueStep, valueStep);
    }

    /// <summary>3x3 gradients of weights from 36 sums of products of <see cref="Image"/> and <see cref="Gradient"/>.</summary>
    /// <param name="source">The first of the 36.</param>
    /// <param name="valueStep">Floats from one of the 36 to the next.</param>
    /// <param name="target">The first of 3x3.</param>
    /// <param name="targetStep">Floats from one of them to the next.</param>
    [SkipLocalsInit]
    public static void FilterGradient<TVector>(float* source, nint valueStep, float* target, nint targetStep) where TVector : struct, IFloatVector<TVector>
    {
        var lanes = TVector.Count;
        var buffer = stackalloc float[Taps * Side * lanes + lanes];
        var half = Aligned(buffer, lanes);
        for (var column = 0; column < Side; column++)
            FilterGradientLine<TVector>(source + column * valueStep, Side * valueStep, half + column * lanes, Side * lanes);
        for (var row = 0; row < Taps; row++) FilterGradientLine<TVector>(half + row * Side * lanes, lanes, target + row * Taps * targetStep, targetStep);
    }

    /// <summary>The first multiple of a vector's bytes in a buffer: vectors that straddle cache lines are read and written twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float* Aligned(float* buffer, int lanes) => (float*)(((nint)buffer + lanes * sizeof(float) - 1) & -(nint)(lanes * sizeof(float)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ImageLine<TVector>(TVector d0, TVector d1, TVector d2, TVector d3, TVector d4, TVector d5, float* target, nint step)
        where TVector : struct, IFloatVector<TVector>
    {
        TVector evenA = TVector.MultiplyAdd(-B2, d2, d4), oddA = TVector.MultiplyAdd(-B2, d1, d3);
        TVector evenB = TVector.MultiplyAdd(-A2, d2, d4), oddB = TVector.MultiplyAdd(-A2, d1, d3);
        TVector.MultiplyAdd(A2 * B2, d0, TVector.MultiplyAdd(-(A2 + B2), d2, d4)).Store(target);
        TVector.MultiplyAdd(A, oddA, evenA).Store(target + step);
        TVector.MultiplyAdd(-A, oddA, evenA).Store(target + 2 * step);
        TVector.MultiplyAdd(B, oddB, evenB).Store(target + 3 * step);
        TVector.MultiplyAdd(-B, oddB, evenB).Store(target + 4 * step);
        TVector.MultiplyAdd(A2 * B2, d1, TVector.MultiplyAdd(-(A2 + B2), d3, d5)).Store(target + 5 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Y0, TVector Y1, TVector Y2, TVector Y3) OutputLine<TVector>(float* source, nint step)
        where TVector : struct, IFloatVector<TVector>
    {
        TVector m1 = TVector.Load(source + step), m2 = TVector.Load(source + 2 * step);
        TVector m3 = TVector.Load(source + 3 * step), m4 = TVector.Load(source + 4 * step);
        TVector sumA = m1 + m2, differenceA = m1 - m2, sumB = m3 + m4, differenceB = m3 - m4;
        return (
            TVector.Load(source) + sumA + sumB,
            TVector.MultiplyAdd(A, differenceA, B * differenceB),
            TVector.MultiplyAdd(A2, sumA, B2 * sumB),
            TVector.MultiplyAdd(A2 * A, differenceA, TVector.MultiplyAdd(B2 * B, differenceB, TVector.Load(source + 5 * step))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientLine<TVector>(float* source, nint sourceStep, float* target, nint step) where TVector : struct, IFloatVector<TVector>
    {
        TVector d0 = TVector.Load(source), d1 = TVector.Load(source + sourceStep);
        TVector d2 = TVector.Load(source + 2 * sourceStep), d3 = TVector.Load(source + 3 * sourceStep);
        TVector evenA = TVector.MultiplyAdd(A2, d2, d0), oddA = TVector.MultiplyAdd(A2, d3, d1);
        TVector evenB = TVector.MultiplyAdd(B2, d2, d0), oddB = TVector.MultiplyAdd(B2, d3, d1);
        d0.Store(target);
        TVector.MultiplyAdd(A, oddA, evenA).Store(target + step);
        TVector.MultiplyAdd(-A, oddA, evenA).Store(target + 2 * step);
        TVector.MultiplyAdd(B, oddB, evenB).Store(target + 3 * step);
        TVector.MultiplyAdd(-B, oddB, evenB).Store(target + 4 * step);
        d3.Store(target + 5 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FilterLine<TVector>(float* source, nint sourceStep, float* target, nint step) where TVector : struct, IFloatVector<TVector>
    {
        TVector g0 = TVector.Load(source), g1 = TVector.Load(source + sourceStep), g2 = TVector.Load(source + 2 * sourceStep);
        TVector evenA = TVector.MultiplyAdd(A2 * InverseA, g2, InverseA * g0), evenB = TVector.MultiplyAdd(B2 * InverseB, g2, InverseB * g0);
        (Inverse0 * g0).Store(target);
        TVector.MultiplyAdd(A * InverseA, g1, evenA).Store(target + step);
        TVector.MultiplyAdd(-A * InverseA, g1, evenA).Store(target + 2 * step);
        TVector.MultiplyAdd(B * InverseB, g1, evenB).Store(target + 3 * step);
        TVector.MultiplyAdd(-B * InverseB, g1, evenB).Store(target + 4 * step);
        g2.Store(target + 5 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FilterGradientLine<TVector>(float* source, nint sourceStep, float* target, nint step)
        where TVector : struct, IFloatVector<TVector>
    {
        TVector m1 = TVector.Load(source + sourceStep), m2 = TVector.Load(source + 2 * sourceStep);
        TVector m3 = TVector.Load(source + 3 * sourceStep), m4 = TVector.Load(source + 4 * sourceStep);
        TVector sumA = m1 + m2, sumB = m3 + m4;
        TVector.MultiplyAdd(Inverse0, TVector.Load(source), TVector.MultiplyAdd(InverseA, sumA, InverseB * sumB)).Store(target);
        TVector.MultiplyAdd(A * InverseA, m1 - m2, B * InverseB * (m3 - m4)).Store(target + step);
        TVector.MultiplyAdd(A2 * InverseA, sumA, TVector.MultiplyAdd(B2 * InverseB, sumB, TVector.Load(source + 5 * sourceStep)))
            .Store(target + 2 * step);
    }
}
