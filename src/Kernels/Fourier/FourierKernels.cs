using ILGPU;
using ILGPU.Algorithms;

namespace ConvGpu.Kernels;

/// <summary>
/// Transforms of real images by rows, then columns; back by columns, then rows. A group transforms as many lines as make
/// <see cref="Points"/> points, in shared memory, the same point of all its lines side by side: radix 2 in place from bit-reversed order
/// (Cooley and Tukey, 1965). Two real rows are the real and imaginary parts of one complex line, taken apart by symmetry.
/// </summary>
internal static class FourierKernels
{
    /// <summary>The logarithm of <see cref="Points"/>.</summary>
    public const int LogPoints = 11;

    /// <summary>Complex points that a group holds, and so the longest line.</summary>
    public const int Points = 1 << LogPoints;

    /// <summary>Factors exp(-2 pi i j / Points), j below Points / 2: real parts, then imaginary parts.</summary>
    public static void Factors(Index1D index, ArrayView<float> factors)
    {
        XMath.SinCos(-2 * MathF.PI / Points * index, out float sin, out float cos);
        factors[index] = cos;
        factors[index + Points / 2] = sin;
    }

    /// <summary>Transforms the rows of images; rows of the frame that hold nothing are not written.</summary>
    public static void Rows<TPadding>(
        ArrayView<float> images, ArrayView<float> spectra, ArrayView<float> factors, FourierShape shape, Frame frame, TPadding padding, int lines)
        where TPadding : struct, IPadding
    {
        var real = SharedMemory.Allocate<float>(Points);
        var imaginary = SharedMemory.Allocate<float>(Points);
        int log = shape.LogWidth, logLines = LogPoints - log, width = 1 << log, first = Grid.IdxX << logLines;
        for (int t = Group.IdxX; t < Points; t += Group.DimX)
        {
            int local = t >> log, line = first + local, column = t & (width - 1);
            float upper = 0, lower = 0;
            if ((line < lines) & (column < frame.Columns))
            {
                int image = frame.Pairs.Divide(line), row = 2 * (line - image * frame.Pairs.Divisor), start = image * frame.Height * frame.Width;
                int sourceRow = frame.FirstRow + row * frame.RowStep, sourceColumn = frame.FirstColumn + column * frame.ColumnStep;
                upper = padding.Read(images, start, sourceRow, sourceColumn, frame.Height, frame.Width);
                if (row + 1 < frame.Rows)
                    lower = padding.Read(images, start, sourceRow + frame.RowStep, sourceColumn, frame.Height, frame.Width);
            }
            int at = (Reverse(column, log) << logLines) + local;
            real[at] = upper;
            imaginary[at] = lower;
        }
        Group.Barrier();
        Transform(real, imaginary, factors, log, 1);
        for (int t = Group.IdxX; t < Points / 2; t += Group.DimX)
            StorePair(real, imaginary, spectra, shape, frame, t >> (log - 1), t & (width / 2 - 1), first, lines);
        for (int t = Group.IdxX; t < 1 << logLines; t += Group.DimX)
            StorePair(real, imaginary, spectra, shape, frame, t, width / 2, first, lines);
    }

    /// <summary>Transforms the columns of spectra, of which rows from <paramref name="rows"/> on are zero; direction 1 or, back, -1.</summary>
    public static void Columns(
        ArrayView<float> source, ArrayView<float> target, ArrayView<float> factors, FourierShape shape, int rows, float direction, int lines)
    {
        var real = SharedMemory.Allocate<float>(Points);
        var imaginary = SharedMemory.Allocate<float>(Points);
        int log = shape.LogHeight, logLines = LogPoints - log, first = Grid.IdxX << logLines;
        for (int t = Group.IdxX; t < Points; t += Group.DimX)
        {
            int local = t & ((1 << logLines) - 1), line = first + local, row = t >> logLines;
            float re = 0, im = 0;
            if ((line < lines) & (row < rows))
            {
                int bin = Bin(line, row, shape);
                re = source[bin];
                im = source[bin + shape.Bins];
            }
            int at = (Reverse(row, log) << logLines) + local;
            real[at] = re;
            imaginary[at] = im;
        }
        Group.Barrier();
        Transform(real, imaginary, factors, log, direction);
        for (int t = Group.IdxX; t < Points; t += Group.DimX)
        {
            int line = first + (t & ((1 << logLines) - 1));
            if (line < lines)
            {
                int bin = Bin(line, t >> logLines, shape);
                target[bin] = real[t];
                target[bin + shape.Bins] = imaginary[t];
            }
        }
    }

    /// <summary>Transforms the rows of spectra back and writes what lies in the frame, scaled, through the epilogue.</summary>
    public static void RowsBack<TEpilogue>(
        ArrayView<float> spectra, ArrayView<float> images, ArrayView<float> factors, FourierShape shape, Frame frame, TEpilogue epilogue,
        FastDivide channels, float scale, int lines)
        where TEpilogue : struct, IEpilogue
    {
        var real = SharedMemory.Allocate<float>(Points);
        var imaginary = SharedMemory.Allocate<float>(Points);
        int log = shape.LogWidth, logLines = LogPoints - log, width = 1 << log, first = Grid.IdxX << logLines;
        for (int t = Group.IdxX; t < Points / 2; t += Group.DimX)
            LoadPair(real, imaginary, spectra, shape, frame, t >> (log - 1), t & (width / 2 - 1), first, lines);
        for (int t = Group.IdxX; t < 1 << logLines; t += Group.DimX)
            LoadPair(real, imaginary, spectra, shape, frame, t, width / 2, first, lines);
        Group.Barrier();
        Transform(real, imaginary, factors, log, -1);
        for (int t = Group.IdxX; t < Points; t += Group.DimX)
        {
            int local = t >> log, line = first + local, frameColumn = t & (width - 1), column = frameColumn - frame.FrameColumn;
            if ((line < lines) & ((uint)column < (uint)frame.Columns))
            {
                int image = frame.Pairs.Divide(line), row = 2 * (line - image * frame.Pairs.Divisor);
                int channel = image - channels.Divide(image) * channels.Divisor;
                int at = (frameColumn << logLines) + local;
                int target = (image * frame.Height + frame.FirstRow + row * frame.RowStep) * frame.Width + frame.FirstColumn + column * frame.ColumnStep;
                images[target] = epilogue.Apply(real[at] * scale, channel);
                if (row + 1 < frame.Rows)
                    images[target + frame.RowStep * frame.Width] = epilogue.Apply(imaginary[at] * scale, channel);
            }
        }
    }

    private static void Transform(ArrayView<float> real, ArrayView<float> imaginary, ArrayView<float> factors, int log, float direction)
    {
        int logLines = LogPoints - log;
        for (int stage = 0; stage < log; stage++)
        {
            int half = 1 << stage;
            for (int t = Group.IdxX; t < Points / 2; t += Group.DimX)
            {
                int line = t & ((1 << logLines) - 1), butterfly = t >> logLines, j = butterfly & (half - 1);
                int a = ((((butterfly >> stage) << (stage + 1)) + j) << logLines) + line, b = a + (half << logLines);
                int factor = j << (LogPoints - 1 - stage);
                float cos = factors[factor], sin = direction * factors[factor + Points / 2];
                float re = real[b] * cos - imaginary[b] * sin, im = real[b] * sin + imaginary[b] * cos;
                float sumRe = real[a] + re, sumIm = imaginary[a] + im;
                real[b] = real[a] - re;
                imaginary[b] = imaginary[a] - im;
                real[a] = sumRe;
                imaginary[a] = sumIm;
            }
            Group.Barrier();
        }
    }

    /// <summary>Takes bin <paramref name="column"/> of two real rows out of their common transform.</summary>
    private static void StorePair(
        ArrayView<float> real, ArrayView<float> imaginary, ArrayView<float> spectra, FourierShape shape, Frame frame,
        int local, int column, int first, int lines)
    {
        int line = first + local, logLines = LogPoints - shape.LogWidth, width = 1 << shape.LogWidth;
        if (line < lines)
        {
            int image = frame.Pairs.Divide(line), row = 2 * (line - image * frame.Pairs.Divisor);
            int at = (column << logLines) + local, mirror = (((width - column) & (width - 1)) << logLines) + local;
            float re = real[at], im = imaginary[at], mirrorRe = real[mirror], mirrorIm = imaginary[mirror];
            int bin = 2 * image * shape.Bins + row * shape.Columns.Divisor + column;
            spectra[bin] = 0.5f * (re + mirrorRe);
            spectra[bin + shape.Bins] = 0.5f * (im - mirrorIm);
            if (row + 1 < frame.Rows)
            {
                spectra[bin + shape.Columns.Divisor] = 0.5f * (im + mirrorIm);
                spectra[bin + shape.Columns.Divisor + shape.Bins] = 0.5f * (mirrorRe - re);
            }
        }
    }

    /// <summary>Puts bin <paramref name="column"/> of two real rows into their common transform, in bit-reversed order.</summary>
    private static void LoadPair(
        ArrayView<float> real, ArrayView<float> imaginary, ArrayView<float> spectra, FourierShape shape, Frame frame,
        int local, int column, int first, int lines)
    {
        int line = first + local, log = shape.LogWidth, logLines = LogPoints - log, width = 1 << log;
        float upperRe = 0, upperIm = 0, lowerRe = 0, lowerIm = 0;
        if (line < lines)
        {
            int image = frame.Pairs.Divide(line), row = 2 * (line - image * frame.Pairs.Divisor);
            int bin = 2 * image * shape.Bins + (frame.FrameRow + row) * shape.Columns.Divisor + column;
            upperRe = spectra[bin];
            upperIm = spectra[bin + shape.Bins];
            if (row + 1 < frame.Rows)
            {
                lowerRe = spectra[bin + shape.Columns.Divisor];
                lowerIm = spectra[bin + shape.Columns.Divisor + shape.Bins];
            }
        }
        int at = (Reverse(column, log) << logLines) + local, mirror = (Reverse((width - column) & (width - 1), log) << logLines) + local;
        // The mirror of bins 0 and width / 2 is the bin itself, whose own value is written last.
        real[mirror] = upperRe + lowerIm;
        imaginary[mirror] = lowerRe - upperIm;
        real[at] = upperRe - lowerIm;
        imaginary[at] = upperIm + lowerRe;
    }

    /// <summary>The real part of a row of a spectrum's column; lines count the columns of all spectra.</summary>
    private static int Bin(int line, int row, FourierShape shape)
    {
        int image = shape.Columns.Divide(line);
        return 2 * image * shape.Bins + row * shape.Columns.Divisor + (line - image * shape.Columns.Divisor);
    }

    /// <summary>The lowest <paramref name="bits"/> bits of a value, which has no others, in reverse.</summary>
    private static int Reverse(int value, int bits)
    {
        uint v = (uint)value;
        v = ((v >> 1) & 0x55555555u) | ((v & 0x55555555u) << 1);
        v = ((v >> 2) & 0x33333333u) | ((v & 0x33333333u) << 2);
        v = ((v >> 4) & 0x0F0F0F0Fu) | ((v & 0x0F0F0F0Fu) << 4);
        v = ((v >> 8) & 0x00FF00FFu) | ((v & 0x00FF00FFu) << 8);
        v = (v >> 16) | (v << 16);
        return (int)(v >> (32 - bits));
    }
}
