using ConvGpu.Kernels;
using ConvGpu.Tests.Graphs;
using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Training;

namespace ConvGpu.Tests.Matrix;

/// <summary>The matrix has a row for all there is, its columns are filled on every device, and a hole is named.</summary>
public sealed class CheckMatrixTests
{
    [Theory]
    [InlineData(typeof(OpTests))]
    [InlineData(typeof(GradientTests))]
    [InlineData(typeof(FourierTests))]
    [InlineData(typeof(GradientCheckTests))]
    [InlineData(typeof(LossTests))]
    [InlineData(typeof(OptimizerTrajectoryTests))]
    public void WhatFillsItRunsOnEveryDevice(Type tests)
    {
        var collections = tests.Assembly.GetTypes().Where(t => t.IsSubclassOf(tests) && t.IsSealed)
            .Select(t => t.GetCustomAttributes(typeof(CollectionAttribute), false).Cast<CollectionAttribute>().Single().Name);
        Assert.Equal(CheckMatrix.Devices.Order(), collections.Order());
    }

    [Fact]
    public void ItsRowsAreWhatThereIs()
    {
        Assert.Contains(nameof(Conv2DForward), CheckMatrix.Rows(Subject.Op));
        Assert.Contains(nameof(Conv2D), CheckMatrix.Rows(Subject.Layer));
        Assert.Contains(nameof(NegativeLogLikelihood), CheckMatrix.Rows(Subject.Loss));
        Assert.Contains(nameof(Lars), CheckMatrix.Rows(Subject.Optimizer));
        Assert.Equal(OpTable.OpTypes.Count, CheckMatrix.Rows(Subject.Op).Count);
    }

    [Fact]
    public void AHoleIsNamedAndAReasonFillsIt()
    {
        // No test runs on such a device: its cells are empty.
        Assert.Equal(0, CheckMatrix.Count(Subject.Loss, nameof(Hinge), "nowhere", Check.Gradient));
        Assert.Null(MatrixReasons.Of(Subject.Loss, nameof(Hinge), Check.Gradient));
        Assert.Null(MatrixReasons.Of(Subject.Op, nameof(DenseBackwardData), Check.Gradient));
        Assert.NotNull(MatrixReasons.Of(Subject.Op, nameof(DenseForward), Check.Gradient));
        Assert.All(CheckMatrix.Rows(Subject.Op), op => Assert.Null(MatrixReasons.Of(Subject.Op, op, Check.Reference)));
        // Every reason belongs to a row: none outlives what it was given for.
        Assert.All(CheckMatrix.Rows(Subject.Op).Where(op => op.Contains("Backward")), op => Assert.Null(MatrixReasons.Of(Subject.Op, op, Check.Gradient)));
    }

    [Fact]
    public void ALayerIsHeldAgainstDoublePrecisionWhereAllItsOpsAre()
    {
        CheckMatrix.MadeOf(new Probe(), [new ReLUForward(1), new Fill(1, 0)]);
        CheckMatrix.Passed(Subject.Op, nameof(ReLUForward), "a device of this test", Check.Reference, 3);
        Assert.Equal(0, CheckMatrix.Count(Subject.Layer, nameof(Probe), "a device of this test", Check.Reference));
        CheckMatrix.Passed(Subject.Op, nameof(Fill), "a device of this test", Check.Reference);
        Assert.Equal(1, CheckMatrix.Count(Subject.Layer, nameof(Probe), "a device of this test", Check.Reference));
    }

    private sealed class Probe : Layer
    {
        public override string Kind => "probe";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Forward(LayerContext context) => throw new NotSupportedException();
    }
}
