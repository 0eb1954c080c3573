using System.Text.Json;

namespace ConvGpu;

/// <summary>Reads images and labels from an NPZ file.</summary>
internal static class NpzImages
{
    /// <summary>The array of what the classes are called: the bytes of a JSON list of texts, in UTF-8. NumPy reads it as json.loads(array.tobytes()).</summary>
    public const string NamesArray = "class_names_json";

    private const int TestShare = 5;

    private static readonly (string Images, string Labels, string? TestImages, string? TestLabels)[] _names =
    [
        ("images", "labels", null, null), ("x_train", "y_train", "x_test", "y_test"), ("train_images", "train_labels", "test_images", "test_labels"),
    ];

    public static Dataset Read(string path, ulong seed, ChannelOrder? channels)
    {
        using var file = NpzFile.Open(path);
        var names = Array.Find(_names, n => file.Contains(n.Images));
        if (names.Images is null)
            throw new DataException($"{path} has the arrays {string.Join(", ", file.Arrays)}; a data set has {string.Join(", or ", _names.Select(n => $"{n.Images} and {n.Labels}"))}.");
        var train = Read(file, names.Images, names.Labels, channels);
        if (names.TestImages is null)
        {
            var (rest, held) = train.HoldOut(Math.Max(1, train.Count / TestShare), seed, path + " (held out)");
            return Named(new Dataset(path, rest, held), file);
        }
        var test = Read(file, names.TestImages, names.TestLabels!, channels);
        if (train.Shape with { N = 1 } != test.Shape with { N = 1 })
            throw new DataException($"{path}: training images are {train.Shape with { N = 1 }} but test images {test.Shape with { N = 1 }}.");
        var classes = Math.Max(train.Classes, test.Classes);
        return Named(new Dataset(path, train.WithClasses(classes), test.WithClasses(classes)), file);
    }

    /// <summary>Names of classes as an array.</summary>
    public static NpyArray WrittenNames(IReadOnlyList<string> names)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(names);
        return NpyArray.Of<byte>(bytes, bytes.Length);
    }

    /// <summary>The data set with the names that the file has for its classes, which are as many.</summary>
    private static Dataset Named(Dataset dataset, NpzFile file)
    {
        if (!file.Contains(NamesArray)) return dataset;
        var array = file.Read(NamesArray);
        string?[]? names = null;
        try
        {
            if (array.Type == NpyType.UInt8) names = JsonSerializer.Deserialize<string?[]>(array.AsSpan<byte>());
        }
        catch (JsonException)
        {
            // It is told below.
        }
        if (names is null || names.Length < dataset.Classes || names.Contains(null))
            throw new DataException($"{file.Name}: {NamesArray} is {array}; it is the bytes of a JSON list of texts, one for each of {dataset.Classes} classes or more.");
        if (names.Length > ushort.MaxValue + 1) throw new DataException($"{file.Name}: {NamesArray} has {names.Length:N0} names; there are at most {ushort.MaxValue + 1:N0} classes.");
        if (Array.Find(names, name => string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl)) is { } odd)
            throw new DataException($"{file.Name}: {NamesArray} calls a class {JsonSerializer.Serialize(odd)}; a name has letters and no control characters.");
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw new DataException($"{file.Name}: {NamesArray} has a name twice; every class has one of its own.");
        return dataset with { Train = dataset.Train.WithClasses(names.Length), Test = dataset.Test.WithClasses(names.Length), ClassNames = names! };
    }

    private static ImageSet Read(NpzFile file, string imageName, string labelName, ChannelOrder? channels)
    {
        var (images, labels) = (file.Read(imageName), file.Read(labelName));
        if (images.Type != NpyType.UInt8 || images.Shape.Count is < 3 or > 4 || images.Count == 0)
            throw new DataException($"{file.Name}: {imageName} is {images}; images are u1 of (N, H, W), (N, C, H, W) or (N, H, W, C).");
        var name = $"{file.Name}, {imageName}";
        var (shape, order) = ShapeOf(images, name, channels);
        if (labels.Type is NpyType.Float16 or NpyType.Float32 or NpyType.Float64 || labels.Count != shape.N)
            throw new DataException($"{file.Name}: {labelName} is {labels}; labels are whole numbers, one for each of {shape.N} images.");
        var values = labels.AsIndices(v => new DataException($"{file.Name}: {labelName} holds {v}; labels are from 0 to {ushort.MaxValue}."));
        var pixels = images.AsSpan<byte>();
        return new ImageSet(name, shape, values.Max() + 1, order == ChannelOrder.Last ? ToChannelsFirst(pixels, shape) : pixels.ToArray(), values);
    }

    private static int[] AsIndices(this NpyArray labels, Func<object, DataException> error)
    {
        if (labels.Type == NpyType.UInt64 && labels.AsSpan<ulong>().ContainsAnyExceptInRange(0ul, ushort.MaxValue)) throw error("a larger number");
        var values = labels.ToInt64s();
        foreach (var value in values)
            if (value is < 0 or > ushort.MaxValue) throw error(value);
        return [.. values.Select(v => (int)v)];
    }

    private static (Shape Shape, ChannelOrder Order) ShapeOf(NpyArray images, string name, ChannelOrder? channels)
    {
        var sizes = images.Shape;
        if (sizes.Count == 3) return (new Shape(sizes[0], 1, sizes[1], sizes[2]), ChannelOrder.First);
        return (channels ?? Told(images, name)) is ChannelOrder.Last
            ? (new Shape(sizes[0], sizes[3], sizes[1], sizes[2]), ChannelOrder.Last)
            : (new Shape(sizes[0], sizes[1], sizes[2], sizes[3]), ChannelOrder.First);
    }

    /// <summary>The one order in which images are grey or of three colours.</summary>
    /// <exception cref="DataException">They would be in both, or in neither.</exception>
    private static ChannelOrder Told(NpyArray images, string name)
    {
        const string say = "say where the channels are: --channels first or last (ChannelOrder)";
        return (images.Shape[1] is 1 or 3, images.Shape[3] is 1 or 3) switch
        {
            (true, false) => ChannelOrder.First,
            (false, true) => ChannelOrder.Last,
            (true, true) => throw new DataException($"{name} is {images}, where both the second and the last size may be 1 or 3 channels; {say}."),
            _ => throw new DataException($"{name} is {images}, where neither the second nor the last size is 1 or 3 channels; {say}."),
        };
    }

    private static byte[] ToChannelsFirst(ReadOnlySpan<byte> pixels, Shape shape)
    {
        var result = new byte[pixels.Length];
        var (plane, item) = (shape.H * shape.W, (int)shape.ItemCount);
        for (var n = 0; n < shape.N; n++)
            for (var c = 0; c < shape.C; c++)
                for (var i = 0; i < plane; i++) result[n * item + c * plane + i] = pixels[n * item + i * shape.C + c];
        return result;
    }
}
