// Keeps Debug.Assert in Release builds.
#define DEBUG

using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>The kernels of the OpenCL host tests.</summary>
internal static class OpenClKernels
{
    public static void Scale(Index1D i, ArrayView<float> x, float s) => x[i] *= s;

    public static void Fill2D(Index2D i, ArrayView2D<int, Stride2D.DenseX> x) => x[i] = i.X * 1000 + i.Y;

    public static void ReverseInGroup(ArrayView<int> x)
    {
        var shared = SharedMemory.GetDynamic<int>();
        int t = Group.IdxX, i = Grid.IdxX * Group.DimX + t;
        shared[t] = x[i];
        Group.Barrier();
        x[i] = shared[Group.DimX - 1 - t];
    }

    public static void CheckedFill(Index1D i, ArrayView<int> x, int limit)
    {
        Debug.Assert(i < limit, "index under the limit");
        x[i] = i;
    }
}
