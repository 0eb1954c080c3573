using ILGPU;
using ILGPU.Runtime;
namespace ConvGpu.Compiler.Tests.OpenCl;

internal static unsafe class TemporaryCopies
{
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, T[] data) where T : unmanaged
    {
        var buffer = accelerator.Allocate1D<T>(data.Length);
        fixed (T* p = data)
            buffer.Owner.CopyFromHost(accelerator.DefaultStream, (nint)p, 0, buffer.LengthInBytes, true);
        return buffer;
    }

    public static T[] GetAsArray1D<T>(this MemoryBuffer1D<T, Stride1D.Dense> buffer) where T : unmanaged
    {
        var data = new T[buffer.Length];
        fixed (T* p = data)
            buffer.Owner.CopyToHost(buffer.Accelerator.DefaultStream, (nint)p, 0, buffer.LengthInBytes, true);
        return data;
    }

    public static T[,] GetAsArray2D<T>(this MemoryBuffer2D<T, Stride2D.DenseX> buffer) where T : unmanaged
    {
        var data = new T[(int)buffer.View.Extent.X, (int)buffer.View.Extent.Y];
        var flat = new T[buffer.Length];
        fixed (T* p = flat)
            buffer.Owner.CopyToHost(buffer.Accelerator.DefaultStream, (nint)p, 0, buffer.LengthInBytes, true);
        for (int i = 0; i < flat.Length; i++)
            data[i % data.GetLength(0), i / data.GetLength(0)] = flat[i];
        return data;
    }
}
