namespace ConvGpu;

/// <summary>Images of one size with a class each, or with values each: numbers to predict, or shares of classes.</summary>
public sealed class ImageSet
{
    /// <summary>Takes over pixels and labels.</summary>
    /// <param name="name">Where the images come from, for error messages.</param>
    /// <param name="shape">The sizes in NCHW order; N is the number of images.</param>
    /// <param name="classes">The number of classes; labels run from 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="pixels">The pixels in NCHW order.</param>
    /// <param name="labels">The class of each image.</param>
    /// <exception cref="DataException">There are no images, counts do not match, or a label is out of range.</exception>
    public ImageSet(string name, Shape shape, int classes, byte[] pixels, int[] labels)
    {
        if (shape.N < 1) throw new DataException($"{name} holds no images.");
        if (labels.Length != shape.N)
            throw new DataException($"{name} holds {shape.N} images but {labels.Length} labels; the two files must belong together.");
        if (pixels.LongLength != shape.Count)
            throw new DataException($"{name} holds {pixels.LongLength} pixels, but {shape} images need {shape.Count}.");
        RequireLabels(name, classes, labels);
        (Name, Shape, Classes, Pixels, Labels, Targets) = (name, shape, classes, pixels, labels, []);
    }

    /// <summary>Pictures that stay on disk.</summary>
    internal ImageSet(string name, Shape shape, int classes, ImageFiles files, int[] labels)
    {
        if (shape.N != files.Count || labels.Length != files.Count) throw new DataException($"{name} holds {files.Count} files but {labels.Length} labels.");
        RequireLabels(name, classes, labels);
        (Name, Shape, Classes, Pixels, Files, Labels, Targets) = (name, shape, classes, [], files, labels, []);
    }

    /// <summary>Takes over pixels and values to predict.</summary>
    /// <param name="name">Where the images come from, for error messages.</param>
    /// <param name="shape">The sizes in NCHW order; N is the number of images.</param>
    /// <param name="pixels">The pixels in NCHW order.</param>
    /// <param name="targets">As many values for each image as for any other, image by image, in the order of the network's output.</param>
    /// <exception cref="DataException">There are no images, counts do not match, or a value is not finite.</exception>
    public ImageSet(string name, Shape shape, byte[] pixels, float[] targets)
        : this(name, shape, 1, pixels, new int[Math.Max(shape.N, 0)])
    {
        if (targets.Length == 0 || targets.Length % shape.N != 0)
            throw new DataException($"{name} holds {shape.N} images but {targets.Length} values to predict; each image has as many, at least 1.");
        var bad = Array.FindIndex(targets, v => !float.IsFinite(v));
        if (bad >= 0) throw new DataException($"{name}: value {bad} to predict is {targets[bad]}; values are finite.");
        (Classes, Labels, Targets) = (0, [], targets);
    }

    /// <summary>Where the images come from.</summary>
    public string Name { get; }

    /// <summary>
    /// The sizes in NCHW order; N is the number of images. Pictures that stay on disk may have others; they become of these sizes, or of those of the
    /// network's input, when they are read.
    /// </summary>
    public Shape Shape { get; }

    /// <summary>Whether the images are read from files each time they are needed, so that the set may be larger than memory.</summary>
    public bool IsOnDisk => Files is not null;

    /// <summary>The number of images.</summary>
    public int Count => Shape.N;

    /// <summary>The number of classes; 0 where images have values.</summary>
    public int Classes { get; }

    /// <summary>The class of each image; none where images have values.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>How many values each image has; 0 where images have classes.</summary>
    public int TargetCount => Targets.Length / Count;

    /// <summary>The pixels in NCHW order; none where the images stay on disk.</summary>
    internal byte[] Pixels { get; }

    /// <summary>Where the images are; null where they are in memory.</summary>
    internal ImageFiles? Files { get; }

    internal float[] Targets { get; }

    /// <summary>
    /// The value that stands for white: 255, or the largest pixel where none uses the eighth bit, as in the digits of 0 to 16.
    /// </summary>
    internal byte White => IsOnDisk ? byte.MaxValue : Pixels.Max() is var largest and > 0 and < 128 ? largest : byte.MaxValue;

    /// <summary>The pixels of one image in CHW order; where images stay on disk, its middle is read.</summary>
    /// <param name="index">Which image, from 0.</param>
    /// <exception cref="FileFormatException">The image is on disk and cannot be read.</exception>
    public ReadOnlySpan<byte> Image(int index) => Files is null ? Pixels.AsSpan(checked((int)(index * Shape.ItemCount)), (int)Shape.ItemCount) : ReadFile(index);

    /// <summary>The values of one image, in the order of the network's output; none where images have classes.</summary>
    public ReadOnlySpan<float> Target(int index) => Targets.AsSpan(checked(index * TargetCount), TargetCount);

    /// <summary>The same images with values in place of what they had.</summary>
    /// <param name="targets">As many values for each image as for any other, image by image.</param>
    /// <exception cref="DataException">Counts do not match, or a value is not finite.</exception>
    public ImageSet WithTargets(float[] targets) => IsOnDisk
        ? throw new DataException($"{Name}: pictures on disk have classes, by their folders; values to predict need images in memory.")
        : new(Name, Shape, Pixels, targets);

    /// <summary>The same images and labels among another number of classes.</summary>
    internal ImageSet WithClasses(int classes) => classes == Classes ? this
        : Files is { } files ? new ImageSet(Name, Shape, classes, files, [.. Labels]) : new ImageSet(Name, Shape, classes, Pixels, [.. Labels]);

    /// <summary>A copy with the chosen images only, in the order given.</summary>
    /// <param name="name">The name of the new set.</param>
    /// <param name="indices">Which images.</param>
    public ImageSet Select(string name, ReadOnlySpan<int> indices)
    {
        var shape = Shape with { N = indices.Length };
        var labels = new int[TargetCount == 0 ? indices.Length : 0];
        for (var i = 0; i < labels.Length; i++) labels[i] = Labels[indices[i]];
        if (Files is { } files) return new ImageSet(name, shape, Classes, files.Select(indices), labels);
        var item = (int)Shape.ItemCount;
        var pixels = new byte[(long)indices.Length * item];
        for (var i = 0; i < indices.Length; i++) Image(indices[i]).CopyTo(pixels.AsSpan(i * item, item));
        if (TargetCount == 0) return new ImageSet(name, shape, Classes, pixels, labels);
        var targets = new float[indices.Length * TargetCount];
        for (var i = 0; i < indices.Length; i++) Target(indices[i]).CopyTo(targets.AsSpan(i * TargetCount));
        return new ImageSet(name, shape, pixels, targets);
    }

    /// <summary>Cuts off a part chosen by a seeded shuffle.</summary>
    /// <param name="count">Images in the part, from 1 to <see cref="Count"/> - 1.</param>
    /// <param name="seed">The seed of the shuffle.</param>
    /// <param name="partName">The name of the part.</param>
    /// <returns>The remaining images in their old order, and the part.</returns>
    /// <exception cref="DataException">The part would be empty or everything.</exception>
    public (ImageSet Remaining, ImageSet Part) HoldOut(int count, ulong seed, string partName)
    {
        if (count < 1 || count >= Count)
            throw new DataException($"{count} of the {Count} images of {Name} cannot be held out; both parts need at least one.");
        var order = Enumerable.Range(0, Count).ToArray();
        new SeededRandom(seed, RandomStreams.Split).Shuffle(order);
        Array.Sort(order, 0, count);
        Array.Sort(order, count, Count - count);
        return (Select(Name, order.AsSpan(count)), Select(partName, order.AsSpan(0, count)));
    }

    private byte[] ReadFile(int index)
    {
        var pixels = new byte[Shape.ItemCount];
        using var reader = new PictureReader();
        reader.Read(Files![index], Shape, Files.Share, pixels);
        return pixels;
    }

    private static void RequireLabels(string name, int classes, int[] labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
                throw new DataException($"{name}: image {i} has label {labels[i]}, but labels run from 0 to {classes - 1}.");
        }
    }
}
