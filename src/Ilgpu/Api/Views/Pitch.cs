namespace ILGPU.Runtime;

/// <summary>Rows padded to an alignment.</summary>
internal static unsafe class Pitch
{
    /// <summary>Elements from one row to the next when rows of <paramref name="length"/> elements start at multiples of an alignment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The alignment is not a multiple of the element's size.</exception>
    public static int Of<T>(long length, int alignmentInBytes) where T : unmanaged
    {
        if (alignmentInBytes <= 0 || alignmentInBytes % sizeof(T) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(alignmentInBytes),
                $"An alignment of {alignmentInBytes} bytes is not a positive multiple of the {sizeof(T)} bytes of an element.");
        }
        long step = alignmentInBytes / sizeof(T);
        return checked((int)((length + step - 1) / step * step));
    }

    public static Stride3D.DenseXY StrideXY(LongIndex3D extent, int row) => new(row, checked((int)(row * extent.Y)));

    public static Stride3D.DenseZY StrideZY(LongIndex3D extent, int row) => new(checked((int)(row * extent.Y)), row);
}
