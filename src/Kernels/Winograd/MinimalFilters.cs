using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Where a line of values lies in an item's own memory: the first and the distance to the next.</summary>
internal readonly struct LocalLine(ArrayView<float> values, int first, int step)
{
    private readonly ArrayView<float> _values = values;
    private readonly int _first = first, _step = step;

    public float this[int index]
    {
        get => _values[_first + index * _step];
        set => _values[_first + index * _step] = value;
    }
}

/// <summary>
/// The one-dimensional transforms of minimal filtering F(m, 3) for kernels (Lavin and Gray, 2015): outputs = Output(Filter(g) * Image(d)).
/// Gradient and FilterGradient are the transposes of Output and Filter: with them F(3, m) is the gradient of the filter. A tile is
/// transformed along its columns and then along its rows.
/// </summary>
internal interface IMinimalFilter
{
    /// <summary>Outputs of a line: m.</summary>
    int Outputs { get; }

    /// <summary>Values of a line: m + 2.</summary>
    int Side { get; }

    /// <summary>m + 2 values of the image, transformed; may be in place.</summary>
    void Image(LocalLine from, LocalLine to);

    /// <summary>m + 2 values from 3 weights.</summary>
    void Filter(LocalLine from, LocalLine to);

    /// <summary>m outputs from m + 2 products; may be in place.</summary>
    void Output(LocalLine from, LocalLine to);

    /// <summary>m + 2 values from m of the output's gradient; may be in place.</summary>
    void Gradient(LocalLine from, LocalLine to);

    /// <summary>The gradients of 3 weights from m + 2 sums of products; may be in place.</summary>
    void FilterGradient(LocalLine from, LocalLine to);
}

/// <summary>F(2, 3) with the points 0, 1, -1 and infinity: every constant is exact.</summary>
internal readonly struct TwoByThree : IMinimalFilter
{
    public int Outputs => 2;

    public int Side => 4;

    public void Image(LocalLine from, LocalLine to)
    {
        float d0 = from[0], d1 = from[1], d2 = from[2], d3 = from[3];
        to[0] = d0 - d2;
        to[1] = d1 + d2;
        to[2] = d2 - d1;
        to[3] = d1 - d3;
    }

    public void Filter(LocalLine from, LocalLine to)
    {
        float g0 = from[0], g1 = from[1], g2 = from[2];
        to[0] = g0;
        to[1] = 0.5f * (g0 + g2) + 0.5f * g1;
        to[2] = 0.5f * (g0 + g2) - 0.5f * g1;
        to[3] = g2;
    }

    public void Output(LocalLine from, LocalLine to)
    {
        float m0 = from[0], m1 = from[1], m2 = from[2], m3 = from[3];
        to[0] = m0 + m1 + m2;
        to[1] = m1 - m2 - m3;
    }

    public void Gradient(LocalLine from, LocalLine to)
    {
        float d0 = from[0], d1 = from[1];
        to[0] = d0;
        to[1] = d0 + d1;
        to[2] = d0 - d1;
        to[3] = -d1;
    }

    public void FilterGradient(LocalLine from, LocalLine to)
    {
        float m0 = from[0], m1 = from[1], m2 = from[2], m3 = from[3];
        to[0] = m0 + 0.5f * (m1 + m2);
        to[1] = 0.5f * (m1 - m2);
        to[2] = 0.5f * (m1 + m2) + m3;
    }
}

/// <summary>F(4, 3) with the points 0, ±5/8, ±3/2 and infinity, near the smallest rounding error; all constants but the quotients are exact.</summary>
internal readonly struct FourByThree : IMinimalFilter
{
    private const float A = 0.625f, B = 1.5f, A2 = A * A, B2 = B * B;

    // 1 / N(p), where N(p) is the product of p - q over the other points q.
    private const float OfZero = 1 / (A2 * B2), OfA = 1 / (2 * A2 * (A2 - B2)), OfB = 1 / (2 * B2 * (B2 - A2));

    public int Outputs => 4;

    public int Side => 6;

    public void Image(LocalLine from, LocalLine to)
    {
        float d0 = from[0], d1 = from[1], d2 = from[2], d3 = from[3], d4 = from[4], d5 = from[5];
        float evenA = d4 - B2 * d2, oddA = A * (d3 - B2 * d1), evenB = d4 - A2 * d2, oddB = B * (d3 - A2 * d1);
        to[0] = A2 * B2 * d0 + (d4 - (A2 + B2) * d2);
        to[1] = evenA + oddA;
        to[2] = evenA - oddA;
        to[3] = evenB + oddB;
        to[4] = evenB - oddB;
        to[5] = A2 * B2 * d1 + (d5 - (A2 + B2) * d3);
    }

    public void Filter(LocalLine from, LocalLine to)
    {
        float g0 = from[0], g1 = from[1], g2 = from[2];
        float evenA = OfA * g0 + A2 * OfA * g2, oddA = A * OfA * g1, evenB = OfB * g0 + B2 * OfB * g2, oddB = B * OfB * g1;
        to[0] = OfZero * g0;
        to[1] = evenA + oddA;
        to[2] = evenA - oddA;
        to[3] = evenB + oddB;
        to[4] = evenB - oddB;
        to[5] = g2;
    }

    public void Output(LocalLine from, LocalLine to)
    {
        float m0 = from[0], m1 = from[1], m2 = from[2], m3 = from[3], m4 = from[4], m5 = from[5];
        float sumA = m1 + m2, differenceA = m1 - m2, sumB = m3 + m4, differenceB = m3 - m4;
        to[0] = m0 + sumA + sumB;
        to[1] = A * differenceA + B * differenceB;
        to[2] = A2 * sumA + B2 * sumB;
        to[3] = A2 * A * differenceA + (B2 * B * differenceB + m5);
    }

    public void Gradient(LocalLine from, LocalLine to)
    {
        float d0 = from[0], d1 = from[1], d2 = from[2], d3 = from[3];
        float evenA = d0 + A2 * d2, oddA = A * (d1 + A2 * d3), evenB = d0 + B2 * d2, oddB = B * (d1 + B2 * d3);
        to[0] = d0;
        to[1] = evenA + oddA;
        to[2] = evenA - oddA;
        to[3] = evenB + oddB;
        to[4] = evenB - oddB;
        to[5] = d3;
    }

    public void FilterGradient(LocalLine from, LocalLine to)
    {
        float m0 = OfZero * from[0], m1 = OfA * from[1], m2 = OfA * from[2], m3 = OfB * from[3], m4 = OfB * from[4], m5 = from[5];
        float sumA = m1 + m2, sumB = m3 + m4;
        to[0] = m0 + sumA + sumB;
        to[1] = A * (m1 - m2) + B * (m3 - m4);
        to[2] = A2 * sumA + B2 * sumB + m5;
    }
}
