namespace ConvGpu.Tests.Reference;

/// <summary>
/// A small spatial transformer in double precision: a 3x3 convolution with padding 1, a dense layer that tells the transform of its result,
/// the samples of the result on the transformed grid, a dense layer, and the mean of the squared differences from the targets. The four
/// pixels that each sample lies between are those of the parameters that it is made with, so that the loss has no kinks.
/// </summary>
public sealed class TransformerReference
{
    private const double Step = 1e-5;

    private readonly int _channels, _side, _batch;
    private readonly IReadOnlyDictionary<string, double[]> _parameters;
    private readonly float[] _x, _targets;
    private readonly (int Row, int Column)[] _cells;

    /// <summary>Places the samples.</summary>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="side">Its rows and columns.</param>
    /// <param name="batch">Images.</param>
    /// <param name="parameters">By name: image.weight, image.bias, dense1 and dense2 likewise.</param>
    /// <param name="x">The images.</param>
    /// <param name="targets">What the last layer should give.</param>
    public TransformerReference(int channels, int side, int batch, IReadOnlyDictionary<string, float[]> parameters, float[] x, float[] targets)
    {
        (_channels, _side, _batch, _x, _targets) = (channels, side, batch, x, targets);
        _parameters = parameters.ToDictionary(p => p.Key, p => Array.ConvertAll(p.Value, v => (double)v));
        var transforms = Array.ConvertAll(Transforms(Image()), t => (float)t);
        _cells = [.. Enumerable.Range(0, batch * side * side).Select(i => Cell(transforms.AsSpan(6 * (i / (side * side)), 6), i / side % side, i % side))];
    }

    /// <summary>How near a sample comes to a place where its four pixels change, in pixels.</summary>
    public double Distance => Positions(Transforms(Image())).SelectMany(p => (double[])[p.Row, p.Column]).Min(at => Math.Abs(at - Math.Round(at)));

    /// <summary>The transforms, six numbers an image.</summary>
    public double[] Transform => Transforms(Image());

    /// <summary>The derivative of the loss by each element of a parameter.</summary>
    public double[] Gradient(string name)
    {
        var values = _parameters[name];
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var at = values[i];
            values[i] = at + Step;
            var above = Loss();
            values[i] = at - Step;
            result[i] = (above - Loss()) / (2 * Step);
            values[i] = at;
        }
        return result;
    }

    /// <summary>The mean over the batch.</summary>
    public double Loss()
    {
        var image = Image();
        var sampled = Sampled(image, Positions(Transforms(image)));
        var y = Dense("dense2", sampled, sampled.Length / _batch);
        return y.Select((value, i) => (value - _targets[i]) * (value - _targets[i])).Sum() / y.Length;
    }

    // In float32, the roundings of which decide the side of a pixel that a sample under the identity lies on.
    private (int Row, int Column) Cell(ReadOnlySpan<float> t, int row, int column)
    {
        float x = (2 * column + 1) / (float)_side - 1, y = (2 * row + 1) / (float)_side - 1;
        int Floor(float coordinate) => (int)MathF.Floor((coordinate + 1) * _side * 0.5f - 0.5f);
        return (Floor(t[3] * x + t[4] * y + t[5]), Floor(t[0] * x + t[1] * y + t[2]));
    }

    private double[] Image()
    {
        double[] w = _parameters["image.weight"], b = _parameters["image.bias"];
        var (maps, plane) = (b.Length, _side * _side);
        var image = new double[_batch * maps * plane];
        for (var i = 0; i < image.Length; i++)
        {
            int item = i / (maps * plane), map = i / plane % maps, row = i / _side % _side, column = i % _side;
            image[i] = b[map];
            for (var k = 0; k < _channels * 9; k++)
            {
                int channel = k / 9, y = row + k / 3 % 3 - 1, x = column + k % 3 - 1;
                if (y >= 0 && y < _side && x >= 0 && x < _side) image[i] += w[map * _channels * 9 + k] * _x[((item * _channels + channel) * _side + y) * _side + x];
            }
        }
        return image;
    }

    private double[] Transforms(double[] image) => Dense("dense1", image, image.Length / _batch);

    private double[] Dense(string layer, double[] input, int width)
    {
        double[] w = _parameters[layer + ".weight"], b = _parameters[layer + ".bias"];
        var output = new double[_batch * b.Length];
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = b[i % b.Length];
            for (var k = 0; k < width; k++) output[i] += w[i % b.Length * width + k] * input[i / b.Length * width + k];
        }
        return output;
    }

    /// <summary>Where each pixel of each image samples, in pixels.</summary>
    private (double Row, double Column)[] Positions(double[] transforms)
    {
        var positions = new (double, double)[_batch * _side * _side];
        for (var i = 0; i < positions.Length; i++)
        {
            var t = transforms.AsSpan(6 * (i / (_side * _side)), 6);
            double x = (2.0 * (i % _side) + 1) / _side - 1, y = (2.0 * (i / _side % _side) + 1) / _side - 1;
            positions[i] = (((t[3] * x + t[4] * y + t[5] + 1) * _side - 1) / 2, ((t[0] * x + t[1] * y + t[2] + 1) * _side - 1) / 2);
        }
        return positions;
    }

    private double[] Sampled(double[] image, (double Row, double Column)[] positions)
    {
        var plane = _side * _side;
        var result = new double[image.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var sample = i / (image.Length / _batch) * plane + i % plane;
            var (row, column) = _cells[sample];
            double down = positions[sample].Row - row, right = positions[sample].Column - column;
            double At(int y, int x) => y >= 0 && y < _side && x >= 0 && x < _side ? image[i / plane * plane + y * _side + x] : 0;
            result[i] = (1 - down) * ((1 - right) * At(row, column) + right * At(row, column + 1))
                + down * ((1 - right) * At(row + 1, column) + right * At(row + 1, column + 1));
        }
        return result;
    }
}
