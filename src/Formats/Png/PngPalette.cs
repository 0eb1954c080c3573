using System.Buffers.Binary;

namespace ConvGpu.Png;

/// <summary>The PLTE and tRNS chunks: the colours of indices, and which pixels are transparent.</summary>
internal sealed class PngPalette(PngHeader header, string name)
{
    private byte[]? _colours;
    private byte[]? _alphas;
    private int[]? _transparent;

    /// <summary>The channels of the image that is read: alpha only where the file has it.</summary>
    public int Channels
    {
        get
        {
            var colours = header.ColourType is PngHeader.Grey or PngHeader.GreyAlpha ? 1 : 3;
            var alpha = header.ColourType is PngHeader.GreyAlpha or PngHeader.ColourAlpha || _alphas is not null || _transparent is not null;
            return alpha ? colours + 1 : colours;
        }
    }

    /// <summary>Reads PLTE: red, green and blue of each index.</summary>
    public void ReadColours(ReadOnlySpan<byte> chunk)
    {
        if (_colours is not null) throw new FileFormatException($"{name}: the PNG file has two palettes.");
        if (header.ColourType is PngHeader.Grey or PngHeader.GreyAlpha) throw new FileFormatException($"{name}: the PNG file is grey and has a palette.");
        var most = header.ColourType == PngHeader.Palette ? 1 << header.BitDepth : 256;
        if (chunk.Length % 3 != 0 || chunk.Length == 0 || chunk.Length / 3 > most)
            throw new FileFormatException($"{name}: the palette of the PNG file has {chunk.Length} bytes, not three for each of 1 to {most} colours.");
        _colours = chunk.ToArray();
    }

    /// <summary>Reads tRNS: the alpha of each index, or the one value that is transparent.</summary>
    public void ReadTransparency(ReadOnlySpan<byte> chunk)
    {
        if (_alphas is not null || _transparent is not null) throw new FileFormatException($"{name}: the PNG file has two transparency chunks.");
        if (header.ColourType == PngHeader.Palette)
        {
            if (_colours is null || chunk.Length > _colours.Length / 3)
                throw new FileFormatException($"{name}: the PNG file has transparency for {chunk.Length} colours, but {(_colours?.Length ?? 0) / 3} colours before it.");
            _alphas = chunk.ToArray();
            return;
        }
        if (header.ColourType is not (PngHeader.Grey or PngHeader.Colour) || chunk.Length != 2 * header.Samples)
            throw new FileFormatException($"{name}: the transparency chunk of {chunk.Length} bytes does not fit PNG's colour type {header.ColourType}.");
        _transparent = new int[header.Samples];
        for (var i = 0; i < _transparent.Length; i++) _transparent[i] = BinaryPrimitives.ReadUInt16BigEndian(chunk[(2 * i)..]);
    }

    /// <summary>Refuses indexed pixels without colours.</summary>
    public void RequireColours()
    {
        if (header.ColourType == PngHeader.Palette && _colours is null) throw new FileFormatException($"{name}: the PNG file has indexed colours but no palette before its pixels.");
    }

    /// <summary>Writes the pixels of a row of a pass.</summary>
    /// <param name="row">The row as it is stored.</param>
    /// <param name="pixels">The image's channels one after the other.</param>
    /// <param name="first">The first pixel's place in each channel.</param>
    /// <param name="pass">How many pixels there are, and how far one is from the next.</param>
    /// <param name="plane">Pixels of a channel.</param>
    public void PutRow(ReadOnlySpan<byte> row, byte[] pixels, int first, PngPass pass, int plane)
    {
        if (header.BitDepth == 8 && header.ColourType != PngHeader.Palette && _transparent is null)
        {
            var count = header.Samples;
            for (var c = 0; c < count; c++)
            {
                var (target, step) = (c * plane + first, pass.StepX);
                if (count == 1 && step == 1) row.CopyTo(pixels.AsSpan(target));
                else for (var i = c; i < row.Length; i += count, target += step) pixels[target] = row[i];
            }
            return;
        }
        Span<int> samples = stackalloc int[header.Samples];
        for (var x = 0; x < pass.Width; x++)
        {
            for (var s = 0; s < samples.Length; s++) samples[s] = Sample(row, x * samples.Length + s, header.BitDepth);
            Put(samples, pixels, first + x * pass.StepX, plane);
        }
    }

    private static int Sample(ReadOnlySpan<byte> row, int index, int depth)
    {
        if (depth == 8) return row[index];
        if (depth == 16) return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        var bit = index * depth;
        return (row[bit / 8] >> (8 - depth - bit % 8)) & ((1 << depth) - 1);
    }

    /// <summary>Writes the channels of a pixel.</summary>
    /// <param name="samples">The stored samples at their full depth.</param>
    /// <param name="pixels">The image's channels one after the other.</param>
    /// <param name="position">The pixel's place in each channel.</param>
    /// <param name="plane">Pixels of a channel.</param>
    private void Put(ReadOnlySpan<int> samples, Span<byte> pixels, int position, int plane)
    {
        if (header.ColourType == PngHeader.Palette)
        {
            var index = samples[0];
            if (index >= _colours!.Length / 3) throw new FileFormatException($"{name}: a pixel has colour {index} of a palette of {_colours.Length / 3}.");
            for (var c = 0; c < 3; c++) pixels[c * plane + position] = _colours[3 * index + c];
            if (_alphas is not null) pixels[3 * plane + position] = index < _alphas.Length ? _alphas[index] : byte.MaxValue;
            return;
        }
        for (var c = 0; c < samples.Length; c++) pixels[c * plane + position] = ToByte(samples[c]);
        if (_transparent is not null) pixels[samples.Length * plane + position] = samples.SequenceEqual(_transparent) ? (byte)0 : byte.MaxValue;
    }

    private byte ToByte(int sample)
    {
        var most = (1 << header.BitDepth) - 1;
        return (byte)((sample * 255L + most / 2) / most);
    }
}
