using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class SgdUpdateLauncher : Launcher<SgdUpdate>
{
    protected override Action<int> Bind(SgdUpdate op, in Binding binding)
    {
        var stream = binding.Stream;
        var extent = new Index1D(checked((int)op.Length));
        var (weights, gradient, state) = (binding.Float(0), binding.Float(1), binding.Int(binding.Last));
        if (op.Momentum == 0)
        {
            var plain = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, float>(OptimizerKernels.Sgd);
            return _ => plain(stream, extent, weights, gradient, state, op.WeightDecay);
        }
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>, float, float, int>(OptimizerKernels.SgdMomentum);
        var velocity = binding.Float(2);
        int nesterov = op.Nesterov ? 1 : 0;
        return _ => kernel(stream, extent, weights, gradient, velocity, state, op.Momentum, op.WeightDecay, nesterov);
    }
}

internal sealed class AdvanceStateLauncher : Launcher<AdvanceState>
{
    protected override Action<int> Bind(AdvanceState op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int, int>(OptimizerKernels.Advance);
        var (stream, state, steps, updates) = (binding.Stream, binding.Int(0), op.Step ? 1 : 0, op.Update ? 1 : 0);
        return _ => kernel(stream, new Index1D(1), state, steps, updates);
    }
}

internal sealed class CountItemsLauncher : Launcher<CountItems>
{
    protected override Action<int> Bind(CountItems op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(OptimizerKernels.CountItems);
        var (stream, state) = (binding.Stream, binding.Int(0));
        return n => kernel(stream, new Index1D(1), state, n);
    }
}
