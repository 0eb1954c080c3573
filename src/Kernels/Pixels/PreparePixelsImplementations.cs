using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>What the kernel divides by, and the channels of an image.</summary>
internal readonly struct PixelSizes(PreparePixels op)
{
    public readonly FastDivide Item = new(op.Channels * op.Height * op.Width), Plane = new(op.Height * op.Width), Row = new(op.Width);
    public readonly int SourceChannels = op.SourceChannels, Height = op.Height;
}

/// <summary>Pixels to inputs, an item an element of the input.</summary>
internal static class PreparePixelsKernels
{
    public static void Run(
        Index1D index, ArrayView<byte> x, ArrayView<int> moves, ArrayView<float> norms, ArrayView<float> y, PixelSizes sizes)
    {
        int item = sizes.Item.Divide(index), rest = index - item * sizes.Item.Divisor;
        int channel = sizes.Plane.Divide(rest), pixel = rest - channel * sizes.Plane.Divisor;
        int row = sizes.Row.Divide(pixel), width = sizes.Row.Divisor, column = pixel - row * width;
        int from = sizes.SourceChannels == 1 ? 0 : channel, move = item * PreparePixels.MoveLength;
        int fromRow = row - moves[move], fromColumn = moves[move + 1] * column + moves[move + 2];
        float value = 0;
        if (fromRow >= 0 && fromRow < sizes.Height && fromColumn >= 0 && fromColumn < width)
            value = x[((item * sizes.SourceChannels + from) * sizes.Height + fromRow) * width + fromColumn];
        y[index] = (value - norms[from]) * norms[sizes.SourceChannels + from];
    }
}

internal sealed class PreparePixelsLauncher : Launcher<PreparePixels>
{
    protected override Action<int> Bind(PreparePixels op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<byte>, ArrayView<int>, ArrayView<float>, ArrayView<float>, PixelSizes>(PreparePixelsKernels.Run);
        var (stream, x, moves, norms, y, sizes) = (binding.Stream, binding.Bytes(0), binding.Int(1), binding.Float(2), binding.Float(3), new PixelSizes(op));
        return n => kernel(stream, n * sizes.Item.Divisor, x, moves, norms, y, sizes);
    }
}

internal sealed unsafe class PreparePixelsManaged : ManagedImplementation<PreparePixels>
{
    protected override Action<int> Bind(PreparePixels op, in HostBinding binding) =>
        new PreparePixelsJob(op, (byte*)binding.Float(0), binding.Int(1), binding.Float(2), binding.Float(3)).Run;
}
