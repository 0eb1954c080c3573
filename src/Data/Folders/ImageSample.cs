namespace ConvGpu;

/// <summary>Some images of a set on disk, in memory: for mean and deviation.</summary>
internal static class ImageSample
{
    private const int Most = 500;

    /// <summary>Up to 500 images, evenly apart; those that cannot be read are left out where that is asked for.</summary>
    /// <exception cref="DataException">None can be read.</exception>
    public static ImageSet Of(ImageSet images)
    {
        var files = images.Files!;
        var count = Math.Min(images.Count, Most);
        var (item, pixels, taken) = ((int)images.Shape.ItemCount, new byte[count * images.Shape.ItemCount], 0);
        using var reader = new PictureReader();
        for (var i = 0; i < count; i++)
        {
            var index = (int)((long)i * images.Count / count);
            try
            {
                reader.Read(files[index], images.Shape, files.Share, pixels.AsSpan(taken * item, item));
                taken++;
            }
            catch (FileFormatException e) when (files.OnCorrupt == CorruptFiles.Skip)
            {
                files.Report(index, e.Message);
            }
        }
        if (taken == 0) throw new DataException($"{images.Name}: of {count} files none can be read.");
        return new ImageSet(images.Name, images.Shape with { N = taken }, 1, pixels[..(taken * item)], new int[taken]);
    }
}
