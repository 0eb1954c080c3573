using System.Numerics;
using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels.Managed;

/// <summary>How many tensors are kept from step to step: known to the compiler, so that the loop has no branches for it.</summary>
internal interface ISlots
{
    static abstract int Count { get; }
}

internal readonly struct NoSlots : ISlots
{
    public static int Count => 0;
}

internal readonly struct OneSlot : ISlots
{
    public static int Count => 1;
}

internal readonly struct TwoSlots : ISlots
{
    public static int Count => 2;
}

internal readonly struct ThreeSlots : ISlots
{
    public static int Count => 3;
}

/// <summary>One step of a rule over all elements of a tensor.</summary>
internal abstract unsafe class UpdateJob : ElementwiseJob
{
    public required float* Weights { get; init; }

    public required float* Gradient { get; init; }

    /// <summary>What is kept from step to step; anything where it is not, as are the other two.</summary>
    public required float* First { get; init; }

    public required float* Second { get; init; }

    public required float* Third { get; init; }

    public abstract void Run(long length, int* state);
}

/// <inheritdoc/>
internal sealed unsafe class UpdateJob<TRule, TSlots>(TRule rule) : UpdateJob where TRule : struct, IUpdateRule where TSlots : struct, ISlots
{
    private UpdateStep _step;

    public override void Run(long length, int* state)
    {
        _step = rule.At(UpdateState.Read(state));
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        // Copies that the loop keeps in registers.
        var (function, step) = (rule, _step);
        float* w = Weights + first, g = Gradient + first, a = First + first, b = Second + first, c = Third + first;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            VectorLane weight = VectorLane.Load(w + i), one = default, two = default, three = default;
            if (TSlots.Count > 0) one = VectorLane.Load(a + i);
            if (TSlots.Count > 1) two = VectorLane.Load(b + i);
            if (TSlots.Count > 2) three = VectorLane.Load(c + i);
            function.Next(ref weight, ref one, ref two, ref three, VectorLane.Load(g + i), step);
            weight.Store(w + i);
            if (TSlots.Count > 0) one.Store(a + i);
            if (TSlots.Count > 1) two.Store(b + i);
            if (TSlots.Count > 2) three.Store(c + i);
        }
        if (i < count) Rest(first + i, count - i);
    }

    /// <summary>Fewer elements than a vector has.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Rest(long at, int left)
    {
        VectorLane weight = VectorLane.Load(Weights + at, left), one = default, two = default, three = default;
        if (TSlots.Count > 0) one = VectorLane.Load(First + at, left);
        if (TSlots.Count > 1) two = VectorLane.Load(Second + at, left);
        if (TSlots.Count > 2) three = VectorLane.Load(Third + at, left);
        rule.Next(ref weight, ref one, ref two, ref three, VectorLane.Load(Gradient + at, left), _step);
        weight.Store(Weights + at, left);
        if (TSlots.Count > 0) one.Store(First + at, left);
        if (TSlots.Count > 1) two.Store(Second + at, left);
        if (TSlots.Count > 2) three.Store(Third + at, left);
    }
}
