namespace ILGPU;

public static partial class Stride2D
{
    /// <summary>Elements that follow each other in Y; rows of X lie XStride apart. The layout of a C# array <c>T[x, y]</c>.</summary>
    public readonly struct DenseY : IStride2D, ICastableStride<Index2D, LongIndex2D, Stride2D.DenseY>
    {
        /// <summary>Makes a stride from the steps of the components that are not contiguous, in elements.</summary>
        public DenseY(int xStride)
        {
            XStride = xStride;
        }

        /// <summary>Elements from one X to the next.</summary>
        public int XStride { get; }

        /// <summary>Elements from one Y to the next: 1.</summary>
        public int YStride => 1;

        /// <inheritdoc/>
        public Index2D StrideExtent => new(XStride, YStride);

        /// <summary>The stride of a dense array of this extent.</summary>
        public static Stride2D.DenseY FromExtent(Index2D extent) => new(extent.Y);

        /// <summary>The stride of a dense array of this extent.</summary>
        public static Stride2D.DenseY FromExtent(LongIndex2D extent) => FromExtent(extent.ToIntIndex());

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
        public int ComputeElementIndex(Index2D index) => index.X * XStride + index.Y;

        /// <inheritdoc/>
        public long ComputeElementIndex(LongIndex2D index) => index.X * XStride + index.Y;

        /// <inheritdoc/>
        public int ComputeElementIndexChecked(Index2D index, Index2D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public Index2D ReconstructFromElementIndex(int elementIndex)
        {
            int x = elementIndex / XStride;
            return new(x, elementIndex - x * XStride);
        }

        /// <inheritdoc/>
        public LongIndex2D ReconstructFromElementIndex(long elementIndex)
        {
            long x = elementIndex / XStride;
            return new(x, elementIndex - x * XStride);
        }

        /// <inheritdoc/>
        public int ComputeBufferLength(Index2D extent) => extent.X * XStride;

        /// <inheritdoc/>
        public long ComputeBufferLength(LongIndex2D extent) => extent.X * XStride;

        /// <inheritdoc/>
        public (LongIndex2D, Stride2D.DenseY) Cast<TContext>(in TContext context, in LongIndex2D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex2D(extent.X, context.ComputeNewExtent(extent.Y)), new Stride2D.DenseY(context.ComputeNewExtent(XStride)));

        /// <inheritdoc/>
        public Stride2D.General AsGeneral() => new(StrideExtent);

        /// <inheritdoc/>
        public Stride1D.General To1DStride() => new(1);
    }
}
