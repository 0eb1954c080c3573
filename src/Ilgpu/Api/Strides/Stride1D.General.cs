namespace ILGPU;

public static partial class Stride1D
{
    /// <summary>A fixed step between elements.</summary>
    public struct General : IStride1D
    {
        /// <summary>Makes a stride from the step of each component, in elements.</summary>
        public General(Index1D stride)
        {
            StrideExtent = stride;
        }

        /// <inheritdoc/>
        public Index1D StrideExtent { get; }

        /// <summary>Elements from one X to the next.</summary>
        public readonly int XStride => StrideExtent.X;

        /// <inheritdoc/>
        public readonly int ComputeElementIndex(Index1D index) => index.X * XStride;

        /// <inheritdoc/>
        public readonly long ComputeElementIndex(LongIndex1D index) => index.X * XStride;

        /// <inheritdoc/>
        public readonly int ComputeElementIndexChecked(Index1D index, Index1D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public readonly long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public readonly Index1D ReconstructFromElementIndex(int elementIndex) => elementIndex / XStride;

        /// <inheritdoc/>
        public readonly LongIndex1D ReconstructFromElementIndex(long elementIndex) => elementIndex / XStride;

        /// <inheritdoc/>
        public readonly int ComputeBufferLength(Index1D extent) => extent.X * XStride;

        /// <inheritdoc/>
        public readonly long ComputeBufferLength(LongIndex1D extent) => extent.X * XStride;

        /// <inheritdoc/>
        public readonly Stride1D.General AsGeneral() => this;

        /// <inheritdoc/>
        public readonly Stride1D.General To1DStride() => this;
    }
}
