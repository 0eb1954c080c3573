using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels;

internal readonly struct ClipValueRule(ClipValue op) : IUpdateRule
{
    private readonly float _limit = op.Limit;

    public int Slots => 0;

    public UpdateStep At(UpdateState state) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>
    {
        weight = LaneMath.Clamp(gradient, _limit);
    }
}

/// <summary>y = Keep y + Scale x, each taken for 1 or 0 where it is that, so that what is not used may be anything.</summary>
internal readonly struct BlendRule : IUpdateRule
{
    private readonly float _decay;
    private readonly Mix _mix;

    public BlendRule(ScaleByFactor op) => _mix = Mix.Factor;

    public BlendRule(AddItems op) => _mix = Mix.Items;

    public BlendRule(MeanOfItems op) => _mix = Mix.MeanOfItems;

    public BlendRule(AverageUpdate op) => (_mix, _decay) = (Mix.Average, op.Decay);

    private enum Mix
    {
        Factor,
        Items,
        MeanOfItems,
        Average,
    }

    public int Slots => 0;

    public UpdateStep At(UpdateState state)
    {
        if (_mix == Mix.Factor) return new(0f, state.Factor, 0f);
        if (_mix == Mix.Items) return new(0f, state.StepItems, state.Items == state.StepItems ? 0f : 1f);
        if (_mix == Mix.MeanOfItems) return new(0f, 1f / state.Items, 0f);
        return state.Updates == 0 ? new(0f, 1f, 0f) : new(0f, 1f - _decay, _decay);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>
    {
        T added = gradient * step.Scale;
        weight = step.Keep != 0 ? weight * step.Keep + added : added;
    }
}
