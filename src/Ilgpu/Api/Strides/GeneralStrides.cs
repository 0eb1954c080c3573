namespace ILGPU;

/// <summary>Finds the index of an element when the steps come in any order: the largest step first.</summary>
internal static class General2D
{
    public static Index2D Reconstruct(int element, int xStride, int yStride) => Reconstruct((long)element, xStride, yStride).ToIntIndex();

    public static LongIndex2D Reconstruct(long element, int xStride, int yStride)
    {
        if (xStride >= yStride)
        {
            long x = element / xStride;
            return new(x, (element - x * xStride) / yStride);
        }
        long y = element / yStride;
        return new((element - y * yStride) / xStride, y);
    }

    public static int BufferLength(Index2D extent, Index2D stride) => (int)BufferLength(extent.ToLongIndex(), stride);

    public static long BufferLength(LongIndex2D extent, Index2D stride) => Math.Max(extent.X * stride.X, extent.Y * stride.Y);
}

/// <summary>Finds the index of an element when the steps come in any order: the largest step first.</summary>
internal static class General3D
{
    public static Index3D Reconstruct(int element, int xStride, int yStride, int zStride) =>
        Reconstruct((long)element, xStride, yStride, zStride).ToIntIndex();

    public static LongIndex3D Reconstruct(long element, int xStride, int yStride, int zStride)
    {
        if (xStride >= yStride && xStride >= zStride)
        {
            long x = element / xStride;
            return new(x, General2D.Reconstruct(element - x * xStride, yStride, zStride));
        }
        if (yStride >= xStride && yStride >= zStride)
        {
            long y = element / yStride;
            var xz = General2D.Reconstruct(element - y * yStride, xStride, zStride);
            return new(xz.X, y, xz.Y);
        }
        long z = element / zStride;
        return new(General2D.Reconstruct(element - z * zStride, xStride, yStride), z);
    }

    public static int BufferLength(Index3D extent, Index3D stride) => (int)BufferLength(extent.ToLongIndex(), stride);

    public static long BufferLength(LongIndex3D extent, Index3D stride) =>
        Math.Max(extent.X * stride.X, Math.Max(extent.Y * stride.Y, extent.Z * stride.Z));
}
