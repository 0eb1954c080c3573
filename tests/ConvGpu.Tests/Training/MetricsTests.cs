namespace ConvGpu.Tests.Training;

/// <summary>Measures of predictions on cases counted by hand.</summary>
public class MetricsTests
{
    [Fact]
    public void CountsAndShares()
    {
        // Class 0: 3 items, 2 right, 1 taken for 1. Class 1: 2 items, 1 right, 1 taken for 0. Class 2: 1 item, taken for 1. Class 3: none.
        var matrix = ConfusionMatrix.Of([0, 0, 0, 1, 1, 2], [0, 1, 0, 1, 0, 1], 4);
        Assert.Equal((2, 1, 1, 1, 1, 0), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1], matrix[2, 1], matrix[2, 2]));
        Assert.Equal((6, 4, 0.5), (matrix.Count, matrix.Classes, matrix.Accuracy));
        double[] precision = [2 / 3.0, 1 / 3.0, 0, 0], recall = [2 / 3.0, 1 / 2.0, 0, 0], f1 = [2 / 3.0, 0.4, 0, 0];
        for (var c = 0; c < 4; c++)
        {
            Assert.Equal(precision[c], matrix.Precision(c), 1e-15);
            Assert.Equal(recall[c], matrix.Recall(c), 1e-15);
            Assert.Equal(f1[c], matrix.F1(c), 1e-15);
        }
        Assert.Equal(0.25, matrix.MeanPrecision, 1e-15);
        Assert.Equal(7 / 24.0, matrix.MeanRecall, 1e-15);
        Assert.Equal((2 / 3.0 + 0.4) / 4, matrix.MeanF1, 1e-15);
        Assert.Equal(0, ConfusionMatrix.Of([], [], 2).Accuracy);
    }

    [Fact]
    public void WhatIsNoClassIsRefused()
    {
        Assert.Throws<ShapeException>(() => ConfusionMatrix.Of([0], [0, 1], 2));
        Assert.Throws<ShapeException>(() => ConfusionMatrix.Of([2], [0], 2));
        Assert.Throws<ShapeException>(() => ConfusionMatrix.Of([0], [-1], 2));
        Assert.Throws<ShapeException>(() => ConfusionMatrix.Of([], [], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfusionMatrix.Of([0], [0], 2)[2, 0]);
    }

    [Theory]
    [InlineData(1, 1 / 4.0)]
    [InlineData(2, 3 / 4.0)]
    [InlineData(3, 3 / 4.0)]
    public void TheClassIsAmongTheFirst(int k, double share)
    {
        // Right at once; second; second of two equal scores; never, since there is a NaN.
        float[] scores = [3, 2, 1, 1, 3, 2, 5, 5, 1, 9, float.NaN, 0];
        Assert.Equal(share, Metrics.TopK(scores, [0, 2, 1, 0], k));
    }

    [Fact]
    public void ScoresThatFitNoItemsAreRefused()
    {
        Assert.Throws<ShapeException>(() => Metrics.TopK([1, 2, 3], [0, 1], 1));
        Assert.Throws<ShapeException>(() => Metrics.TopK([1, 2], [2], 1));
        Assert.Throws<ShapeException>(() => Metrics.TopK([1, 2], [0], 0));
        Assert.Throws<ShapeException>(() => Metrics.TopK([], [], 1));
    }
}
