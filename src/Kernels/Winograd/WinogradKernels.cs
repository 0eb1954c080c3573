using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>
/// The transforms of minimal filtering around <see cref="GemmKernel"/>'s products, an item a tile of a channel; neighbouring items have
/// neighbouring tiles.
/// </summary>
internal static class WinogradKernels
{
    private const int Taps = 3, Most = 64;

    /// <summary>Transformed tiles of an image, zeros outside of it.</summary>
    [Unroll(Most)]
    public static void Images<TFilter>(Index1D index, ArrayView<float> image, ArrayView<float> values, WinogradShape shape)
        where TFilter : struct, IMinimalFilter
    {
        TFilter filter = default;
        int plane = shape.Plane(index), tile = shape.Tile(index, plane);
        var local = LocalMemory.Allocate<float>(filter.Side * filter.Side);
        Read(image, shape, plane, tile, local, filter.Side);
        for (int column = 0; column < filter.Side; column++)
            filter.Image(new LocalLine(local, column, filter.Side), new LocalLine(local, column, filter.Side));
        for (int row = 0; row < filter.Side; row++)
            filter.Image(new LocalLine(local, row * filter.Side, 1), new LocalLine(local, row * filter.Side, 1));
        int start = shape.Start(plane, tile);
        for (int value = 0; value < filter.Side * filter.Side; value++)
            values[start + value * shape.ValueStep] = local[value];
    }

    /// <summary>Transformed tiles of the gradient of the outputs, zeros outside of it.</summary>
    [Unroll(Most)]
    public static void Gradients<TFilter>(Index1D index, ArrayView<float> gradient, ArrayView<float> values, WinogradShape shape)
        where TFilter : struct, IMinimalFilter
    {
        TFilter filter = default;
        int plane = shape.Plane(index), tile = shape.Tile(index, plane);
        var local = LocalMemory.Allocate<float>(filter.Outputs * filter.Outputs);
        var half = LocalMemory.Allocate<float>(filter.Side * filter.Outputs);
        var whole = LocalMemory.Allocate<float>(filter.Side * filter.Side);
        Read(gradient, shape, plane, tile, local, filter.Outputs);
        for (int column = 0; column < filter.Outputs; column++)
            filter.Gradient(new LocalLine(local, column, filter.Outputs), new LocalLine(half, column, filter.Outputs));
        for (int row = 0; row < filter.Side; row++)
            filter.Gradient(new LocalLine(half, row * filter.Outputs, 1), new LocalLine(whole, row * filter.Side, 1));
        int start = shape.Start(plane, tile);
        for (int value = 0; value < filter.Side * filter.Side; value++)
            values[start + value * shape.ValueStep] = whole[value];
    }

    /// <summary>Transformed filters: an item a filter.</summary>
    [Unroll(Most)]
    public static void Filters<TFilter>(Index1D index, ArrayView<float> weights, ArrayView<float> values, FilterShape shape)
        where TFilter : struct, IMinimalFilter
    {
        TFilter filter = default;
        var local = LocalMemory.Allocate<float>(Taps * Taps);
        var half = LocalMemory.Allocate<float>(filter.Side * Taps);
        var whole = LocalMemory.Allocate<float>(filter.Side * filter.Side);
        for (int tap = 0; tap < Taps * Taps; tap++)
            local[tap] = weights[shape.Weight(index, tap)];
        for (int column = 0; column < Taps; column++)
            filter.Filter(new LocalLine(local, column, Taps), new LocalLine(half, column, Taps));
        for (int row = 0; row < filter.Side; row++)
            filter.Filter(new LocalLine(half, row * Taps, 1), new LocalLine(whole, row * filter.Side, 1));
        for (int value = 0; value < filter.Side * filter.Side; value++)
            values[value * shape.Count + index] = whole[value];
    }

    /// <summary>Outputs from products.</summary>
    [Unroll(Most)]
    public static void Outputs<TFilter, TEpilogue>(
        Index1D index, ArrayView<float> products, ArrayView<float> result, WinogradShape shape, TEpilogue epilogue)
        where TFilter : struct, IMinimalFilter
        where TEpilogue : struct, IEpilogue
    {
        TFilter filter = default;
        int plane = shape.Plane(index), tile = shape.Tile(index, plane);
        var whole = LocalMemory.Allocate<float>(filter.Side * filter.Side);
        if (shape.Holds(tile))
        {
            int start = shape.Start(plane, tile);
            for (int value = 0; value < filter.Side * filter.Side; value++)
                whole[value] = products[start + value * shape.ValueStep];
            for (int column = 0; column < filter.Side; column++)
                filter.Output(new LocalLine(whole, column, filter.Side), new LocalLine(whole, column, filter.Side));
            for (int row = 0; row < filter.Outputs; row++)
                filter.Output(new LocalLine(whole, row * filter.Side, 1), new LocalLine(whole, row * filter.Side, 1));
            var place = shape.Place(plane, tile);
            for (int row = 0; row < filter.Outputs; row++)
                for (int column = 0; column < filter.Outputs; column++)
                    if ((place.Row + row < shape.Height) & (place.Column + column < shape.Width))
                        result[place.Plane + (place.Row + row) * shape.Width + place.Column + column] =
                            epilogue.Apply(whole[row * filter.Side + column], plane);
        }
    }

    /// <summary>
    /// Gradients of weights from sums of products, which come in parts: an item a filter. They are added to what is there where
    /// <paramref name="accumulate"/> is 1.
    /// </summary>
    [Unroll(Most)]
    public static void FilterGradients<TFilter>(
        Index1D index, ArrayView<float> sums, ArrayView<float> weights, FilterShape shape, int splits, int accumulate)
        where TFilter : struct, IMinimalFilter
    {
        TFilter filter = default;
        var whole = LocalMemory.Allocate<float>(filter.Side * filter.Side);
        for (int value = 0; value < filter.Side * filter.Side; value++)
            whole[value] = Sum(sums, value * shape.Count + index, splits, filter.Side * filter.Side * shape.Count);
        for (int column = 0; column < filter.Side; column++)
            filter.FilterGradient(new LocalLine(whole, column, filter.Side), new LocalLine(whole, column, filter.Side));
        for (int row = 0; row < Taps; row++)
            filter.FilterGradient(new LocalLine(whole, row * filter.Side, 1), new LocalLine(whole, row * filter.Side, 1));
        for (int tap = 0; tap < Taps * Taps; tap++)
        {
            int at = shape.Weight(index, tap);
            float before = 0;
            if (accumulate != 0)
                before = weights[at];
            weights[at] = before + whole[tap / Taps * filter.Side + tap % Taps];
        }
    }

    [Unroll(1)]
    private static float Sum(ArrayView<float> sums, int start, int splits, int step)
    {
        float sum = 0;
        for (int split = 0; split < splits; split++)
            sum += sums[start + split * step];
        return sum;
    }

    [Unroll(Most)]
    private static void Read(ArrayView<float> image, WinogradShape shape, int plane, int tile, ArrayView<float> local, int side)
    {
        var place = shape.Place(plane, tile);
        bool holds = shape.Holds(tile);
        for (int row = 0; row < side; row++)
            for (int column = 0; column < side; column++)
            {
                int y = place.Row + row, x = place.Column + column;
                float value = 0;
                if (holds & (y >= 0) & (y < shape.Height) & (x >= 0) & (x < shape.Width))
                    value = image[place.Plane + y * shape.Width + x];
                local[row * side + column] = value;
            }
    }
}
