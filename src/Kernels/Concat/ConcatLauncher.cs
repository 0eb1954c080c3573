using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class ConcatForwardLauncher : Launcher<ConcatForward>
{
    protected override Action<int> Bind(ConcatForward op, in Binding binding)
    {
        var copies = new Action<int>[op.Counts.Count];
        for (int i = 0, offset = 0; i < copies.Length; offset += op.Counts[i++])
            copies[i] = Copy(binding, binding.Float(i), binding.Float(binding.Last), new ItemParts(op.Counts[i], op.Counts[i], 0, op.Length, offset));
        return n =>
        {
            foreach (var copy in copies) copy(n);
        };
    }

    public static Action<int> Copy(in Binding binding, ArrayView<float> source, ArrayView<float> target, ItemParts parts)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ItemParts>(ConcatKernels.Copy);
        var stream = binding.Stream;
        int count = parts.Count.Divisor;
        return n => kernel(stream, n * count, source, target, parts);
    }
}

internal sealed class ConcatBackwardLauncher : Launcher<ConcatBackward>
{
    protected override Action<int> Bind(ConcatBackward op, in Binding binding) => ConcatForwardLauncher.Copy(
        binding, binding.Float(0), binding.Float(1), new ItemParts(op.Count, op.Length, op.Offset, op.Count, 0));
}
