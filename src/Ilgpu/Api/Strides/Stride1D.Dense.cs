namespace ILGPU;

public static partial class Stride1D
{
    /// <summary>Consecutive elements.</summary>
    public readonly struct Dense : IStride1D, ICastableStride<Index1D, LongIndex1D, Stride1D.Dense>
    {
        /// <summary>Elements from one X to the next: 1.</summary>
        public int XStride => 1;

        /// <inheritdoc/>
        public Index1D StrideExtent => 1;

        /// <inheritdoc/>
        public int ComputeElementIndex(Index1D index) => index.X;

        /// <inheritdoc/>
        public long ComputeElementIndex(LongIndex1D index) => index.X;

        /// <inheritdoc/>
        public int ComputeElementIndexChecked(Index1D index, Index1D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public Index1D ReconstructFromElementIndex(int elementIndex) => elementIndex;

        /// <inheritdoc/>
        public LongIndex1D ReconstructFromElementIndex(long elementIndex) => elementIndex;

        /// <inheritdoc/>
        public int ComputeBufferLength(Index1D extent) => extent.X;

        /// <inheritdoc/>
        public long ComputeBufferLength(LongIndex1D extent) => extent.X;

        /// <inheritdoc/>
        public (LongIndex1D, Stride1D.Dense) Cast<TContext>(in TContext context, in LongIndex1D extent)
            where TContext : struct, IStrideCastContext =>
            (context.ComputeNewExtent(extent.X), default);

        /// <inheritdoc/>
        public Stride1D.General AsGeneral() => new(StrideExtent);

        /// <inheritdoc/>
        public Stride1D.General To1DStride() => new(1);
    }
}
