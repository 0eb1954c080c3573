using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// The steps through two operands and a result that are arrays of spectra: for each group, c[i, j] = sum over k of a[i, k] b[j, k], bin by bin.
/// Steps count floats.
/// </summary>
internal readonly record struct ProductSteps(int AI, int AK, int AGroup, int BJ, int BK, int BGroup, int CI, int CJ, int CGroup)
{
    /// <summary>y[n, o] = sum over c of x[n, c] w[o, c].</summary>
    public static ProductSteps Forward(Conv2DGeometry g, int spectrum) => new(
        g.InChannels * spectrum, spectrum, g.GroupInChannels * spectrum,
        g.GroupInChannels * spectrum, spectrum, g.GroupOutChannels * g.GroupInChannels * spectrum,
        g.OutChannels * spectrum, spectrum, g.GroupOutChannels * spectrum);

    /// <summary>dx[n, c] = sum over o of dy[n, o] w[o, c].</summary>
    public static ProductSteps BackwardData(Conv2DGeometry g, int spectrum) => new(
        g.OutChannels * spectrum, spectrum, g.GroupOutChannels * spectrum,
        spectrum, g.GroupInChannels * spectrum, g.GroupOutChannels * g.GroupInChannels * spectrum,
        g.InChannels * spectrum, spectrum, g.GroupInChannels * spectrum);

    /// <summary>dw[o, c] = sum over n of x[n, c] dy[n, o], with i = c and j = o.</summary>
    public static ProductSteps BackwardWeights(Conv2DGeometry g, int spectrum) => new(
        spectrum, g.InChannels * spectrum, g.GroupInChannels * spectrum,
        spectrum, g.OutChannels * spectrum, g.GroupOutChannels * spectrum,
        spectrum, g.GroupInChannels * spectrum, g.GroupOutChannels * g.GroupInChannels * spectrum);
}

/// <summary>The sizes of a launch of <see cref="SpectrumProduct.Multiply"/>.</summary>
internal readonly struct ProductShape(ProductSteps steps, int bins, int i, int j, int k, float conjugate, bool accumulate)
{
    public readonly ProductSteps Steps = steps;
    public readonly FastDivide Bins = new(bins);
    public readonly FastDivide TilesI = new((i + SpectrumProduct.Side - 1) / SpectrumProduct.Side);
    public readonly FastDivide TilesJ = new((j + SpectrumProduct.Side - 1) / SpectrumProduct.Side);
    public readonly int I = i, J = j, K = k;

    /// <summary>-1 where b is conjugated, else 1.</summary>
    public readonly float Conjugate = conjugate;

    /// <summary>1 where sums start from what c holds.</summary>
    public readonly int Accumulate = accumulate ? 1 : 0;

    /// <summary>Items of a launch.</summary>
    public int Items(int groups) => checked(Bins.Divisor * TilesI.Divisor * TilesJ.Divisor * groups);
}

/// <summary>Products of spectra, summed over channels or images.</summary>
internal static class SpectrumProduct
{
    /// <summary>Rows and columns of the results that an item computes for one bin.</summary>
    public const int Side = 4;

    /// <summary>
    /// An item computes a square of results for one bin, neighbours neighbouring bins. Past the last row or column it computes that one again
    /// and does not write.
    /// </summary>
    public static void Multiply(Index1D index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ProductShape shape)
    {
        var steps = shape.Steps;
        int rest = shape.Bins.Divide(index), bin = index - rest * shape.Bins.Divisor;
        int above = shape.TilesI.Divide(rest), firstI = (rest - above * shape.TilesI.Divisor) * Side;
        int group = shape.TilesJ.Divide(above), firstJ = (above - group * shape.TilesJ.Divisor) * Side;
        var rows = LocalMemory.Allocate<int>(Side);
        var columns = LocalMemory.Allocate<int>(Side);
        var rowsRe = LocalMemory.Allocate<float>(Side);
        var rowsIm = LocalMemory.Allocate<float>(Side);
        var real = LocalMemory.Allocate<float>(Side * Side);
        var imaginary = LocalMemory.Allocate<float>(Side * Side);
        for (int i = 0; i < Side; i++)
        {
            rows[i] = group * steps.AGroup + IntrinsicMath.Min(firstI + i, shape.I - 1) * steps.AI + bin;
            columns[i] = group * steps.BGroup + IntrinsicMath.Min(firstJ + i, shape.J - 1) * steps.BJ + bin;
        }
        int result = group * steps.CGroup + firstI * steps.CI + firstJ * steps.CJ + bin;
        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                float re = 0, im = 0;
                if ((shape.Accumulate != 0) & (firstI + i < shape.I) & (firstJ + j < shape.J))
                {
                    re = c[result + i * steps.CI + j * steps.CJ];
                    im = c[result + i * steps.CI + j * steps.CJ + shape.Bins.Divisor];
                }
                real[i * Side + j] = re;
                imaginary[i * Side + j] = im;
            }
        }
        for (int k = 0; k < shape.K; k++)
        {
            for (int i = 0; i < Side; i++)
            {
                rowsRe[i] = a[rows[i] + k * steps.AK];
                rowsIm[i] = a[rows[i] + k * steps.AK + shape.Bins.Divisor];
            }
            for (int j = 0; j < Side; j++)
            {
                float re = b[columns[j] + k * steps.BK], im = shape.Conjugate * b[columns[j] + k * steps.BK + shape.Bins.Divisor];
                for (int i = 0; i < Side; i++)
                {
                    real[i * Side + j] += rowsRe[i] * re - rowsIm[i] * im;
                    imaginary[i * Side + j] += rowsRe[i] * im + rowsIm[i] * re;
                }
            }
        }
        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                if ((firstI + i < shape.I) & (firstJ + j < shape.J))
                {
                    c[result + i * steps.CI + j * steps.CJ] = real[i * Side + j];
                    c[result + i * steps.CI + j * steps.CJ + shape.Bins.Divisor] = imaginary[i * Side + j];
                }
            }
        }
    }
}
