using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class DenseForwardManaged : ManagedImplementation<DenseForward>
{
    protected override Workspace Workspace(DenseForward op, int maxBatch) =>
        new DenseForwardProduct(op.In, op.Out, op.Activation).Workspace(maxBatch);

    protected override Action<int> Bind(DenseForward op, in HostBinding binding)
    {
        var code = new DenseForwardProduct(op.In, op.Out, op.Activation);
        float* x = binding.Float(0), w = binding.Float(1), bias = op.Bias ? binding.Float(2) : null, y = binding.Float(binding.Last);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, x, w, bias, y, (byte*)memory, workers);
    }
}

internal sealed unsafe class DenseBackwardDataManaged : ManagedImplementation<DenseBackwardData>
{
    protected override Workspace Workspace(DenseBackwardData op, int maxBatch) => new DenseBackwardDataProduct(op.In, op.Out).Workspace(maxBatch);

    protected override Action<int> Bind(DenseBackwardData op, in HostBinding binding)
    {
        var code = new DenseBackwardDataProduct(op.In, op.Out);
        float* dy = binding.Float(0), w = binding.Float(1), dx = binding.Float(2);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, dy, w, dx, (byte*)memory, workers);
    }
}

internal sealed unsafe class DenseBackwardWeightsManaged : ManagedImplementation<DenseBackwardWeights>
{
    protected override Workspace Workspace(DenseBackwardWeights op, int maxBatch) =>
        new DenseBackwardWeightsProduct(op.In, op.Out).Workspace(maxBatch);

    protected override Action<int> Bind(DenseBackwardWeights op, in HostBinding binding)
    {
        var code = new DenseBackwardWeightsProduct(op.In, op.Out);
        float* x = binding.Float(0), dy = binding.Float(1), dw = binding.Float(2), db = op.Bias ? binding.Float(3) : null;
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, x, dy, dw, db, (byte*)memory, workers);
    }
}
