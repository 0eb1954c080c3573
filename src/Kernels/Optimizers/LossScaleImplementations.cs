using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>The loss scale, one item each.</summary>
internal static class LossScaleKernels
{
    public static void Factor(Index1D index, ArrayView<int> scale, ArrayView<int> state, int inverse)
    {
        float value = Interop.IntAsFloat((uint)scale[LossScale.Scale]);
        state[DeviceState.Factor] = (int)Interop.FloatAsInt(inverse != 0 ? 1f / value : value);
    }

    public static void Update(Index1D index, ArrayView<float> sums, ArrayView<int> scale, ArrayView<int> state, int count, int interval)
    {
        bool finite = true;
        // False for NaN too.
        for (int i = 0; i < count; i++)
            finite &= sums[i] <= float.MaxValue;
        int updates = scale[LossScale.Updates] + 1;
        scale[LossScale.Scale] = (int)Interop.FloatAsInt(LossScale.Next(Interop.IntAsFloat((uint)scale[LossScale.Scale]), updates, interval, finite));
        scale[LossScale.Updates] = finite && updates < interval ? updates : 0;
        if (!finite)
            state[DeviceState.Items] = DeviceState.Skipped;
    }
}

internal sealed class LossScaleFactorLauncher : Launcher<LossScaleFactor>
{
    protected override Action<int> Bind(LossScaleFactor op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, ArrayView<int>, int>(LossScaleKernels.Factor);
        var (stream, scale, state, inverse) = (binding.Stream, binding.Int(0), binding.Int(1), op.Inverse ? 1 : 0);
        return _ => kernel(stream, new Index1D(1), scale, state, inverse);
    }
}

internal sealed class UpdateLossScaleLauncher : Launcher<UpdateLossScale>
{
    protected override Action<int> Bind(UpdateLossScale op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<int>, int, int>(LossScaleKernels.Update);
        var (stream, sums, scale, state) = (binding.Stream, binding.Float(0), binding.Int(1), binding.Int(2));
        return _ => kernel(stream, new Index1D(1), sums, scale, state, op.Count, op.GrowthInterval);
    }
}

internal sealed unsafe class LossScaleFactorManaged : ManagedImplementation<LossScaleFactor>
{
    protected override Action<int> Bind(LossScaleFactor op, in HostBinding binding)
    {
        var scale = (float*)binding.Int(0) + LossScale.Scale;
        var factor = (float*)binding.Int(1) + DeviceState.Factor;
        return _ => *factor = op.Inverse ? 1 / *scale : *scale;
    }
}

internal sealed unsafe class UpdateLossScaleManaged : ManagedImplementation<UpdateLossScale>
{
    protected override Action<int> Bind(UpdateLossScale op, in HostBinding binding)
    {
        var sums = binding.Float(0);
        int* scale = binding.Int(1), state = binding.Int(2);
        return _ =>
        {
            var finite = true;
            for (var i = 0; i < op.Count; i++) finite &= float.IsFinite(sums[i]);
            var updates = scale[LossScale.Updates] + 1;
            var value = (float*)scale + LossScale.Scale;
            *value = LossScale.Next(*value, updates, op.GrowthInterval, finite);
            scale[LossScale.Updates] = finite && updates < op.GrowthInterval ? updates : 0;
            if (!finite) state[DeviceState.Items] = DeviceState.Skipped;
        };
    }
}
