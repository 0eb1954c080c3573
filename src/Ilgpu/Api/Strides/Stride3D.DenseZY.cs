namespace ILGPU;

public static partial class Stride3D
{
    /// <summary>Z fastest, then Y, then X. The layout of a C# array <c>T[x, y, z]</c>.</summary>
    public readonly struct DenseZY : IStride3D, ICastableStride<Index3D, LongIndex3D, Stride3D.DenseZY>
    {
        /// <summary>Makes a stride from the steps of the components that are not contiguous, in elements.</summary>
        public DenseZY(int xStride, int yStride)
        {
            XStride = xStride;
            YStride = yStride;
        }

        /// <summary>Elements from one X to the next.</summary>
        public int XStride { get; }

        /// <summary>Elements from one Y to the next.</summary>
        public int YStride { get; }

        /// <summary>Elements from one Z to the next: 1.</summary>
        public int ZStride => 1;

        /// <inheritdoc/>
        public Index3D StrideExtent => new(XStride, YStride, ZStride);

        /// <summary>The stride of a dense array of this extent.</summary>
        public static Stride3D.DenseZY FromExtent(Index3D extent) => new(extent.Z * extent.Y, extent.Z);

        /// <summary>The stride of a dense array of this extent.</summary>
        public static Stride3D.DenseZY FromExtent(LongIndex3D extent) => FromExtent(extent.ToIntIndex());

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
        public int ComputeElementIndex(Index3D index) => index.X * XStride + index.Y * YStride + index.Z;

        /// <inheritdoc/>
        public long ComputeElementIndex(LongIndex3D index) => index.X * XStride + index.Y * YStride + index.Z;

        /// <inheritdoc/>
        public int ComputeElementIndexChecked(Index3D index, Index3D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public Index3D ReconstructFromElementIndex(int elementIndex)
        {
            int x = elementIndex / XStride;
            int rest = elementIndex - x * XStride;
            int y = rest / YStride;
            return new(x, y, rest - y * YStride);
        }

        /// <inheritdoc/>
        public LongIndex3D ReconstructFromElementIndex(long elementIndex)
        {
            long x = elementIndex / XStride;
            long rest = elementIndex - x * XStride;
            long y = rest / YStride;
            return new(x, y, rest - y * YStride);
        }

        /// <inheritdoc/>
        public int ComputeBufferLength(Index3D extent) => extent.X * XStride;

        /// <inheritdoc/>
        public long ComputeBufferLength(LongIndex3D extent) => extent.X * XStride;

        /// <inheritdoc/>
        public (LongIndex3D, Stride3D.DenseZY) Cast<TContext>(in TContext context, in LongIndex3D extent)
            where TContext : struct, IStrideCastContext =>
            (new LongIndex3D(extent.X, extent.Y, context.ComputeNewExtent(extent.Z)), new Stride3D.DenseZY(context.ComputeNewExtent(XStride), context.ComputeNewExtent(YStride)));

        /// <inheritdoc/>
        public Stride3D.General AsGeneral() => new(StrideExtent);

        /// <inheritdoc/>
        public Stride1D.General To1DStride() => new(1);
    }
}
