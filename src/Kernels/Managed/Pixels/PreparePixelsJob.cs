namespace ConvGpu.Kernels.Managed;

/// <summary>Images of 8 bits moved, mirrored and normalised, an image a chunk or several.</summary>
internal sealed unsafe class PreparePixelsJob(PreparePixels op, byte* x, int* moves, float* norms, float* y) : ItemJob
{
    private readonly int _plane = op.Height * op.Width;

    public void Run(int n) => RunOver(n, op.Channels * _plane);

    protected override void Item(long item)
    {
        var move = moves + item * PreparePixels.MoveLength;
        int down = move[0], sign = move[1], offset = move[2];
        for (var c = 0; c < op.Channels; c++)
        {
            var from = op.SourceChannels == 1 ? 0 : c;
            float mean = norms[from], scale = norms[op.SourceChannels + from];
            var source = x + (item * op.SourceChannels + from) * _plane;
            var target = y + (item * op.Channels + c) * _plane;
            for (var row = 0; row < op.Height; row++)
            {
                var isInside = (uint)(row - down) < (uint)op.Height;
                var pixels = source + (isInside ? (row - down) * op.Width : 0);
                for (var column = 0; column < op.Width; column++)
                {
                    var at = sign * column + offset;
                    float value = isInside && (uint)at < (uint)op.Width ? pixels[at] : 0;
                    target[row * op.Width + column] = (value - mean) * scale;
                }
            }
        }
    }
}
