using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>The kernel of every <see cref="ParameterUpdate"/>, an item an element.</summary>
internal static class UpdateKernel
{
    public static void Apply<TRule>(
        Index1D index, ArrayView<float> weights, ArrayView<float> gradient, ArrayView<float> first, ArrayView<float> second, ArrayView<float> third,
        ArrayView<int> state, TRule rule)
        where TRule : unmanaged, IUpdateRule
    {
        if (state[DeviceState.Items] < 0)
            return;
        int slots = rule.Slots;
        FloatLane weight = new(weights[index]), a = default, b = default, c = default;
        if (slots > 0) a = new FloatLane(first[index]);
        if (slots > 1) b = new FloatLane(second[index]);
        if (slots > 2) c = new FloatLane(third[index]);
        rule.Next(ref weight, ref a, ref b, ref c, new FloatLane(gradient[index]), rule.At(UpdateState.Read(state)));
        weights[index] = weight.Value;
        if (slots > 0) first[index] = a.Value;
        if (slots > 1) second[index] = b.Value;
        if (slots > 2) third[index] = c.Value;
    }
}

internal sealed class UpdateLauncher<TOp, TRule>(Func<TOp, TRule> rule) : Launcher<TOp>
    where TOp : ParameterUpdate where TRule : unmanaged, IUpdateRule
{
    protected override Action<int> Bind(TOp op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>, TRule>(UpdateKernel.Apply);
        var (stream, extent, made, slots) = (binding.Stream, new Index1D(checked((int)op.Length)), rule(op), op.Slots.Count);
        var (weights, gradient, state) = (binding.Float(0), binding.Float(1), binding.Int(binding.Last));
        // Any view stands where there is no tensor: it is not touched.
        var first = slots > 0 ? binding.Float(2) : weights;
        var second = slots > 1 ? binding.Float(3) : weights;
        var third = slots > 2 ? binding.Float(4) : weights;
        return _ => kernel(stream, extent, weights, gradient, first, second, third, state, made);
    }
}

internal sealed unsafe class UpdateManaged<TOp, TRule>(Func<TOp, TRule> rule) : ManagedImplementation<TOp>
    where TOp : ParameterUpdate where TRule : unmanaged, IUpdateRule
{
    protected override Action<int> Bind(TOp op, in HostBinding binding)
    {
        UpdateJob job = op.Slots.Count switch
        {
            0 => Job<NoSlots>(op, binding),
            1 => Job<OneSlot>(op, binding),
            2 => Job<TwoSlots>(op, binding),
            _ => Job<ThreeSlots>(op, binding),
        };
        var state = binding.Int(binding.Last);
        return _ =>
        {
            if (state[DeviceState.Items] >= 0) job.Run(op.Length, state);
        };
    }

    private UpdateJob<TRule, TSlots> Job<TSlots>(TOp op, in HostBinding binding) where TSlots : struct, ISlots => new(rule(op))
    {
        Weights = binding.Float(0), Gradient = binding.Float(1), First = TSlots.Count > 0 ? binding.Float(2) : null,
        Second = TSlots.Count > 1 ? binding.Float(3) : null, Third = TSlots.Count > 2 ? binding.Float(4) : null,
    };
}
