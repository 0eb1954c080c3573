using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>One step of stochastic gradient descent: g += decay w; v = m v + g; w -= rate (nesterov ? g + m v : v).</summary>
internal sealed unsafe class SgdJob(float momentum, float weightDecay, bool nesterov) : ElementwiseJob
{
    private float* _w, _g, _v;
    private float _rate;

    /// <param name="length">Elements.</param>
    /// <param name="w">Weights, changed.</param>
    /// <param name="g">Gradients.</param>
    /// <param name="v">Momentum, changed; null where momentum is 0.</param>
    /// <param name="state">The device state with the learning rate.</param>
    public void Run(long length, float* w, float* g, float* v, int* state)
    {
        _w = w;
        _g = g;
        _v = v;
        _rate = BitConverter.Int32BitsToSingle(state[DeviceState.LearningRate]);
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        float* w = _w + first, g = _g + first, v = _v + first;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var weight = Vector.Load(w + i);
            var step = Vector.Load(g + i) + weightDecay * weight;
            if (momentum != 0)
            {
                var velocity = momentum * Vector.Load(v + i) + step;
                velocity.Store(v + i);
                step = nesterov ? step + momentum * velocity : velocity;
            }
            (weight - _rate * step).Store(w + i);
        }
        for (; i < count; i++)
        {
            var step = g[i] + weightDecay * w[i];
            if (momentum != 0)
            {
                v[i] = momentum * v[i] + step;
                step = nesterov ? step + momentum * v[i] : v[i];
            }
            w[i] -= _rate * step;
        }
    }
}
