using System.Runtime.InteropServices;
using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Images of 8 bits moved, mirrored and normalised, to the bit: a difference and a product, each rounded once.</summary>
public static class PixelCases
{
    public static OpCase Prepare(RandomCases random)
    {
        var channels = random.Between(1, 4);
        var op = new PreparePixels(random.Chance(0.5) ? 1 : channels, channels, random.Between(1, 17), random.Between(1, 17));
        var n = random.Batch();
        var pixels = new byte[(n * op.SourceChannels * op.Height * op.Width + 3) / 4 * 4];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.Between(0, 255);
        var moves = new int[n * PreparePixels.MoveLength];
        for (var i = 0; i < n; i++)
        {
            var isMirrored = random.Chance(0.5);
            moves[3 * i] = random.Chance(0.3) ? 0 : random.Between(-op.Height - 1, op.Height + 1);
            (moves[3 * i + 1], moves[3 * i + 2]) = (isMirrored ? -1 : 1, (isMirrored ? op.Width - 1 : 0) + (random.Chance(0.3) ? 0 : random.Between(-op.Width - 1, op.Width + 1)));
        }
        float[] norms = [.. random.Floats(op.SourceChannels).Select(v => 128 + 100 * v), .. random.Floats(op.SourceChannels)];
        var item = op.Channels * op.Height * op.Width;
        var y = new float[n * item];
        for (var i = 0; i < y.Length; i++)
        {
            var (image, channel, row, column) = (i / item, i % item / (op.Height * op.Width), i / op.Width % op.Height, i % op.Width);
            var from = op.SourceChannels == 1 ? 0 : channel;
            var (r, c) = (row - moves[3 * image], moves[3 * image + 1] * column + moves[3 * image + 2]);
            var isInside = r >= 0 && r < op.Height && c >= 0 && c < op.Width;
            var value = isInside ? pixels[((image * op.SourceChannels + from) * op.Height + r) * op.Width + c] : 0;
            y[i] = (float)((double)(float)(value - (double)norms[from]) * norms[op.SourceChannels + from]);
        }
        return new(op, n,
        [
            OpOperand.In("x", MemoryMarshal.Cast<byte, int>(pixels).ToArray()), OpOperand.In("moves", moves, PreparePixels.MoveLength), OpOperand.In("norms", norms),
            OpOperand.Out("y", y, item),
        ]);
    }
}
