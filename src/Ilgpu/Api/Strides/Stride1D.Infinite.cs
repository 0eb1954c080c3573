namespace ILGPU;

public static partial class Stride1D
{
    /// <summary>One element for all indices.</summary>
    public readonly struct Infinite : IStride1D
    {
        /// <inheritdoc/>
        public Index1D StrideExtent => 0;

        /// <summary>0: all indices meet the same element.</summary>
        public int XStride => 0;

        /// <inheritdoc/>
        public int ComputeElementIndex(Index1D index) => 0;

        /// <inheritdoc/>
        public long ComputeElementIndex(LongIndex1D index) => 0;

        /// <inheritdoc/>
        public int ComputeElementIndexChecked(Index1D index, Index1D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public Index1D ReconstructFromElementIndex(int elementIndex) => 0;

        /// <inheritdoc/>
        public LongIndex1D ReconstructFromElementIndex(long elementIndex) => 0;

        /// <inheritdoc/>
        public int ComputeBufferLength(Index1D extent) => 1;

        /// <inheritdoc/>
        public long ComputeBufferLength(LongIndex1D extent) => 1;

        /// <inheritdoc/>
        public Stride1D.General AsGeneral() => new(StrideExtent);

        /// <inheritdoc/>
        public Stride1D.General To1DStride() => new(0);
    }
}
