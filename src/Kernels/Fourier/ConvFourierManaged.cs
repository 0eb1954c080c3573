using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class ConvFourierForwardManaged : ManagedImplementation<Conv2DForward>
{
    protected override Workspace Workspace(Conv2DForward op, int maxBatch) => new FourierForward(op.Geometry, op.Activation, maxBatch).Workspace;

    protected override Action<int> Bind(Conv2DForward op, in HostBinding binding)
    {
        var code = new FourierForward(op.Geometry, op.Activation, binding.MaxBatch);
        float* x = binding.Float(0), w = binding.Float(1), bias = op.Bias ? binding.Float(2) : null, y = binding.Float(binding.Last);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, x, w, bias, y, (byte*)memory, workers);
    }
}

internal sealed unsafe class ConvFourierBackwardDataManaged : ManagedImplementation<Conv2DBackwardData>
{
    protected override Workspace Workspace(Conv2DBackwardData op, int maxBatch) => new FourierBackwardData(op.Geometry, maxBatch).Workspace;

    protected override Action<int> Bind(Conv2DBackwardData op, in HostBinding binding)
    {
        var code = new FourierBackwardData(op.Geometry, binding.MaxBatch);
        float* dy = binding.Float(0), w = binding.Float(1), dx = binding.Float(2);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, dy, w, dx, (byte*)memory, workers);
    }
}

internal sealed unsafe class ConvFourierBackwardWeightsManaged : ManagedImplementation<Conv2DBackwardWeights>
{
    protected override Workspace Workspace(Conv2DBackwardWeights op, int maxBatch) => new FourierBackwardWeights(op.Geometry, maxBatch).Workspace;

    protected override Action<int> Bind(Conv2DBackwardWeights op, in HostBinding binding)
    {
        var code = new FourierBackwardWeights(op.Geometry, binding.MaxBatch);
        float* x = binding.Float(0), dy = binding.Float(1), dw = binding.Float(2), db = op.Bias ? binding.Float(3) : null;
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => code.Run(n, x, dy, dw, db, (byte*)memory, workers);
    }
}

internal sealed unsafe class Fourier2DForwardManaged : ManagedImplementation<Fourier2DForward>
{
    protected override Workspace Workspace(Fourier2DForward op, int maxBatch) => new(0, Images(op).ScratchBytes);

    protected override Action<int> Bind(Fourier2DForward op, in HostBinding binding)
    {
        var images = Images(op);
        float* x = binding.Float(0), y = binding.Float(1);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => images.Forward(n * op.Channels, x, y, (byte*)memory, workers);
    }

    private static FourierImages Images(Fourier2DForward op) => new(op.Height, op.Width, FrameMap.Corner(op.Height, op.Width, op.Height, op.Width));
}

internal sealed unsafe class Fourier2DInverseManaged : ManagedImplementation<Fourier2DInverse>
{
    protected override Workspace Workspace(Fourier2DInverse op, int maxBatch) => new(0, Images(op).ScratchBytes);

    protected override Action<int> Bind(Fourier2DInverse op, in HostBinding binding)
    {
        var images = Images(op);
        float* y = binding.Float(0), x = binding.Float(1);
        var (memory, workers) = ((IntPtr)binding.Memory, binding.Workers);
        return n => images.Back(n * op.Channels, y, x, null, op.Channels, false, (byte*)memory, workers);
    }

    private static FourierImages Images(Fourier2DInverse op) => new(op.Height, op.Width, FrameMap.Corner(op.Height, op.Width, op.Height, op.Width));
}
