namespace ConvGpu.Kernels.Managed;

/// <summary>Copies between planes of an image and a band: rows of pixels that hold a block of channels side by side.</summary>
internal static unsafe class ChannelBand
{
    private const int Planes = 4;

    /// <summary>Reads rows of <paramref name="channels"/> planes; zeros outside of the image and in the lanes that are left.</summary>
    /// <param name="planes">The first plane.</param>
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="channels">Planes, at most <paramref name="lanes"/>.</param>
    /// <param name="row">The first row, which may lie outside.</param>
    /// <param name="column">The first column, which may lie outside.</param>
    /// <param name="rows">Rows of the band.</param>
    /// <param name="columns">Pixels of its rows.</param>
    /// <param name="lanes">Channels of a pixel.</param>
    /// <param name="band">The band.</param>
    public static void Read(
        float* planes, int height, int width, int channels, int row, int column, int rows, int columns, int lanes, float* band)
    {
        int begin = Math.Clamp(-column, 0, columns), end = Math.Clamp(width - column, begin, columns);
        int first = Math.Clamp(-row, 0, rows), last = Math.Clamp(height - row, first, rows), line = columns * lanes;
        if (channels < lanes)
        {
            new Span<float>(band, rows * line).Clear();
        }
        else
        {
            new Span<float>(band, first * line).Clear();
            for (var i = first; i < last; i++)
            {
                new Span<float>(band + i * line, begin * lanes).Clear();
                new Span<float>(band + i * line + end * lanes, (columns - end) * lanes).Clear();
            }
            new Span<float>(band + last * line, (rows - last) * line).Clear();
        }

        // Rows of a few planes at a time: rows of a plane lie behind each other in memory, which is then fetched ahead.
        var plane = (long)height * width;
        for (var channel = 0; channel < channels; channel += Planes)
        for (var i = first; i < last; i++)
        {
            Transpose.Copy(
                planes + channel * plane + (long)(row + i) * width + column + begin, plane, Math.Min(Planes, channels - channel), end - begin,
                band + i * line + begin * lanes + channel, lanes);
        }
    }

    /// <summary>Writes the first <paramref name="rows"/> rows and <paramref name="columns"/> columns of a band.</summary>
    /// <param name="band">The band.</param>
    /// <param name="bandColumns">Pixels of its rows.</param>
    /// <param name="lanes">Channels of a pixel.</param>
    /// <param name="rows">Rows to write.</param>
    /// <param name="columns">Columns to write.</param>
    /// <param name="channels">Planes to write.</param>
    /// <param name="target">Where the first pixel of the first plane goes.</param>
    /// <param name="width">Floats between rows of a plane.</param>
    /// <param name="plane">Floats between planes.</param>
    public static void Write(float* band, int bandColumns, int lanes, int rows, int columns, int channels, float* target, int width, int plane)
    {
        for (var channel = 0; channel < channels; channel += Planes)
        for (var i = 0; i < rows; i++)
        {
            Transpose.Copy(
                band + i * bandColumns * lanes + channel, lanes, columns, Math.Min(Planes, channels - channel),
                target + (long)channel * plane + (long)i * width, plane);
        }
    }
}
