using ILGPU;
using ILGPU.Algorithms;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Indices, strides and the functions that kernels share with hosts.</summary>
public class IndexTests
{
    [Fact]
    public void IndicesComputeComponentByComponent()
    {
        var a = new Index3D(7, -2, 3);
        Index3D b = (2, 5, 3);
        Assert.Equal(new Index3D(9, 3, 6), a + b);
        Assert.Equal(new Index3D(5, -7, 0), a.Subtract(b));
        Assert.Equal(new Index3D(14, -10, 9), a * b);
        Assert.Equal(new Index3D(3, 0, 1), a / b);
        Assert.Equal(new Index3D(2, -2, 3), Index3D.Min(a, b));
        Assert.Equal(new Index3D(2, 0, 2), Index3D.Clamp(a, Index3D.Zero, new Index3D(2)));
        Assert.True(new Index2D(1, 2).InBounds((2, 3)));
        Assert.False(new Index2D(2, 2).InBounds((2, 3)));
        Assert.False(new Index2D(0, -1).InBounds((2, 3)));
        Assert.True(new Index2D(2, 3).InBoundsInclusive((2, 3)));
        Assert.Equal(1L << 40, new Index2D(1 << 20, 1 << 20).LongSize);
        Assert.Equal(new Index2D(7, -2), a.XY);
        Assert.Equal(new LongIndex3D(7, -2, 3), (LongIndex3D)a);
        Assert.Equal(12, (int)new Index1D(12));
    }

    [Fact]
    public void StridesTurnIndicesIntoElementsAndBack()
    {
        var extent = new Index3D(4, 5, 6);
        Check(Stride3D.DenseXY.FromExtent(extent));
        Check(Stride3D.DenseZY.FromExtent(extent));
        Check(Stride3D.DenseXY.FromExtent(extent).AsGeneral());
        Check(new Stride3D.General(new Index3D(6, 24, 1)));

        void Check<TStride>(TStride stride) where TStride : struct, IStride3D
        {
            var seen = new HashSet<int>();
            for (int x = 0; x < 4; x++)
                for (int y = 0; y < 5; y++)
                    for (int z = 0; z < 6; z++)
                    {
                        var index = new Index3D(x, y, z);
                        int element = stride.ComputeElementIndex(index);
                        Assert.InRange(element, 0, 119);
                        Assert.True(seen.Add(element));
                        Assert.Equal(index, stride.ReconstructFromElementIndex(element));
                        Assert.Equal(index.ToLongIndex(), stride.ReconstructFromElementIndex((long)element));
                    }
            Assert.Equal(120, stride.ComputeBufferLength(extent));
        }
    }

    [Fact]
    public void MathsFollowsNet()
    {
        Assert.Equal(float.NaN, XMath.Max(float.NaN, 1f));
        Assert.Equal(3f, XMath.RoundAwayFromZero(2.5f));
        Assert.Equal(-3f, XMath.RoundAwayFromZero(-2.5f));
        Assert.Equal(0f, XMath.RoundAwayFromZero(0.49999997f));
        Assert.Equal(2f, XMath.RoundToEven(2.5f));
        Assert.Equal(int.MinValue, IntrinsicMath.Abs(int.MinValue));
        Assert.Equal(4, XMath.DivRoundUp(7, 2));
        Assert.Equal(0x1122334455667788UL, XMath.ComposeULong(XMath.Decompose(0x1122334455667788UL)));
        Assert.Equal(1234.57, XMath.Round(1234.5678, 2), 9);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(7, 2)]
    [InlineData(-7, 2)]
    [InlineData(3, 2)]
    [InlineData(-5, 3)]
    [InlineData(1, 3)]
    [InlineData(2, -3)]
    [InlineData(6, 4)]
    [InlineData(10, 4)]
    [InlineData(0.75, 0.5)]
    public void TheRemainderIsThatOfIeee754(double x, double y)
    {
        Assert.Equal(Math.IEEERemainder(x, y), XMath.IEEERemainder(x, y));
        Assert.Equal(MathF.IEEERemainder((float)x, (float)y), XMath.IEEERemainder((float)x, (float)y));
    }

    [Fact]
    public void HalvesRoundToTheNearestValue()
    {
        Assert.Equal(65504f, (float)ILGPU.Half.MaxValue);
        Assert.Equal(0.333251953125f, (float)(ILGPU.Half)(1f / 3));
        Assert.Equal(2.5f, (float)((ILGPU.Half)1.5f + ILGPU.Half.One));
        Assert.True(ILGPU.Half.IsNaN((ILGPU.Half)float.NaN));
        Assert.Equal(-3, (int)(ILGPU.Half)(-3.75f));
    }
}
