using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>
/// Kernels of 9 to 14 arguments, for launches by an extent and by a configuration. Item i writes argument k, counted from 0, to place
/// 14 i + k of the first view, and 14 i to place 14 i of the last argument, a view too. Types alternate, so that slots of every width meet.
/// </summary>
internal static class ManyArgumentKernels
{
    public static void Indexed9(
        Index1D i, ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ArrayView<int> last) =>
        Write(i, all, last, a1, a2, a3, a4, a5, a6, a7);

    public static void Grouped9(
        ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ArrayView<int> last) =>
        Write(Grid.GlobalIndex.X, all, last, a1, a2, a3, a4, a5, a6, a7);

    public static void Indexed10(
        Index1D i, ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8,
        ArrayView<int> last) =>
        Write(i, all, last, a1, a2, a3, a4, a5, a6, a7, a8);

    public static void Grouped10(
        ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, ArrayView<int> last) =>
        Write(Grid.GlobalIndex.X, all, last, a1, a2, a3, a4, a5, a6, a7, a8);

    public static void Indexed11(
        Index1D i, ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, int a9,
        ArrayView<int> last) =>
        Write(i, all, last, a1, a2, a3, a4, a5, a6, a7, a8, a9);

    public static void Grouped11(
        ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, int a9,
        ArrayView<int> last) =>
        Write(Grid.GlobalIndex.X, all, last, a1, a2, a3, a4, a5, a6, a7, a8, a9);

    public static void Indexed12(
        Index1D i, ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, int a9,
        long a10, ArrayView<int> last) =>
        Write(i, all, last, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10);

    public static void Grouped12(
        ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, int a9, long a10,
        ArrayView<int> last) =>
        Write(Grid.GlobalIndex.X, all, last, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10);

    public static void Indexed13(
        Index1D i, ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, int a9,
        long a10, float a11, ArrayView<int> last) =>
        Write(i, all, last, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11);

    public static void Grouped13(
        ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, int a9, long a10,
        float a11, ArrayView<int> last) =>
        Write(Grid.GlobalIndex.X, all, last, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11);

    public static void Indexed14(
        Index1D i, ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, int a9,
        long a10, float a11, short a12, ArrayView<int> last) =>
        Write(i, all, last, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12);

    public static void Grouped14(
        ArrayView<double> all, int a1, long a2, float a3, short a4, double a5, byte a6, uint a7, ushort a8, int a9, long a10,
        float a11, short a12, ArrayView<int> last) =>
        Write(Grid.GlobalIndex.X, all, last, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12);

    private static void Write(
        int i, ArrayView<double> all, ArrayView<int> last, double a1, double a2, double a3, double a4, double a5, double a6, double a7,
        double a8 = 0, double a9 = 0, double a10 = 0, double a11 = 0, double a12 = 0)
    {
        var row = all.SubView(14 * i, 14);
        (row[1], row[2], row[3], row[4]) = (a1, a2, a3, a4);
        (row[5], row[6], row[7], row[8]) = (a5, a6, a7, a8);
        (row[9], row[10], row[11], row[12]) = (a9, a10, a11, a12);
        last[14 * i] = 14 * i;
    }
}
