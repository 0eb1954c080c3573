using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// One axis of a resampling: output o lies at max(o Scale + Offset, 0) / Divisor of the input. In kernels and on the host.
/// </summary>
internal readonly struct ResampleAxis
{
    public readonly FastDivide Inputs, Outputs;

    private readonly int _scale, _offset, _blends;
    private readonly FastDivide _divisor, _step;

    public ResampleAxis(int inputs, int outputs, ResampleMode mode)
    {
        (Inputs, Outputs) = (new(inputs), new(outputs));
        (_scale, _offset, int divisor) = mode switch
        {
            ResampleMode.Bilinear => (2 * inputs, inputs - outputs, 2 * outputs),
            // With one pixel on either side all are at the first.
            ResampleMode.BilinearCorners => inputs > 1 && outputs > 1 ? (inputs - 1, 0, outputs - 1) : (1, 0, outputs),
            _ => (inputs, 0, outputs),
        };
        (_divisor, _step) = (new(divisor), new(_scale));
        _blends = mode == ResampleMode.Nearest || inputs == 1 ? 0 : 1;
    }

    /// <summary>The first pixel of an output.</summary>
    public int First(int output) => _divisor.Divide(Numerator(output));

    /// <summary>The pixel behind that, or the same where there is none.</summary>
    public int Next(int first) => IntrinsicMath.Min(first + _blends, Inputs.Divisor - 1);

    /// <summary>The share of the pixel behind.</summary>
    public float Share(int output, int first) => _blends * (Numerator(output) - first * _divisor.Divisor) / (float)_divisor.Divisor;

    /// <summary>What an output takes of a pixel.</summary>
    public float Weight(int output, int input)
    {
        int first = First(output);
        float share = Share(output, first), weight = 0;
        if (first == input)
            weight = 1 - share;
        if (Next(first) == input)
            weight += share;
        return weight;
    }

    /// <summary>The first output that may take something of a pixel.</summary>
    public int FirstOutput(int input)
    {
        int distance = (input - _blends) * _divisor.Divisor - _offset, output = 0;
        if ((input > 0) & (distance > 0))
            output = _step.Divide(distance + _scale - 1);
        return output;
    }

    /// <summary>One past the last such output.</summary>
    public int EndOutput(int input)
    {
        int end = Outputs.Divisor;
        if (input < Inputs.Divisor - 1)
            end = IntrinsicMath.Min(_step.Divide((input + 1) * _divisor.Divisor - _offset + _scale - 1), end);
        return end;
    }

    private int Numerator(int output) => IntrinsicMath.Max(output * _scale + _offset, 0);
}

/// <summary>The sizes that resampling reads, in kernels and on the host.</summary>
internal readonly struct ResampleShape(ResampleSizes sizes)
{
    public readonly ResampleAxis Rows = new(sizes.InHeight, sizes.OutHeight, sizes.Mode), Columns = new(sizes.InWidth, sizes.OutWidth, sizes.Mode);
    public readonly FastDivide InPlane = new(sizes.InHeight * sizes.InWidth), OutPlane = new(sizes.OutHeight * sizes.OutWidth);
    public readonly int Blends = sizes.Mode == ResampleMode.Nearest ? 0 : 1;
}
