using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class ConvWinogradForwardManaged : ManagedImplementation<Conv2DForward>
{
    protected override Workspace Workspace(Conv2DForward op, int maxBatch) => WinogradConvolution.Forward(op.Geometry, op.Activation, maxBatch).Workspace;

    protected override Action<int> Bind(Conv2DForward op, in HostBinding binding)
    {
        var code = WinogradConvolution.Forward(op.Geometry, op.Activation, binding.MaxBatch);
        float* x = binding.Float(0), w = binding.Float(1), bias = op.Bias ? binding.Float(2) : null, y = binding.Float(binding.Last);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, x, w, bias, y, (byte*)memory, workers);
    }
}

internal sealed unsafe class ConvWinogradBackwardDataManaged : ManagedImplementation<Conv2DBackwardData>
{
    protected override Workspace Workspace(Conv2DBackwardData op, int maxBatch) => WinogradConvolution.BackwardData(op.Geometry, maxBatch).Workspace;

    protected override Action<int> Bind(Conv2DBackwardData op, in HostBinding binding)
    {
        var code = WinogradConvolution.BackwardData(op.Geometry, binding.MaxBatch);
        float* dy = binding.Float(0), w = binding.Float(1), dx = binding.Float(2);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, dy, w, null, dx, (byte*)memory, workers);
    }
}

internal sealed unsafe class ConvWinogradBackwardWeightsManaged : ManagedImplementation<Conv2DBackwardWeights>
{
    protected override Workspace Workspace(Conv2DBackwardWeights op, int maxBatch) => new WinogradBackwardWeights(op.Geometry, maxBatch).Workspace;

    protected override Action<int> Bind(Conv2DBackwardWeights op, in HostBinding binding)
    {
        var code = new WinogradBackwardWeights(op.Geometry, binding.MaxBatch);
        float* x = binding.Float(0), dy = binding.Float(1), dw = binding.Float(2), db = op.Bias ? binding.Float(3) : null;
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, x, dy, dw, db, (byte*)memory, workers);
    }
}
