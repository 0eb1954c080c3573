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

internal sealed class AdamUpdateLauncher : Launcher<AdamUpdate>
{
    protected override Action<int> Bind(AdamUpdate op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>, AdamConstants>(OptimizerKernels.Adam);
        var stream = binding.Stream;
        var (extent, constants) = (new Index1D(checked((int)op.Length)), new AdamConstants(op));
        var (weights, gradient, mean, square, state) =
            (binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3), binding.Int(binding.Last));
        return _ => kernel(stream, extent, weights, gradient, mean, square, state, constants);
    }
}

internal sealed class AdvanceStateLauncher : Launcher<AdvanceState>
{
    protected override Action<int> Bind(AdvanceState op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>>(OptimizerKernels.Advance);
        var stream = binding.Stream;
        var state = binding.Int(0);
        return _ => kernel(stream, new Index1D(1), state);
    }
}
