using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class Conv3DForwardManaged : ManagedImplementation<Conv3DForward>
{
    protected override Workspace Workspace(Conv3DForward op, int maxBatch) => new Convolution3DForward(op.Geometry, maxBatch).Workspace;

    protected override Action<int> Bind(Conv3DForward op, in HostBinding binding)
    {
        var code = new Convolution3DForward(op.Geometry, binding.MaxBatch);
        float* x = binding.Float(0), w = binding.Float(1), bias = op.Bias ? binding.Float(2) : null, y = binding.Float(binding.Last);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, x, w, bias, y, (byte*)memory, workers);
    }
}

internal sealed unsafe class Conv3DBackwardDataManaged : ManagedImplementation<Conv3DBackwardData>
{
    protected override Workspace Workspace(Conv3DBackwardData op, int maxBatch) => new Convolution3DBackwardData(op.Geometry, maxBatch).Workspace;

    protected override Action<int> Bind(Conv3DBackwardData op, in HostBinding binding)
    {
        var code = new Convolution3DBackwardData(op.Geometry, binding.MaxBatch);
        float* dy = binding.Float(0), w = binding.Float(1), dx = binding.Float(2);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, dy, w, dx, (byte*)memory, workers);
    }
}

internal sealed unsafe class Conv3DBackwardWeightsManaged : ManagedImplementation<Conv3DBackwardWeights>
{
    protected override Workspace Workspace(Conv3DBackwardWeights op, int maxBatch) =>
        new Convolution3DBackwardWeights(op.Geometry, maxBatch).Workspace;

    protected override Action<int> Bind(Conv3DBackwardWeights op, in HostBinding binding)
    {
        var code = new Convolution3DBackwardWeights(op.Geometry, binding.MaxBatch);
        float* x = binding.Float(0), dy = binding.Float(1), dw = binding.Float(2), db = op.Bias ? binding.Float(3) : null;
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, x, dy, dw, db, (byte*)memory, workers);
    }
}
