namespace ConvGpu.Kernels.Managed;

/// <summary>y = keep ? x / (1 - rate) : 0, in both directions; four elements share a block of random words.</summary>
internal sealed unsafe class DropoutJob(float rate, int stream) : ElementwiseJob
{
    private readonly uint _threshold = Philox.Threshold(rate);
    private readonly float _scale = 1f / (1f - rate);
    private float* _x, _y;
    private uint _step, _seedLow, _seedHigh;

    /// <summary>Applies the mask of the state's step and seed.</summary>
    public void Run(long length, float* x, float* y, int* state)
    {
        _x = x;
        _y = y;
        _step = (uint)state[DeviceState.Step];
        _seedLow = (uint)state[DeviceState.SeedLow];
        _seedHigh = (uint)state[DeviceState.SeedHigh];
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        float* x = _x + first, y = _y + first;
        for (var i = 0; i < count; i += 4)
        {
            uint w0 = (uint)((first + i) / 4), w1 = _step, w2 = 0, w3 = 0;
            Philox.Block(ref w0, ref w1, ref w2, ref w3, _seedLow ^ (uint)stream, _seedHigh);
            y[i] = Masked(x[i], w0);
            if (i + 1 < count) y[i + 1] = Masked(x[i + 1], w1);
            if (i + 2 < count) y[i + 2] = Masked(x[i + 2], w2);
            if (i + 3 < count) y[i + 3] = Masked(x[i + 3], w3);
        }
    }

    private float Masked(float value, uint word) => Philox.Keep(word, _threshold) ? value * _scale : 0;
}
