namespace ILGPU;

public static partial class Stride2D
{
    /// <summary>Elements that follow each other in X; rows of Y lie YStride apart.</summary>
    public readonly struct DenseX : IStride2D, ICastableStride<Index2D, LongIndex2D, Stride2D.DenseX>
    {
        /// <summary>Makes a stride from the steps of the components that are not contiguous, in elements.</summary>
        public DenseX(int yStride)
        {
            YStride = yStride;
        }

        /// <summary>Elements from one X to the next: 1.</summary>
        public int XStride => 1;

        /// <summary>Elements from one Y to the next.</summary>
        public int YStride { get; }

        /// <inheritdoc/>
        public Index2D StrideExtent => new(XStride, YStride);

        /// <summary>The stride of a dense array of this extent.</summary>
        public static Stride2D.DenseX FromExtent(Index2D extent) => new(extent.X);

        /// <summary>The stride of a dense array of this extent.</summary>
        public static Stride2D.DenseX FromExtent(LongIndex2D extent) => FromExtent(extent.ToIntIndex());

        /// <summary>The element at an index of a dense array of this extent.</summary>
        public static int ComputeElementIndex(Index2D index, Index2D extent) => FromExtent(extent).ComputeElementIndex(index);

        /// <summary>The element at an index of a dense array of this extent.</summary>
        public static long ComputeElementIndex(LongIndex2D index, LongIndex2D extent) => FromExtent(extent).ComputeElementIndex(index);

        /// <summary>The index of an element of a dense array of this extent.</summary>
        public static Index2D ReconstructFromElementIndex(int elementIndex, Index2D extent) =>
            FromExtent(extent).ReconstructFromElementIndex(elementIndex);

        /// <summary>The index of an element of a dense array of this extent.</summary>
        public static LongIndex2D ReconstructFromElementIndex(long elementIndex, LongIndex2D extent) =>
            FromExtent(extent).ReconstructFromElementIndex(elementIndex);

        /// <inheritdoc/>
        public int ComputeElementIndex(Index2D index) => index.X + index.Y * YStride;

        /// <inheritdoc/>
        public long ComputeElementIndex(LongIndex2D index) => index.X + index.Y * YStride;

        /// <inheritdoc/>
        public int ComputeElementIndexChecked(Index2D index, Index2D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public Index2D ReconstructFromElementIndex(int elementIndex)
        {
            int y = elementIndex / YStride;
            return new(elementIndex - y * YStride, y);
        }

        /// <inheritdoc/>
        public LongIndex2D ReconstructFromElementIndex(long elementIndex)
        {
            long y = elementIndex / YStride;
            return new(elementIndex - y * YStride, y);
        }

        /// <inheritdoc/>
        public int ComputeBufferLength(Index2D extent) => extent.Y * YStride;

        /// <inheritdoc/>
        public long ComputeBufferLength(LongIndex2D extent) => extent.Y * YStride;

        /// <inheritdoc/>
        public (LongIndex2D, Stride2D.DenseX) Cast<TContext>(in TContext context, in LongIndex2D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex2D(context.ComputeNewExtent(extent.X), extent.Y), new Stride2D.DenseX(context.ComputeNewExtent(YStride)));

        /// <inheritdoc/>
        public Stride2D.General AsGeneral() => new(StrideExtent);

        /// <inheritdoc/>
        public Stride1D.General To1DStride() => new(1);
    }
}
