using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class FillLauncher : Launcher<Fill>
{
    protected override Action<int> Bind(Fill op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, float>(ElementwiseKernels.Fill);
        var stream = binding.Stream;
        var y = binding.Float(0);
        var extent = new Index1D(checked((int)op.Length));
        return _ => kernel(stream, extent, y, op.Value);
    }
}

internal sealed class AddLauncher : Launcher<Add>
{
    protected override Action<int> Bind(Add op, in Binding binding) => PairLauncher.Bind(binding, ElementwiseKernels.Add, op.Count);
}

internal sealed class MultiplyLauncher : Launcher<Multiply>
{
    protected override Action<int> Bind(Multiply op, in Binding binding) => PairLauncher.Bind(binding, ElementwiseKernels.Multiply, op.Count);
}

internal static class PairLauncher
{
    public static Action<int> Bind(in Binding binding, Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>> method, int count)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel(method);
        var stream = binding.Stream;
        var (a, b, y) = (binding.Float(0), binding.Float(1), binding.Float(2));
        return n => kernel(stream, n * count, a, b, y);
    }
}

internal sealed class ScaleLauncher : Launcher<Scale>
{
    protected override Action<int> Bind(Scale op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(ElementwiseKernels.Scale);
        var stream = binding.Stream;
        var (x, y) = (binding.Float(0), binding.Float(1));
        return n => kernel(stream, n * op.Count, x, y, op.Factor);
    }
}
