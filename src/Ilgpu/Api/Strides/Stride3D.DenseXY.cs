namespace ILGPU;

public static partial class Stride3D
{
    /// <summary>X fastest, then Y, then Z.</summary>
    public readonly struct DenseXY : IStride3D, ICastableStride<Index3D, LongIndex3D, Stride3D.DenseXY>
    {
        /// <summary>Makes a stride from the steps of the components that are not contiguous, in elements.</summary>
        public DenseXY(int yStride, int zStride)
        {
            YStride = yStride;
            ZStride = zStride;
        }

        /// <summary>Elements from one X to the next: 1.</summary>
        public int XStride => 1;

        /// <summary>Elements from one Y to the next.</summary>
        public int YStride { get; }

        /// <summary>Elements from one Z to the next.</summary>
        public int ZStride { get; }

        /// <inheritdoc/>
        public Index3D StrideExtent => new(XStride, YStride, ZStride);

        /// <summary>The stride of a dense array of this extent.</summary>
        public static Stride3D.DenseXY FromExtent(Index3D extent) => new(extent.X, extent.X * extent.Y);

        /// <summary>The stride of a dense array of this extent.</summary>
        public static Stride3D.DenseXY FromExtent(LongIndex3D extent) => FromExtent(extent.ToIntIndex());

        /// <summary>The element at an index of a dense array of this extent.</summary>
        public static int ComputeElementIndex(Index3D index, Index3D extent) => FromExtent(extent).ComputeElementIndex(index);

        /// <summary>The element at an index of a dense array of this extent.</summary>
        public static long ComputeElementIndex(LongIndex3D index, LongIndex3D extent) => FromExtent(extent).ComputeElementIndex(index);

        /// <summary>The index of an element of a dense array of this extent.</summary>
        public static Index3D ReconstructFromElementIndex(int elementIndex, Index3D extent) =>
            FromExtent(extent).ReconstructFromElementIndex(elementIndex);

        /// <summary>The index of an element of a dense array of this extent.</summary>
        public static LongIndex3D ReconstructFromElementIndex(long elementIndex, LongIndex3D extent) =>
            FromExtent(extent).ReconstructFromElementIndex(elementIndex);

        /// <inheritdoc/>
        public int ComputeElementIndex(Index3D index) => index.X + index.Y * YStride + index.Z * ZStride;

        /// <inheritdoc/>
        public long ComputeElementIndex(LongIndex3D index) => index.X + index.Y * YStride + index.Z * ZStride;

        /// <inheritdoc/>
        public int ComputeElementIndexChecked(Index3D index, Index3D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public Index3D ReconstructFromElementIndex(int elementIndex)
        {
            int z = elementIndex / ZStride;
            int rest = elementIndex - z * ZStride;
            int y = rest / YStride;
            return new(rest - y * YStride, y, z);
        }

        /// <inheritdoc/>
        public LongIndex3D ReconstructFromElementIndex(long elementIndex)
        {
            long z = elementIndex / ZStride;
            long rest = elementIndex - z * ZStride;
            long y = rest / YStride;
            return new(rest - y * YStride, y, z);
        }

        /// <inheritdoc/>
        public int ComputeBufferLength(Index3D extent) => extent.Z * ZStride;

        /// <inheritdoc/>
        public long ComputeBufferLength(LongIndex3D extent) => extent.Z * ZStride;

        /// <inheritdoc/>
        public (LongIndex3D, Stride3D.DenseXY) Cast<TContext>(in TContext context, in LongIndex3D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex3D(context.ComputeNewExtent(extent.X), extent.Y, extent.Z), new Stride3D.DenseXY(context.ComputeNewExtent(YStride), context.ComputeNewExtent(ZStride)));

        /// <inheritdoc/>
        public Stride3D.General AsGeneral() => new(StrideExtent);

        /// <inheritdoc/>
        public Stride1D.General To1DStride() => new(1);
    }
}
