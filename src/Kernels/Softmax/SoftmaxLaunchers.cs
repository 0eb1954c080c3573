using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class SoftmaxForwardLauncher : Launcher<SoftmaxForward>
{
    protected override Action<int> Bind(SoftmaxForward op, in Binding binding) =>
        op.Log ? Bind<LogSoftmaxForm>(op, binding) : Bind<SoftmaxForm>(op, binding);

    private static Action<int> Bind<TForm>(SoftmaxForward op, in Binding binding) where TForm : unmanaged, ISoftmaxForm
    {
        var (stream, x, y) = (binding.Stream, binding.Float(0), binding.Float(1));
        if (op.Inner == 1)
        {
            var rows = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int>(SoftmaxKernels.ForwardRows<TForm>);
            int group = DeviceTraits.ReduceGroup(binding.Device);
            return n => rows(stream, new KernelConfig(n * op.Outer, group), x, y, op.Length);
        }
        var columns = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int, FastDivide>(
            SoftmaxKernels.ForwardColumns<TForm>);
        var inner = new FastDivide(op.Inner);
        return n => columns(stream, n * op.Outer * op.Inner, x, y, op.Length, inner);
    }
}

internal sealed class SoftmaxBackwardLauncher : Launcher<SoftmaxBackward>
{
    protected override Action<int> Bind(SoftmaxBackward op, in Binding binding) =>
        op.Log ? Bind<LogSoftmaxForm>(op, binding) : Bind<SoftmaxForm>(op, binding);

    private static Action<int> Bind<TForm>(SoftmaxBackward op, in Binding binding) where TForm : unmanaged, ISoftmaxForm
    {
        var (stream, y, dy, dx) = (binding.Stream, binding.Float(0), binding.Float(1), binding.Float(2));
        if (op.Inner == 1)
        {
            var rows = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(SoftmaxKernels.BackwardRows<TForm>);
            int group = DeviceTraits.ReduceGroup(binding.Device);
            return n => rows(stream, new KernelConfig(n * op.Outer, group), y, dy, dx, op.Length);
        }
        var columns = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, FastDivide>(
            SoftmaxKernels.BackwardColumns<TForm>);
        var inner = new FastDivide(op.Inner);
        return n => columns(stream, n * op.Outer * op.Inner, y, dy, dx, op.Length, inner);
    }
}
