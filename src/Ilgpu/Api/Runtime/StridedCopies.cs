namespace ILGPU.Runtime;

/// <summary>Copies between views with any stride and arrays, through a copy of the view's memory where the order differs.</summary>
internal static class StridedCopies
{
    public static void ToHost<T, TStride>(ArrayView1D<T, TStride> view, AcceleratorStream stream, T[] data)
        where T : unmanaged
        where TStride : struct, IStride1D
    {
        Check(view.Extent.X, data.LongLength);
        var memory = view.BaseView.GetAsArray(stream);
        for (long x = 0; x < data.LongLength; x++)
            data[x] = memory[view.ComputeLinearIndex(new LongIndex1D(x))];
    }

    public static void FromHost<T, TStride>(ArrayView1D<T, TStride> view, AcceleratorStream stream, T[] data)
        where T : unmanaged
        where TStride : struct, IStride1D
    {
        Check(view.Extent.X, data.LongLength);
        var memory = view.BaseView.GetAsArray(stream);
        for (long x = 0; x < data.LongLength; x++)
            memory[view.ComputeLinearIndex(new LongIndex1D(x))] = data[x];
        view.BaseView.CopyFromCPU(stream, memory);
    }

    public static void ToHost<T, TStride>(ArrayView2D<T, TStride> view, AcceleratorStream stream, T[,] data)
        where T : unmanaged
        where TStride : struct, IStride2D
    {
        Check(view.Extent.X, data.GetLongLength(0));
        Check(view.Extent.Y, data.GetLongLength(1));
        var memory = view.BaseView.GetAsArray(stream);
        for (long x = 0; x < view.Extent.X; x++)
            for (long y = 0; y < view.Extent.Y; y++)
                data[x, y] = memory[view.ComputeLinearIndex(new LongIndex2D(x, y))];
    }

    public static void FromHost<T, TStride>(ArrayView2D<T, TStride> view, AcceleratorStream stream, T[,] data)
        where T : unmanaged
        where TStride : struct, IStride2D
    {
        Check(view.Extent.X, data.GetLongLength(0));
        Check(view.Extent.Y, data.GetLongLength(1));
        var memory = view.BaseView.GetAsArray(stream);
        for (long x = 0; x < view.Extent.X; x++)
            for (long y = 0; y < view.Extent.Y; y++)
                memory[view.ComputeLinearIndex(new LongIndex2D(x, y))] = data[x, y];
        view.BaseView.CopyFromCPU(stream, memory);
    }

    public static void ToHost<T, TStride>(ArrayView3D<T, TStride> view, AcceleratorStream stream, T[,,] data)
        where T : unmanaged
        where TStride : struct, IStride3D
    {
        Check(view.Extent, data);
        var memory = view.BaseView.GetAsArray(stream);
        for (long x = 0; x < view.Extent.X; x++)
            for (long y = 0; y < view.Extent.Y; y++)
                for (long z = 0; z < view.Extent.Z; z++)
                    data[x, y, z] = memory[view.ComputeLinearIndex(new LongIndex3D(x, y, z))];
    }

    public static void FromHost<T, TStride>(ArrayView3D<T, TStride> view, AcceleratorStream stream, T[,,] data)
        where T : unmanaged
        where TStride : struct, IStride3D
    {
        Check(view.Extent, data);
        var memory = view.BaseView.GetAsArray(stream);
        for (long x = 0; x < view.Extent.X; x++)
            for (long y = 0; y < view.Extent.Y; y++)
                for (long z = 0; z < view.Extent.Z; z++)
                    memory[view.ComputeLinearIndex(new LongIndex3D(x, y, z))] = data[x, y, z];
        view.BaseView.CopyFromCPU(stream, memory);
    }

    private static void Check<T>(LongIndex3D extent, T[,,] data)
    {
        Check(extent.X, data.GetLongLength(0));
        Check(extent.Y, data.GetLongLength(1));
        Check(extent.Z, data.GetLongLength(2));
    }

    private static void Check(long extent, long length)
    {
        if (extent != length)
            throw new ArgumentException($"An array of length {length} in a dimension where the view has {extent}.", nameof(length));
    }
}
