using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>One step of Adam; the rule is <see cref="AdamUpdate"/>'s.</summary>
internal sealed unsafe class AdamJob(AdamUpdate op) : ElementwiseJob
{
    private readonly AdamConstants _constants = new(op);
    private float* _w, _g, _m, _v;
    private float _rate, _inverseRoot;

    /// <param name="length">Elements.</param>
    /// <param name="w">Weights, changed.</param>
    /// <param name="g">Gradients.</param>
    /// <param name="m">Mean gradients, changed.</param>
    /// <param name="v">Mean squares, changed.</param>
    /// <param name="state">The device state with the learning rate and the step.</param>
    public void Run(long length, float* w, float* g, float* m, float* v, int* state)
    {
        _w = w;
        _g = g;
        _m = m;
        _v = v;
        var step = state[DeviceState.Step];
        _rate = BitConverter.Int32BitsToSingle(state[DeviceState.LearningRate]) / _constants.Correction1(step);
        _inverseRoot = 1 / MathF.Sqrt(_constants.Correction2(step));
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        float* w = _w + first, g = _g + first, m = _m + first, v = _v + first;
        var (decay, keep1, keep2, epsilon) = (_constants.WeightDecay, _constants.Beta1, _constants.Beta2, _constants.Epsilon);
        float take1 = 1 - keep1, take2 = 1 - keep2;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var weight = Vector.Load(w + i);
            var slope = Vector.Load(g + i) + decay * weight;
            var mean = keep1 * Vector.Load(m + i) + take1 * slope;
            var square = keep2 * Vector.Load(v + i) + take2 * slope * slope;
            mean.Store(m + i);
            square.Store(v + i);
            (weight - _rate * mean / (Vector.SquareRoot(square) * _inverseRoot + new Vector<float>(epsilon))).Store(w + i);
        }
        for (; i < count; i++)
        {
            var slope = g[i] + decay * w[i];
            m[i] = keep1 * m[i] + take1 * slope;
            v[i] = keep2 * v[i] + take2 * slope * slope;
            w[i] -= _rate * m[i] / (MathF.Sqrt(v[i]) * _inverseRoot + epsilon);
        }
    }
}
