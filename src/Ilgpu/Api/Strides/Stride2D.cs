namespace ILGPU;

/// <summary>How the elements of 2-dimensional views lie in memory.</summary>
public static partial class Stride2D
{
    /// <summary>The size of the contiguous dimension of an allocation, in elements.</summary>
    public delegate long GetLeadingDimensionSize(LongIndex2D extent);

    /// <summary>Makes the stride of an allocation from its extent and the size of its contiguous dimension.</summary>
    public delegate TStride BuildStride<TStride>(LongIndex2D extent, int leadingDimension)
        where TStride : struct, IStride2D;
}
