using ConvGpu.Kernels;
using Xunit;

namespace ConvGpu.Tests.Reference;

/// <summary>The reference itself against numbers worked out elsewhere.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void PhiloxGivesThePublishedWords()
    {
        Assert.Equal([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u], DropoutReference.Philox([0, 0, 0, 0], [0, 0]));
        Assert.Equal(
            [0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u],
            DropoutReference.Philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]));
    }

    [Fact]
    public void AVerticalEdgeKernelGivesTheDifferenceOfColumns()
    {
        var g = new Conv2DGeometry(1, 2, 4, 1, new Window2D(1, 3, 1, 1, 0, 1, 0, 1));
        float[] x = [1, 2, 4, 7, 0, 3, 3, 5], w = [-1, 0, 1];
        Assert.Equal([2, 3, 5, -4, 3, 3, 2, -3], ConvReference.Forward(g, 1, x, w, []).Values);
        Assert.Equal([1, 3, 5, 3, 3, 3, 2, 2], ConvReference.Forward(g with { PaddingMode = PaddingMode.Edge }, 1, x, w, []).Values);
        Assert.Equal([-2, -3, -5, 4, -3, -3, -2, 3], ConvReference.Forward(g with { Flip = true }, 1, x, w, []).Values);
    }

    [Theory]
    [InlineData(PaddingMode.Zero, new double[] { 0, 0, 1, 2, 4, 7, 0, 0 })]
    [InlineData(PaddingMode.Edge, new double[] { 1, 1, 1, 2, 4, 7, 7, 7 })]
    [InlineData(PaddingMode.Reflect, new double[] { 4, 2, 1, 2, 4, 7, 4, 2 })]
    [InlineData(PaddingMode.Circular, new double[] { 4, 7, 1, 2, 4, 7, 1, 2 })]
    public void PaddingHoldsWhatPyTorchPuts(PaddingMode mode, double[] padded)
    {
        // torch.nn.functional.pad of 1 2 4 7 by (2, 2) with constant, replicate, reflect, circular; read by a kernel of 1.
        var row = new Conv2DGeometry(1, 1, 4, 1, new Window2D(1, 1, 1, 1, 0, 2, 0, 2), PaddingMode: mode);
        Assert.Equal(padded, ConvReference.Forward(row, 1, [1, 2, 4, 7], [1], []).Values);
        var column = new Conv2DGeometry(1, 4, 1, 1, new Window2D(1, 1, 1, 1, 2, 0, 2, 0), PaddingMode: mode);
        Assert.Equal(padded, ConvReference.Forward(column, 1, [1, 2, 4, 7], [1], []).Values);
    }

    /// <summary>The examples of section 14.10 of Dive into Deep Learning.</summary>
    [Fact]
    public void ATransposedConvolutionGivesThePublishedExamples()
    {
        double[] values = [0, 1, 2, 3];
        double[] Transposed(int stride, int padding) =>
            new TransposedReference(1, 2, 2, 1, 2, stride, padding, new Size2D(0, 0), 1, 1).Forward(1, values, values, []).Values;
        Assert.Equal([0, 0, 1, 0, 4, 6, 4, 12, 9], Transposed(1, 0));
        Assert.Equal([0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9], Transposed(2, 0));
        Assert.Equal([4], Transposed(1, 1));
    }

    [Fact]
    public void SequencesAreConvolvedByHand()
    {
        double[] Convolved(int stride, PaddingMode mode, bool flip) =>
            new SequenceReference(1, 4, 1, 3, stride, 1, 1, 1, 1, mode, flip).Forward(1, [1, 2, 4, 7], [1, 0, -2], [10]);
        Assert.Equal([10 - 4, 11 - 8, 12 - 14, 14], Convolved(1, PaddingMode.Zero, false));
        Assert.Equal([7 - 4 + 10, 2 - 14 + 10], Convolved(2, PaddingMode.Circular, false));
        Assert.Equal([2 - 4 + 10, 4 - 2 + 10, 7 - 4 + 10, 4 - 8 + 10], Convolved(1, PaddingMode.Reflect, true));
    }

    [Fact]
    public void CeilModeDropsAWindowThatStartsBehindTheImage()
    {
        // PyTorch: max_pool2d of 1x1x1x5 with kernel (1,2), stride 2, ceil_mode has 3 columns; avg_pool2d then divides the last by 1.
        var g = new PoolGeometry(1, 1, 5, new Window2D(1, 2, 1, 2, 0, 0, 0, 0), true);
        Assert.Equal(3, g.OutWidth);
        Assert.Equal([3, 3.5, 5], PoolReference.AverageForward(g, true, 1, [2, 4, 6, 1, 5]).Values);
        Assert.Equal([1, 2, 4], PoolReference.MaxForward(g, 1, [2, 4, 6, 1, 5]).Indices);
    }

    [Fact]
    public void AnErrorBeyondTheBoundFails()
    {
        var expected = DenseReference.Forward(2, 1, 1, [1, 2], [3, 4], [5]);
        expected.Check([16], "exact");
        Assert.ThrowsAny<Exception>(() => expected.Check([16.0001f], "off"));
    }
}
