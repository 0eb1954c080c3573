using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class DenseForwardLauncher : Launcher<DenseForward>
{
    protected override Action<int> Bind(DenseForward op, in Binding binding)
    {
        var bias = op.Bias ? binding.Float(2) : default;
        return (op.Bias, op.Activation) switch
        {
            (false, Activation.None) => Bind(op, binding, new NoEpilogue()),
            (false, _) => Bind(op, binding, new ReluEpilogue()),
            (true, Activation.None) => Bind(op, binding, new BiasEpilogue(bias)),
            (true, _) => Bind(op, binding, new BiasReluEpilogue(bias)),
        };
    }

    private static Action<int> Bind<TEpilogue>(DenseForward op, in Binding binding, TEpilogue epilogue) where TEpilogue : struct, IEpilogue
    {
        var x = new MatrixAlongK(binding.Float(0), op.In, 0);
        var weights = new MatrixAlongK(binding.Float(1), op.In, 0);
        var y = new StoreRows<TEpilogue>(binding.Float(binding.Last), op.Out, epilogue);
        var gemm = new GemmLauncher<MatrixAlongK, MatrixAlongK, StoreRows<TEpilogue>>(
            binding.Device, x, weights, y, new GemmSize(binding.MaxBatch, op.Out, op.In));
        return n => gemm.Run(y, new GemmSize(n, op.Out, op.In));
    }
}

internal sealed class DenseBackwardDataLauncher : Launcher<DenseBackwardData>
{
    protected override Action<int> Bind(DenseBackwardData op, in Binding binding)
    {
        var dy = new MatrixAlongK(binding.Float(0), op.Out, 0);
        var weights = new MatrixAlongOuter(binding.Float(1), op.In);
        var dx = new StoreRows<NoEpilogue>(binding.Float(2), op.In, default);
        var gemm = new GemmLauncher<MatrixAlongK, MatrixAlongOuter, StoreRows<NoEpilogue>>(
            binding.Device, dy, weights, dx, new GemmSize(binding.MaxBatch, op.In, op.Out));
        return n => gemm.Run(dx, new GemmSize(n, op.In, op.Out));
    }
}

internal sealed class DenseBackwardWeightsLauncher : Launcher<DenseBackwardWeights>
{
    protected override Action<int> Bind(DenseBackwardWeights op, in Binding binding)
    {
        var dy = new MatrixAlongOuter(binding.Float(1), op.Out);
        var x = new MatrixAlongOuter(binding.Float(0), op.In);
        var dw = new StoreRows<NoEpilogue>(binding.Float(2), op.In, default);
        var gemm = new GemmLauncher<MatrixAlongOuter, MatrixAlongOuter, StoreRows<NoEpilogue>>(
            binding.Device, dy, x, dw, new GemmSize(op.Out, op.In, binding.MaxBatch));
        if (!op.Bias)
            return n => gemm.Run(dw, new GemmSize(op.Out, op.In, n));

        var bias = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int>(DenseKernels.BiasGradient);
        var stream = binding.Stream;
        var (gradient, db) = (binding.Float(1), binding.Float(3));
        return n =>
        {
            gemm.Run(dw, new GemmSize(op.Out, op.In, n));
            bias(stream, op.Out, gradient, db, n, op.Out);
        };
    }
}
