using System.Numerics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Products of spectra summed over channels or images, bin by bin: for each group, c[i, j] = sum over k of a[i, k] b[j, k]. A chunk is a
/// block of bins; vectors run along the bins, two by two results at a time.
/// </summary>
internal sealed unsafe class SpectrumProductJob(ProductSteps steps, int bins, int groups, bool conjugate) : ParallelJob
{
    private const int Block = 64;

    private float* _a, _b, _c;
    private int _i, _j, _k;
    private bool _accumulate;

    /// <param name="a">Spectra by i and k.</param>
    /// <param name="b">Spectra by j and k, whose conjugates are taken where the job says so.</param>
    /// <param name="c">Spectra by i and j, overwritten unless <paramref name="accumulate"/>.</param>
    /// <param name="i">Rows of results of a group.</param>
    /// <param name="j">Columns of results of a group.</param>
    /// <param name="k">Terms of a sum.</param>
    /// <param name="accumulate">Whether sums start from what c holds.</param>
    public void Run(float* a, float* b, float* c, int i, int j, int k, bool accumulate)
    {
        _a = a;
        _b = b;
        _c = c;
        _i = i;
        _j = j;
        _k = k;
        _accumulate = accumulate;
        WorkerPool.Run(this, (bins + Block - 1) / Block);
    }

    public override void Run(int chunk, int worker)
    {
        int first = chunk * Block, end = Math.Min(first + Block, bins);
        for (var group = 0; group < groups; group++)
        for (var i = 0; i < _i; i += 2)
        for (var j = 0; j < _j; j += 2)
        {
            // Past the last row or column the one before is computed again, from what c held before.
            int i1 = Math.Min(i + 1, _i - 1), j1 = Math.Min(j + 1, _j - 1);
            float* a = _a + (long)group * steps.AGroup, b = _b + (long)group * steps.BGroup, c = _c + (long)group * steps.CGroup;
            float* a0 = a + (long)i * steps.AI, a1 = a + (long)i1 * steps.AI, b0 = b + (long)j * steps.BJ, b1 = b + (long)j1 * steps.BJ;
            float* c00 = c + (long)i * steps.CI + (long)j * steps.CJ, c01 = c + (long)i * steps.CI + (long)j1 * steps.CJ;
            float* c10 = c + (long)i1 * steps.CI + (long)j * steps.CJ, c11 = c + (long)i1 * steps.CI + (long)j1 * steps.CJ;
            var bin = first;
            for (; bin <= end - Vector<float>.Count; bin += Vector<float>.Count)
                Square(a0 + bin, a1 + bin, b0 + bin, b1 + bin, c00 + bin, c01 + bin, c10 + bin, c11 + bin);
            for (; bin < end; bin++)
            {
                One(a0 + bin, b0 + bin, c00 + bin);
                if (j1 != j) One(a0 + bin, b1 + bin, c01 + bin);
                if (i1 != i) One(a1 + bin, b0 + bin, c10 + bin);
                if (i1 != i && j1 != j) One(a1 + bin, b1 + bin, c11 + bin);
            }
        }
    }

    private void Square(float* a0, float* a1, float* b0, float* b1, float* c00, float* c01, float* c10, float* c11)
    {
        Vector<float> re00 = Start(c00), im00 = Start(c00 + bins), re01 = Start(c01), im01 = Start(c01 + bins);
        Vector<float> re10 = Start(c10), im10 = Start(c10 + bins), re11 = Start(c11), im11 = Start(c11 + bins);
        var sign = new Vector<float>(conjugate ? -1f : 1f);
        for (var k = 0; k < _k; k++, a0 += steps.AK, a1 += steps.AK, b0 += steps.BK, b1 += steps.BK)
        {
            Vector<float> a0Re = Vector.Load(a0), a0Im = Vector.Load(a0 + bins), a1Re = Vector.Load(a1), a1Im = Vector.Load(a1 + bins);
            Vector<float> b0Re = Vector.Load(b0), b0Im = sign * Vector.Load(b0 + bins), b1Re = Vector.Load(b1), b1Im = sign * Vector.Load(b1 + bins);
            re00 += a0Re * b0Re - a0Im * b0Im;
            im00 += a0Re * b0Im + a0Im * b0Re;
            re01 += a0Re * b1Re - a0Im * b1Im;
            im01 += a0Re * b1Im + a0Im * b1Re;
            re10 += a1Re * b0Re - a1Im * b0Im;
            im10 += a1Re * b0Im + a1Im * b0Re;
            re11 += a1Re * b1Re - a1Im * b1Im;
            im11 += a1Re * b1Im + a1Im * b1Re;
        }
        Store(c00, re00, im00);
        Store(c01, re01, im01);
        Store(c10, re10, im10);
        Store(c11, re11, im11);
    }

    private Vector<float> Start(float* c) => _accumulate ? Vector.Load(c) : Vector<float>.Zero;

    private void Store(float* c, Vector<float> real, Vector<float> imaginary)
    {
        real.Store(c);
        imaginary.Store(c + bins);
    }

    private void One(float* a, float* b, float* c)
    {
        float re = _accumulate ? c[0] : 0, im = _accumulate ? c[bins] : 0;
        for (var k = 0; k < _k; k++, a += steps.AK, b += steps.BK)
        {
            var bIm = conjugate ? -b[bins] : b[bins];
            re += a[0] * b[0] - a[bins] * bIm;
            im += a[0] * bIm + a[bins] * b[0];
        }
        c[0] = re;
        c[bins] = im;
    }
}
