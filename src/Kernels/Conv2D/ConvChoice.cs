namespace ConvGpu.Kernels;

/// <summary>The convolutions whose algorithm is still to be chosen, and what they may be computed with.</summary>
internal static class ConvChoice
{
    // From here on the transforms of a plane may take less time than its windows.
    private const int SmallestForTransforms = 49;

    /// <summary>The sizes of a convolution that leaves its algorithm open; null for every other op.</summary>
    public static Conv2DGeometry? OpenIn(Op op) => GeometryOf(op) is { Algorithm: ConvAlgorithm.Automatic } geometry ? geometry : null;

    /// <summary>The algorithms that fit the sizes.</summary>
    public static IEnumerable<ConvAlgorithm> For(Conv2DGeometry geometry)
    {
        yield return ConvAlgorithm.Direct;
        if (WinogradPlan.IsAllowed && Fits(ConvAlgorithm.Winograd)) yield return ConvAlgorithm.Winograd;
        if (geometry.Window.KernelHeight * geometry.Window.KernelWidth >= SmallestForTransforms && Fits(ConvAlgorithm.Fft)) yield return ConvAlgorithm.Fft;

        bool Fits(ConvAlgorithm algorithm) =>
            Conv2DGeometry.Refusal(algorithm, geometry.Window, geometry.PaddingMode, geometry.InHeight, geometry.InWidth) is null;
    }

    /// <summary>The same convolution by a given algorithm.</summary>
    public static Op With(Op op, ConvAlgorithm algorithm) => op switch
    {
        Conv2DForward forward => forward with { Geometry = forward.Geometry with { Algorithm = algorithm } },
        Conv2DBackwardData data => data with { Geometry = data.Geometry with { Algorithm = algorithm } },
        Conv2DBackwardWeights weights => weights with { Geometry = weights.Geometry with { Algorithm = algorithm } },
        _ => op,
    };

    private static Conv2DGeometry? GeometryOf(Op op) => op switch
    {
        Conv2DForward forward => forward.Geometry,
        Conv2DBackwardData data => data.Geometry,
        Conv2DBackwardWeights weights => weights.Geometry,
        _ => null,
    };
}
