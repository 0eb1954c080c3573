using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// The workspace of a convolution by transforms, in floats: factors, spectra of the batch's first operand, of the second, of the result,
/// and the gradient of padded images where padding repeats them. Large batches are cut into passes, so that it stays small.
/// </summary>
internal sealed class ConvFourierWorkspace
{
    // What the spectra of a pass take, if its items allow.
    private const long MaxPassFloats = 64 << 20;

    private static readonly AsyncLocal<long?> Limited = new();

    private readonly long _first, _second, _result, _padded;

    private ConvFourierWorkspace(long firstItem, long secondItem, long resultItem, long paddedItem, long fixedFloats, int maxBatch, Conv2DGeometry geometry)
    {
        Plan = new FourierPlan(geometry);
        Spectrum = 2 * Plan.Bins;
        var item = (firstItem + secondItem + resultItem) * Spectrum + paddedItem;
        ItemsPerPass = (int)Math.Clamp((Limited.Value ?? MaxPassFloats) / Math.Max(item, 1), 1, maxBatch);
        long weights = fixedFloats * Spectrum;
        _first = firstItem * ItemsPerPass * Spectrum;
        _second = secondItem > 0 ? secondItem * ItemsPerPass * Spectrum : weights;
        _result = resultItem > 0 ? resultItem * ItemsPerPass * Spectrum : weights;
        _padded = paddedItem * ItemsPerPass;
        if (Math.Max(Math.Max(_first, _second), _result) > int.MaxValue)
            throw new ArgumentException(
                $"{geometry} by the Fft algorithm needs spectra of {Math.Max(Math.Max(_first, _second), _result):N0} elements, more than 2^31 - 1. "
                + "Use ConvAlgorithm.Direct.");
    }

    public FourierPlan Plan { get; }

    /// <summary>Floats of one spectrum.</summary>
    public int Spectrum { get; }

    /// <summary>Batch items of a pass; the last has fewer.</summary>
    public int ItemsPerPass { get; }

    /// <summary>Where the spectra of the operands and the result start.</summary>
    public long FirstStart => FourierKernels.Points;

    /// <inheritdoc cref="FirstStart"/>
    public long SecondStart => FirstStart + _first;

    /// <inheritdoc cref="FirstStart"/>
    public long ResultStart => SecondStart + _second;

    public long Bytes => sizeof(float) * (ResultStart + _result + _padded);

    /// <summary>Passes bound on this thread take at most so many floats until the result is disposed: for tests.</summary>
    internal static IDisposable Limit(long floats)
    {
        Limited.Value = floats;
        return new Release();
    }

    /// <summary>x, w and y.</summary>
    public static ConvFourierWorkspace Forward(Conv2DGeometry g, int maxBatch) =>
        new(g.InChannels, 0, g.OutChannels, 0, (long)g.OutChannels * g.GroupInChannels, maxBatch, g);

    /// <summary>dy, w and dx, and where <paramref name="folds"/> says so the gradient of padded images.</summary>
    public static ConvFourierWorkspace BackwardData(Conv2DGeometry g, int maxBatch, bool folds)
    {
        var plan = new FourierPlan(g);
        var padded = !folds ? 0 : (long)g.InChannels * plan.PaddedHeight * plan.PaddedWidth;
        return new(g.OutChannels, 0, g.InChannels, padded, (long)g.OutChannels * g.GroupInChannels, maxBatch, g);
    }

    /// <summary>x, dy and dw.</summary>
    public static ConvFourierWorkspace BackwardWeights(Conv2DGeometry g, int maxBatch) =>
        new(g.InChannels, g.OutChannels, 0, 0, (long)g.OutChannels * g.GroupInChannels, maxBatch, g);

    public ArrayView<float> First(ArrayView<float> memory) => memory.SubView(FirstStart, _first);

    public ArrayView<float> Second(ArrayView<float> memory) => memory.SubView(SecondStart, _second);

    public ArrayView<float> Result(ArrayView<float> memory) => memory.SubView(ResultStart, _result);

    public ArrayView<float> Padded(ArrayView<float> memory) => memory.SubView(ResultStart + _result, _padded);

    private sealed class Release : IDisposable
    {
        public void Dispose() => Limited.Value = null;
    }
}
