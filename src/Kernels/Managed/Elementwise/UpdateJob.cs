using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>One step of a rule over all elements of a tensor.</summary>
internal sealed unsafe class UpdateJob<TRule>(TRule rule) : ElementwiseJob where TRule : struct, IUpdateRule
{
    private UpdateStep _step;

    public float* Weights { get; init; }

    public float* Gradient { get; init; }

    /// <summary>What is kept from step to step; null where it is not, as are the other two.</summary>
    public float* First { get; init; }

    public float* Second { get; init; }

    public float* Third { get; init; }

    public void Run(long length, int* state)
    {
        _step = rule.At(UpdateState.Read(state));
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        // Copies that the loop keeps in registers.
        var (function, step) = (rule, _step);
        for (var i = 0; i < count; i += Vector<float>.Count)
        {
            var (at, left) = (first + i, count - i);
            UpdateLanes<VectorLane> lanes = default;
            lanes.Weight = VectorLane.LoadUpTo(Weights + at, left);
            if (First != null) lanes.First = VectorLane.LoadUpTo(First + at, left);
            if (Second != null) lanes.Second = VectorLane.LoadUpTo(Second + at, left);
            if (Third != null) lanes.Third = VectorLane.LoadUpTo(Third + at, left);
            lanes = function.Next(lanes, VectorLane.LoadUpTo(Gradient + at, left), step);
            lanes.Weight.StoreUpTo(Weights + at, left);
            if (First != null) lanes.First.StoreUpTo(First + at, left);
            if (Second != null) lanes.Second.StoreUpTo(Second + at, left);
            if (Third != null) lanes.Third.StoreUpTo(Third + at, left);
        }
    }
}
