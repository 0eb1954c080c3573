namespace ConvGpu.Tests.Reference;

/// <summary>A 1-D convolution in double precision: sequences are (n, channels, length), weights (outputs, inputs / groups, taps).</summary>
public sealed record SequenceReference(
    int Inputs, int Length, int Outputs, int Taps, int Stride, int Left, int Right, int Dilation, int Groups, PaddingMode Mode, bool Flip)
{
    public int OutLength => (Length + Left + Right - Dilation * (Taps - 1) - 1) / Stride + 1;

    public double[] Forward(int n, double[] x, double[] w, double[] b)
    {
        var y = new double[n * Outputs * OutLength];
        int groupInputs = Inputs / Groups, groupOutputs = Outputs / Groups;
        for (var i = 0; i < y.Length; i++)
        {
            int item = i / OutLength / Outputs, output = i / OutLength % Outputs, at = i % OutLength;
            for (var c = 0; c < groupInputs; c++)
            for (var tap = 0; tap < Taps; tap++)
            {
                var channel = output / groupOutputs * groupInputs + c;
                var weight = w[(output * groupInputs + c) * Taps + (Flip ? Taps - 1 - tap : tap)];
                y[i] += weight * Padded(x.AsSpan((item * Inputs + channel) * Length, Length))[at * Stride + tap * Dilation];
            }
            if (b.Length > 0) y[i] += b[output];
        }
        return y;
    }

    private List<double> Padded(ReadOnlySpan<double> row)
    {
        List<double> padded = [.. row];
        for (var i = 0; i < Left; i++) padded.Insert(0, Mode switch
        {
            PaddingMode.Zero => 0,
            PaddingMode.Edge => row[0],
            PaddingMode.Reflect => row[i + 1],
            _ => row[^(i + 1)],
        });
        for (var i = 0; i < Right; i++) padded.Add(Mode switch
        {
            PaddingMode.Zero => 0,
            PaddingMode.Edge => row[^1],
            PaddingMode.Reflect => row[^(i + 2)],
            _ => row[i],
        });
        return padded;
    }
}
