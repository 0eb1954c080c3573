using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class SumOfSquaresLauncher : Launcher<SumOfSquares>
{
    protected override long WorkspaceBytes(SumOfSquares op, ComputeDevice device, int maxBatch) => Parts(op) * sizeof(float);

    protected override Action<int> Bind(SumOfSquares op, in Binding binding)
    {
        var squares = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int>(NormKernels.SquaresOfParts);
        var total = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int>(NormKernels.SumOfParts);
        var (stream, x, sums, parts) = (binding.Stream, binding.Float(0), binding.Float(1), binding.Workspace);
        var (length, count, group) = (checked((int)op.Length), (int)Parts(op), DeviceTraits.ReduceGroup(binding.Device));
        return _ =>
        {
            squares(stream, new KernelConfig(count, group), x, parts, length);
            total(stream, new KernelConfig(1, group), parts, sums, count, op.Position);
        };
    }

    private static long Parts(SumOfSquares op) => (op.Length + NormKernels.PartLength - 1) / NormKernels.PartLength;
}

internal sealed class ClipFactorLauncher : Launcher<ClipFactor>
{
    protected override Action<int> Bind(ClipFactor op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<int>, int, float>(NormKernels.ClipFactor);
        var (stream, sums, state) = (binding.Stream, binding.Float(0), binding.Int(1));
        return _ => kernel(stream, new Index1D(1), sums, state, op.Count, op.Limit);
    }
}

internal sealed class TrustRatioLauncher : Launcher<TrustRatio>
{
    protected override Action<int> Bind(TrustRatio op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<int>, float, float, float>(NormKernels.TrustRatio);
        var (stream, sums, state) = (binding.Stream, binding.Float(0), binding.Int(1));
        return _ => kernel(stream, new Index1D(1), sums, state, op.Coefficient, op.WeightDecay, op.Epsilon);
    }
}

internal sealed unsafe class SumOfSquaresManaged : ManagedImplementation<SumOfSquares>
{
    protected override Action<int> Bind(SumOfSquares op, in HostBinding binding)
    {
        var job = new SumOfSquaresJob(op.Length, binding.Float(0));
        var sum = binding.Float(1) + op.Position;
        return _ => *sum = (float)job.Run();
    }
}

internal sealed unsafe class ClipFactorManaged : ManagedImplementation<ClipFactor>
{
    protected override Action<int> Bind(ClipFactor op, in HostBinding binding)
    {
        var sums = binding.Float(0);
        var state = binding.Int(1);
        return _ =>
        {
            var sum = 0.0;
            for (var i = 0; i < op.Count; i++) sum += sums[i];
            state[DeviceState.Factor] = BitConverter.SingleToInt32Bits(Norms.ClipFactor((float)Math.Sqrt(sum), op.Limit));
        };
    }
}

internal sealed unsafe class TrustRatioManaged : ManagedImplementation<TrustRatio>
{
    protected override Action<int> Bind(TrustRatio op, in HostBinding binding)
    {
        var sums = binding.Float(0);
        var state = binding.Int(1);
        return _ => state[DeviceState.Factor] = BitConverter.SingleToInt32Bits(
            Norms.TrustRatio(MathF.Sqrt(sums[0]), MathF.Sqrt(sums[1]), op.Coefficient, op.WeightDecay, op.Epsilon));
    }
}
