using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels;

internal readonly struct SgdRule(SgdUpdate op) : IUpdateRule
{
    private readonly float _momentum = op.Momentum, _penalty = op.WeightDecay;
    private readonly int _slots = op.Slots.Count, _nesterov = op.Nesterov ? 1 : 0;

    public int Slots => _slots;

    public UpdateStep At(UpdateState state) => new(state.Rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>
    {
        T slope = gradient + weight * _penalty;
        if (_slots != 0)
        {
            T speed = first * _momentum + slope;
            first = speed;
            slope = _nesterov != 0 ? slope + speed * _momentum : speed;
        }
        weight = weight - slope * step.Rate;
    }
}

/// <summary>Rate: corrected for the mean's start at 0; Scale: what the root of the mean square is multiplied by for its own; Keep: of the weight.</summary>
internal readonly struct AdamRule(AdamUpdate op) : IUpdateRule
{
    private readonly float _beta1 = op.Beta1, _beta2 = op.Beta2, _epsilon = op.Epsilon;
    private readonly float _penalty = op.Decoupled ? 0 : op.WeightDecay, _decay = op.Decoupled ? op.WeightDecay : 0;
    private readonly float _log1 = (float)Math.Log(op.Beta1), _log2 = (float)Math.Log(op.Beta2);

    public int Slots => 2;

    public UpdateStep At(UpdateState state) => new(
        state.Rate / Correction(_log1, state.Updates), 1f / FloatLane.Sqrt(new FloatLane(Correction(_log2, state.Updates))).Value,
        1f - state.Rate * _decay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>
    {
        T slope = gradient + weight * _penalty;
        T mean = first * _beta1 + slope * (1f - _beta1);
        T square = second * _beta2 + slope * (1f - _beta2) * slope;
        weight = weight * step.Keep - mean * step.Rate / (T.Sqrt(square) * step.Scale + _epsilon);
        first = mean;
        second = square;
    }

    // 1 - beta^t as -(e^(t log beta) - 1): the difference of two numbers near 1 would lose all digits in the first steps.
    private static float Correction(float log, int updates) => -LaneMath.ExpM1OfNegative(new FloatLane(log * (updates + 1f))).Value;
}

/// <summary>Scale: what the sum of squares starts with.</summary>
internal readonly struct AdaGradRule(AdaGradUpdate op) : IUpdateRule
{
    private readonly float _rateDecay = op.RateDecay, _penalty = op.WeightDecay, _start = op.Start, _epsilon = op.Epsilon;

    public int Slots => 1;

    public UpdateStep At(UpdateState state) => new(state.Rate / (1f + state.Updates * _rateDecay), state.Updates == 0 ? _start : 0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>
    {
        T slope = gradient + weight * _penalty;
        T sum = first + step.Scale + slope * slope;
        weight = weight - slope * step.Rate / (T.Sqrt(sum) + _epsilon);
        first = sum;
    }
}

internal readonly struct RmsPropRule(RmsPropUpdate op) : IUpdateRule
{
    private readonly float _alpha = op.Alpha, _epsilon = op.Epsilon, _penalty = op.WeightDecay, _momentum = op.Momentum;
    private readonly int _centered = op.Centered ? 1 : 0;

    public int Slots => 1 + _centered + (_momentum != 0 ? 1 : 0);

    public UpdateStep At(UpdateState state) => new(state.Rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>
    {
        T slope = gradient + weight * _penalty;
        T square = first * _alpha + slope * (1f - _alpha) * slope;
        first = square;
        T variance = square, momentum = second;
        if (_centered != 0)
        {
            momentum = third;
            T mean = second * _alpha + slope * (1f - _alpha);
            second = mean;
            // The difference of two roundings may be below 0.
            variance = square - mean * mean;
            variance = T.IfGreater(0f, variance, 0f, variance);
        }
        T change = slope / (T.Sqrt(variance) + _epsilon);
        if (_momentum != 0)
        {
            change = momentum * _momentum + change;
            if (_centered != 0) third = change;
            else second = change;
        }
        weight = weight - change * step.Rate;
    }
}

internal readonly struct AdaDeltaRule(AdaDeltaUpdate op) : IUpdateRule
{
    private readonly float _rho = op.Rho, _epsilon = op.Epsilon, _penalty = op.WeightDecay;

    public int Slots => 2;

    public UpdateStep At(UpdateState state) => new(state.Rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>
    {
        T slope = gradient + weight * _penalty;
        T square = first * _rho + slope * (1f - _rho) * slope;
        T change = T.Sqrt(second + _epsilon) / T.Sqrt(square + _epsilon) * slope;
        weight = weight - change * step.Rate;
        first = square;
        second = second * _rho + change * (1f - _rho) * change;
    }
}

/// <summary>Scale: the trust ratio.</summary>
internal readonly struct LarsRule(LarsUpdate op) : IUpdateRule
{
    private readonly float _momentum = op.Momentum, _penalty = op.WeightDecay;

    public int Slots => 1;

    public UpdateStep At(UpdateState state) => new(state.Rate, state.Factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>
    {
        T speed = first * _momentum + (gradient + weight * _penalty) * step.Scale;
        weight = weight - speed * step.Rate;
        first = speed;
    }
}
