using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

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
