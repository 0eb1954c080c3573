namespace ILGPU;

public static partial class Stride3D
{
    /// <summary>Any step in each dimension.</summary>
    public readonly struct General : IStride3D
    {
        /// <summary>Makes a stride from the step of each component, in elements.</summary>
        public General(Index3D stride)
        {
            StrideExtent = stride;
        }

        /// <inheritdoc/>
        public Index3D StrideExtent { get; }

        /// <summary>Elements from one X to the next.</summary>
        public int XStride => StrideExtent.X;

        /// <summary>Elements from one Y to the next.</summary>
        public int YStride => StrideExtent.Y;

        /// <summary>Elements from one Z to the next.</summary>
        public int ZStride => StrideExtent.Z;

        /// <inheritdoc/>
        public int ComputeElementIndex(Index3D index) => index.X * XStride + index.Y * YStride + index.Z * ZStride;

        /// <inheritdoc/>
        public long ComputeElementIndex(LongIndex3D index) => index.X * XStride + index.Y * YStride + index.Z * ZStride;

        /// <inheritdoc/>
        public int ComputeElementIndexChecked(Index3D index, Index3D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) => ComputeElementIndex(index);

        /// <inheritdoc/>
        public Index3D ReconstructFromElementIndex(int elementIndex) =>
            General3D.Reconstruct(elementIndex, XStride, YStride, ZStride);

        /// <inheritdoc/>
        public LongIndex3D ReconstructFromElementIndex(long elementIndex) =>
            General3D.Reconstruct(elementIndex, XStride, YStride, ZStride);

        /// <inheritdoc/>
        public int ComputeBufferLength(Index3D extent) => General3D.BufferLength(extent, StrideExtent);

        /// <inheritdoc/>
        public long ComputeBufferLength(LongIndex3D extent) => General3D.BufferLength(extent, StrideExtent);

        /// <inheritdoc/>
        public Stride3D.General AsGeneral() => this;

        /// <inheritdoc/>
        public Stride1D.General To1DStride() => new(Math.Min(XStride, Math.Min(YStride, ZStride)));
    }
}
