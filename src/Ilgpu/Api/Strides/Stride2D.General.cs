namespace ILGPU;

public static partial class Stride2D
{
    /// <summary>Any step in each dimension.</summary>
    public readonly struct General : IStride2D
    {
        /// <summary>Makes a stride from the step of each component, in elements.</summary>
        public General(Index2D stride)
        {
            StrideExtent = stride;
        }

        /// <inheritdoc/>
        public Index2D StrideExtent { get; }

        /// <summary>Elements from one X to the next.</summary>
        public int XStride => StrideExtent.X;

        /// <summary>Elements from one Y to the next.</summary>
        public int YStride => StrideExtent.Y;

        /// <inheritdoc/>
        public int ComputeElementIndex(Index2D index) => index.X * XStride + index.Y * YStride;

        /// <inheritdoc/>
        public long ComputeElementIndex(LongIndex2D index) => index.X * XStride + index.Y * YStride;

        /// <inheritdoc/>
        public int ComputeElementIndexChecked(Index2D index, Index2D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public Index2D ReconstructFromElementIndex(int elementIndex) =>
            General2D.Reconstruct(elementIndex, XStride, YStride);

        /// <inheritdoc/>
        public LongIndex2D ReconstructFromElementIndex(long elementIndex) =>
            General2D.Reconstruct(elementIndex, XStride, YStride);

        /// <inheritdoc/>
        public int ComputeBufferLength(Index2D extent) => General2D.BufferLength(extent, StrideExtent);

        /// <inheritdoc/>
        public long ComputeBufferLength(LongIndex2D extent) => General2D.BufferLength(extent, StrideExtent);

        /// <inheritdoc/>
        public Stride2D.General AsGeneral() => this;

        /// <inheritdoc/>
        public Stride1D.General To1DStride() => new(Math.Min(XStride, YStride));
    }
}
