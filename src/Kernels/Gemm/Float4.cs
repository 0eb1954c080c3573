using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>Four neighbouring floats, read or written at once where they start at a multiple of 16 bytes.</summary>
internal struct Float4
{
    public float X, Y, Z, W;

    /// <summary>The elements from <paramref name="index"/> on; their address is a multiple of 16.</summary>
    public static Float4 Load(ArrayView<float> view, int index) => view.SubView(index, 4).Cast<Float4>()[0];

    /// <summary>Writes the elements from <paramref name="index"/> on; their address is a multiple of 16.</summary>
    public static void Store(ArrayView<float> view, int index, Float4 value) => view.SubView(index, 4).Cast<Float4>()[0] = value;

    /// <summary>Whether every element whose index is a multiple of 4 is at a multiple of 16 bytes; on the host.</summary>
    public static bool Fits(ArrayView<float> view) => ((IContiguousArrayView)view).IndexInBytes % 16 == 0;
}
