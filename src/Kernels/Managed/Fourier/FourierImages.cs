using System.Numerics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Transforms of real images to spectra (2, height, width / 2 + 1) and back. The upper and the lower half of an image are the real and the
/// imaginary part of one complex image, which is transformed along its rows and taken apart by symmetry; then columns are transformed.
/// A chunk is an image.
/// </summary>
internal sealed unsafe class FourierImages : ParallelJob
{
    private readonly FrameMap _map;
    private readonly int _height, _width, _logHeight, _logWidth, _columns, _lanes;
    private readonly int[] _rowOrder, _columnOrder;
    private float* _images, _spectra, _bias;
    private byte* _scratch;
    private int _channels;
    private bool _back, _rectify;

    /// <param name="height">Rows of the frame, a power of two from 2 on.</param>
    /// <param name="width">Columns of the frame, a power of two from 2 on.</param>
    /// <param name="map">Where images lie in the frame.</param>
    public FourierImages(int height, int width, FrameMap map)
    {
        _map = map;
        (_height, _width, _columns) = (height, width, width / 2 + 1);
        (_logHeight, _logWidth) = (BitOperations.Log2((uint)height), BitOperations.Log2((uint)width));
        _lanes = MicroKernel.RoundUp(_columns, Vector<float>.Count);
        _rowOrder = [.. Enumerable.Range(0, height).Select(row => FourierLines.Reverse(row, _logHeight))];
        _columnOrder = [.. Enumerable.Range(0, width).Select(column => FourierLines.Reverse(column, _logWidth))];
    }

    /// <summary>Floats of a spectrum.</summary>
    public long Spectrum => 2L * _height * _columns;

    /// <summary>Scratch bytes of a worker.</summary>
    public long ScratchBytes => sizeof(float) * ((long)_width * _height + 2L * _height * _lanes);

    /// <summary>The spectra of <paramref name="count"/> images.</summary>
    public void Forward(int count, float* images, float* spectra, byte* scratch, int workers)
    {
        _images = images;
        _spectra = spectra;
        _scratch = scratch;
        _back = false;
        WorkerPool.Run(this, count, workers);
    }

    /// <summary>
    /// The images of spectra, scaled. What the frame holds of an element more than once, as padding that repeats the image, is added up.
    /// </summary>
    /// <param name="count">How many images.</param>
    /// <param name="spectra">Their spectra.</param>
    /// <param name="images">Overwritten.</param>
    /// <param name="bias">A value per channel that is added, or null.</param>
    /// <param name="channels">Images that follow each other with biases of their own.</param>
    /// <param name="rectify">Whether max(x, 0) is stored.</param>
    /// <param name="scratch">Scratch memory of all workers.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Back(int count, float* spectra, float* images, float* bias, int channels, bool rectify, byte* scratch, int workers)
    {
        _images = images;
        _spectra = spectra;
        _bias = bias;
        _channels = channels;
        _rectify = rectify;
        _scratch = scratch;
        _back = true;
        WorkerPool.Run(this, count, workers);
    }

    public override void Run(int chunk, int worker)
    {
        float* image = _images + (long)chunk * _map.Height * _map.Width, spectrum = _spectra + chunk * Spectrum;
        float* real = (float*)(_scratch + worker * ScratchBytes), imaginary = real + (long)_width * _height / 2;
        float* columnsRe = imaginary + (long)_width * _height / 2, columnsIm = columnsRe + (long)_height * _lanes;
        if (_back)
        {
            LoadSpectrum(spectrum, columnsRe, columnsIm);
            FourierLines.Transform(columnsRe, columnsIm, _logHeight, _lanes, -1);
            Join(columnsRe, columnsIm, real, imaginary);
            FourierLines.Transform(real, imaginary, _logWidth, _height / 2, -1);
            StoreImage(real, imaginary, image, _bias == null ? 0 : _bias[chunk % _channels]);
            return;
        }
        LoadImage(image, real, imaginary);
        FourierLines.Transform(real, imaginary, _logWidth, _height / 2, 1);
        TakeApart(real, imaginary, columnsRe, columnsIm);
        FourierLines.Transform(columnsRe, columnsIm, _logHeight, _lanes, 1);
        for (var row = 0; row < _height; row++)
        {
            Copy(columnsRe + (long)row * _lanes, spectrum + (long)row * _columns, _columns);
            Copy(columnsIm + (long)row * _lanes, spectrum + ((long)_height + row) * _columns, _columns);
        }
    }

    // Columns of the frame follow each other, so that lines along rows lie side by side.
    private void LoadImage(float* image, float* real, float* imaginary)
    {
        var half = _height / 2;
        for (var column = 0; column < _width; column++)
        {
            float* upper = real + (long)_columnOrder[column] * half, lower = imaginary + (long)_columnOrder[column] * half;
            var source = _map.Columns[column];
            for (var row = 0; row < half; row++)
            {
                upper[row] = Element(image, _map.Rows[row], source);
                lower[row] = Element(image, _map.Rows[row + half], source);
            }
        }
    }

    private float Element(float* image, int row, int column) => (row | column) < 0 ? 0 : image[(long)row * _map.Width + column];

    private void TakeApart(float* real, float* imaginary, float* columnsRe, float* columnsIm)
    {
        var half = _height / 2;
        for (var column = 0; column < _lanes; column++)
        {
            if (column >= _columns)
            {
                for (var row = 0; row < _height; row++) columnsRe[(long)row * _lanes + column] = columnsIm[(long)row * _lanes + column] = 0;
                continue;
            }
            long at = (long)column * half, mirror = (long)((_width - column) & (_width - 1)) * half;
            for (var row = 0; row < half; row++)
            {
                float re = real[at + row], im = imaginary[at + row], mirrorRe = real[mirror + row], mirrorIm = imaginary[mirror + row];
                long upper = (long)_rowOrder[row] * _lanes + column, lower = (long)_rowOrder[row + half] * _lanes + column;
                columnsRe[upper] = 0.5f * (re + mirrorRe);
                columnsIm[upper] = 0.5f * (im - mirrorIm);
                columnsRe[lower] = 0.5f * (im + mirrorIm);
                columnsIm[lower] = 0.5f * (mirrorRe - re);
            }
        }
    }

    private void LoadSpectrum(float* spectrum, float* columnsRe, float* columnsIm)
    {
        for (var row = 0; row < _height; row++)
        {
            var target = (long)_rowOrder[row] * _lanes;
            Copy(spectrum + (long)row * _columns, columnsRe + target, _columns);
            Copy(spectrum + ((long)_height + row) * _columns, columnsIm + target, _columns);
            new Span<float>(columnsRe + target + _columns, _lanes - _columns).Clear();
            new Span<float>(columnsIm + target + _columns, _lanes - _columns).Clear();
        }
    }

    private void Join(float* columnsRe, float* columnsIm, float* real, float* imaginary)
    {
        var half = _height / 2;
        for (var column = 0; column < _columns; column++)
        {
            long at = (long)_columnOrder[column] * half, mirror = (long)_columnOrder[(_width - column) & (_width - 1)] * half;
            for (var row = 0; row < half; row++)
            {
                long upper = (long)row * _lanes + column, lower = (long)(row + half) * _lanes + column;
                // The mirror of the first and the last bin is the bin itself, whose own value is written last.
                real[mirror + row] = columnsRe[upper] + columnsIm[lower];
                imaginary[mirror + row] = columnsRe[lower] - columnsIm[upper];
                real[at + row] = columnsRe[upper] - columnsIm[lower];
                imaginary[at + row] = columnsIm[upper] + columnsRe[lower];
            }
        }
    }

    private void StoreImage(float* real, float* imaginary, float* image, float bias)
    {
        var half = _height / 2;
        var scale = 1f / ((long)_height * _width);
        new Span<float>(image, _map.Height * _map.Width).Clear();
        for (var row = 0; row < _map.EndRow; row++)
        {
            if (_map.Rows[row] < 0) continue;
            var line = image + (long)_map.Rows[row] * _map.Width;
            var source = row < half ? real + row : imaginary + row - half;
            for (var column = 0; column < _map.EndColumn; column++)
            {
                if (_map.Columns[column] >= 0) line[_map.Columns[column]] += source[(long)column * half] * scale;
            }
        }
        if (_bias == null && !_rectify) return;
        for (var i = 0; i < _map.Height * _map.Width; i++)
        {
            var value = image[i] + bias;
            image[i] = _rectify && value < 0 ? 0 : value;
        }
    }

    private static void Copy(float* source, float* target, int count) => Buffer.MemoryCopy(source, target, count * sizeof(float), count * sizeof(float));
}
