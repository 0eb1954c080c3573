using System.Runtime.Intrinsics;

namespace ConvGpu;

/// <summary>
/// Makes a network's input of an image: bilinear resize with half-pixel centres, grey repeated to the channels, and each channel
/// shifted and scaled to mean 0 and deviation 1 over the training images. Allocates nothing per image.
/// </summary>
public sealed class ImageTransform
{
    // Of pixels from 0 to 255.
    private static readonly float[] TorchvisionMean = [0.485f * 255, 0.456f * 255, 0.406f * 255];
    private static readonly float[] TorchvisionScale = [1 / (0.229f * 255), 1 / (0.224f * 255), 1 / (0.225f * 255)];

    private readonly Shape _source;
    private readonly float[] _mean;
    private readonly float[] _inverseDeviation;
    private readonly byte _white;
    private readonly bool _isTorchvision;
    private readonly Sampling _rows;
    private readonly Sampling _columns;

    /// <summary>Measures <paramref name="training"/> and prepares for images of its size.</summary>
    /// <param name="training">The images that mean and deviation are computed from.</param>
    /// <param name="target">The network's input: channels, rows and columns; N is ignored.</param>
    /// <exception cref="ShapeException">The images have several channels and the network another number.</exception>
    public ImageTransform(ImageSet training, Shape target)
    {
        if (training.Shape.C != 1 && training.Shape.C != target.C)
        {
            throw new ShapeException(
                $"{training.Name} has {training.Shape.C} channels but the model takes {target.C}; only grey images are repeated to channels. "
                + $"Choose a model for {training.Shape.C} (`convgpu models` lists what each takes), or convert the images.");
        }
        _source = training.Shape with { N = 1 };
        Target = target with { N = 1 };
        _rows = new Sampling(_source.H, target.H);
        _columns = new Sampling(_source.W, target.W);
        (_mean, _inverseDeviation) = training.IsOnDisk && target.C == 3 && training.Shape.C == 3 ? (TorchvisionMean, TorchvisionScale) : Measure(training);
        _isTorchvision = _mean == TorchvisionMean;
        _white = training.White;
    }

    private ImageTransform(Shape target)
    {
        (_source, Target, _mean, _inverseDeviation) = (target with { N = 1 }, target with { N = 1 }, TorchvisionMean, TorchvisionScale);
        (_isTorchvision, _white, _rows, _columns) = (true, byte.MaxValue, new Sampling(target.H, target.H), new Sampling(target.W, target.W));
    }

    /// <summary>
    /// What torchvision's models for ImageNet take: red, green and blue from 0 to 1 with mean (0.485, 0.456, 0.406) and deviation (0.229,
    /// 0.224, 0.225) taken out.
    /// </summary>
    /// <param name="target">The network's input: 3 channels, rows and columns; N is ignored.</param>
    /// <exception cref="ShapeException">There are other channels.</exception>
    public static ImageTransform Torchvision(Shape target) => target.C == 3
        ? new ImageTransform(target)
        : throw new ShapeException($"torchvision's normalisation is of 3 channels, but the network takes {target}.");

    private ImageTransform(ImageTransform measured, Shape source, byte white)
    {
        (_source, Target, _mean, _inverseDeviation, _white) = (source, measured.Target, measured._mean, measured._inverseDeviation, white);
        _isTorchvision = measured._isTorchvision;
        if (white != measured._white)
        {
            var scale = (float)white / measured._white;
            (_mean, _inverseDeviation) = ([.. _mean.Select(m => m * scale)], [.. _inverseDeviation.Select(d => d / scale)]);
        }
        _rows = new Sampling(source.H, Target.H);
        _columns = new Sampling(source.W, Target.W);
    }

    /// <summary>The network's input for one image.</summary>
    public Shape Target { get; }

    /// <summary>Whether images keep their rows and columns.</summary>
    internal bool KeepsSize => _source.H == Target.H && _source.W == Target.W;

    /// <summary>The mean of each channel of the images, then what a difference from it is multiplied by.</summary>
    internal float[] Norms => [.. _mean, .. _inverseDeviation];

    /// <summary>What happens to an image, in words.</summary>
    public string Description
    {
        get
        {
            var parts = new List<string>();
            if (_source.H != Target.H || _source.W != Target.W)
                parts.Add($"resized bilinearly from {_source.H}x{_source.W} to {Target.H}x{Target.W}");
            if (_source.C != Target.C) parts.Add($"grey repeated to {Target.C} channels");
            parts.Add(_isTorchvision ? "normalised by torchvision's mean and deviation of ImageNet" : "normalised to mean 0 and deviation 1 of the training images");
            return string.Join(", ", parts);
        }
    }

    /// <summary>The same for images of another size: they become as large as the target, with the training images' mean and deviation.</summary>
    /// <param name="source">The images' channels, rows and columns; N is ignored.</param>
    /// <exception cref="ShapeException">The images have another number of channels than the training images.</exception>
    public ImageTransform For(Shape source)
    {
        if (source.C != _source.C)
            throw new ShapeException($"Images of {source with { N = 1 }} were given, but those trained on are {_source}; the channels must be as many.");
        return source with { N = 1 } == _source ? this : new ImageTransform(this, source with { N = 1 }, _white);
    }

    /// <summary>
    /// The same for pictures, whose white is 255: where the training images are of fewer bits, such as the digits of 0 to 16, black to white
    /// of the picture becomes black to white of those. Nothing is rounded to their few values.
    /// </summary>
    /// <param name="source">The picture's channels, rows and columns; N is ignored.</param>
    /// <exception cref="ShapeException">The picture has another number of channels than the training images.</exception>
    internal ImageTransform ForPictures(Shape source)
    {
        var transform = For(source);
        return _white == byte.MaxValue ? transform : new ImageTransform(transform, source with { N = 1 }, byte.MaxValue);
    }

    /// <summary>Writes one image as the network's input.</summary>
    /// <param name="image">The pixels in CHW order.</param>
    /// <param name="destination">Room for the target's channels x rows x columns.</param>
    /// <exception cref="ShapeException">The image is not of the size that the transform is for, or the room is too small.</exception>
    public void Apply(ReadOnlySpan<byte> image, Span<float> destination)
    {
        if (image.Length != _source.ItemCount || destination.Length < Target.ItemCount)
        {
            throw new ShapeException(
                $"An image of {_source} has {_source.ItemCount} pixels and becomes {Target.ItemCount} values of {Target}, " +
                $"but {image.Length} pixels and room for {destination.Length} values were given.");
        }
        var plane = Target.H * Target.W;
        var sourcePlane = _source.H * _source.W;
        for (var c = 0; c < _source.C; c++)
            ApplyPlane(image.Slice(c * sourcePlane, sourcePlane), destination.Slice(c * plane, plane), _mean[c], _inverseDeviation[c]);
        for (var c = _source.C; c < Target.C; c++) destination[..plane].CopyTo(destination.Slice(c * plane, plane));
    }

    private void ApplyPlane(ReadOnlySpan<byte> source, Span<float> destination, float mean, float scale)
    {
        if (_source.H == Target.H && _source.W == Target.W)
        {
            Normalise(source, destination, mean, scale);
            return;
        }
        for (var y = 0; y < Target.H; y++)
        {
            var upper = source.Slice(_rows.Low[y] * _source.W, _source.W);
            var lower = source.Slice(_rows.High[y] * _source.W, _source.W);
            var down = _rows.Weight[y];
            var row = destination.Slice(y * Target.W, Target.W);
            for (var x = 0; x < row.Length; x++)
            {
                var (left, right, across) = (_columns.Low[x], _columns.High[x], _columns.Weight[x]);
                var above = upper[left] + across * (upper[right] - upper[left]);
                var below = lower[left] + across * (lower[right] - lower[left]);
                row[x] = (above + down * (below - above) - mean) * scale;
            }
        }
    }

    private static void Normalise(ReadOnlySpan<byte> source, Span<float> destination, float mean, float scale)
    {
        var i = 0;
        var means = Vector128.Create(mean);
        for (; i + Vector128<byte>.Count <= destination.Length; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(source.Slice(i, Vector128<byte>.Count)));
            var (a, b) = Vector128.Widen(low);
            var (c, d) = Vector128.Widen(high);
            var target = destination.Slice(i, Vector128<byte>.Count);
            ((Vector128.ConvertToSingle(a.AsInt32()) - means) * scale).CopyTo(target);
            ((Vector128.ConvertToSingle(b.AsInt32()) - means) * scale).CopyTo(target[4..]);
            ((Vector128.ConvertToSingle(c.AsInt32()) - means) * scale).CopyTo(target[8..]);
            ((Vector128.ConvertToSingle(d.AsInt32()) - means) * scale).CopyTo(target[12..]);
        }
        for (; i < destination.Length; i++) destination[i] = (source[i] - mean) * scale;
    }

    private static (float[] Mean, float[] InverseDeviation) Measure(ImageSet training)
    {
        if (training.IsOnDisk) training = ImageSample.Of(training);
        var plane = training.Shape.H * training.Shape.W;
        var means = new float[training.Shape.C];
        var scales = new float[training.Shape.C];
        for (var c = 0; c < training.Shape.C; c++)
        {
            long sum = 0;
            long squares = 0;
            for (var i = 0; i < training.Count; i++)
            {
                foreach (var pixel in training.Image(i).Slice(c * plane, plane))
                {
                    sum += pixel;
                    squares += pixel * pixel;
                }
            }
            var count = (double)training.Count * plane;
            var mean = sum / count;
            var deviation = Math.Sqrt(Math.Max(0, squares / count - mean * mean));
            means[c] = (float)mean;
            // A constant channel carries nothing; it becomes zero.
            scales[c] = deviation > 0 ? (float)(1 / deviation) : 0;
        }
        return (means, scales);
    }

    /// <summary>For each target position the two source positions around its centre and the weight of the second.</summary>
    private sealed class Sampling
    {
        public Sampling(int source, int target)
        {
            (Low, High, Weight) = (new int[target], new int[target], new float[target]);
            for (var i = 0; i < target; i++)
            {
                var position = Math.Clamp((i + 0.5) * source / target - 0.5, 0, source - 1);
                Low[i] = (int)position;
                High[i] = Math.Min(Low[i] + 1, source - 1);
                Weight[i] = (float)(position - Low[i]);
            }
        }

        public int[] Low { get; }

        public int[] High { get; }

        public float[] Weight { get; }
    }
}
