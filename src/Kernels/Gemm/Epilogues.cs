using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>What becomes of a finished sum before it is written.</summary>
internal interface IEpilogue
{
    /// <summary>The value to write for the output channel or feature given.</summary>
    float Apply(float sum, int channel);
}

/// <summary>The sum as it is.</summary>
internal readonly struct NoEpilogue : IEpilogue
{
    public float Apply(float sum, int channel) => sum;
}

/// <summary>ReLU; NaN stays NaN.</summary>
internal readonly struct ReluEpilogue : IEpilogue
{
    public float Apply(float sum, int channel) => sum < 0 ? 0 : sum;
}

/// <summary>A bias per channel.</summary>
internal readonly struct BiasEpilogue(ArrayView<float> bias) : IEpilogue
{
    private readonly ArrayView<float> _bias = bias;

    public float Apply(float sum, int channel) => sum + _bias[channel];
}

/// <summary>A bias per channel, then ReLU.</summary>
internal readonly struct BiasReluEpilogue(ArrayView<float> bias) : IEpilogue
{
    private readonly ArrayView<float> _bias = bias;

    public float Apply(float sum, int channel)
    {
        float value = sum + _bias[channel];
        return value < 0 ? 0 : value;
    }
}
