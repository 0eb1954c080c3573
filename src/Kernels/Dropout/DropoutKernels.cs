using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Dropout: an item draws one block of four words and handles four neighbouring elements. Forward and backward are the same map.</summary>
internal static class DropoutKernels
{
    public static void Run(
        Index1D index, ArrayView<float> x, ArrayView<float> y, ArrayView<int> state, int length, int stream, uint threshold, float scale)
    {
        int block = index;
        uint c0 = (uint)block, c1 = (uint)state[DeviceState.Step], c2 = 0, c3 = 0;
        Philox.Block(ref c0, ref c1, ref c2, ref c3, (uint)(state[DeviceState.SeedLow] ^ stream), (uint)state[DeviceState.SeedHigh]);
        int element = block * 4;
        Apply(x, y, element, length, c0, threshold, scale);
        Apply(x, y, element + 1, length, c1, threshold, scale);
        Apply(x, y, element + 2, length, c2, threshold, scale);
        Apply(x, y, element + 3, length, c3, threshold, scale);
    }

    /// <summary>An item an element; the elements of a plane draw the same word.</summary>
    public static void RunPlanes(
        Index1D index, ArrayView<float> x, ArrayView<float> y, ArrayView<int> state, FastDivide plane, int stream, uint threshold, float scale)
    {
        uint word = Philox.Word(
            (uint)plane.Divide(index), state[DeviceState.Step], state[DeviceState.SeedLow], state[DeviceState.SeedHigh], stream);
        y[index] = Philox.Keep(word, threshold) ? x[index] * scale : 0;
    }

    private static void Apply(ArrayView<float> x, ArrayView<float> y, int element, int length, uint word, uint threshold, float scale)
    {
        if (element < length)
            y[element] = Philox.Keep(word, threshold) ? x[element] * scale : 0;
    }
}
