using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Where the elements of a large image stand among the channels of the small one.</summary>
internal readonly struct ShuffleShape(ShuffleSizes sizes)
{
    public readonly FastDivide Width = new(sizes.Width * sizes.Factor), Height = new(sizes.Height * sizes.Factor), Factor = new(sizes.Factor);
    public readonly int SmallHeight = sizes.Height, SmallWidth = sizes.Width;

    /// <summary>The place of a large image's element.</summary>
    public int SmallOf(int large)
    {
        int line = Width.Divide(large), column = large - line * Width.Divisor;
        int channel = Height.Divide(line), row = line - channel * Height.Divisor;
        int smallRow = Factor.Divide(row), smallColumn = Factor.Divide(column);
        int down = row - smallRow * Factor.Divisor, right = column - smallColumn * Factor.Divisor;
        int plane = (channel * Factor.Divisor + down) * Factor.Divisor + right;
        return (plane * SmallHeight + smallRow) * SmallWidth + smallColumn;
    }
}

/// <summary>Pixel shuffles, an item an element of the large image.</summary>
internal static class PixelShuffleKernels
{
    public static void Forward(Index1D index, ArrayView<float> small, ArrayView<float> large, ShuffleShape shape) =>
        large[index] = small[shape.SmallOf(index)];

    public static void Backward(Index1D index, ArrayView<float> large, ArrayView<float> small, ShuffleShape shape) =>
        small[shape.SmallOf(index)] = large[index];
}
