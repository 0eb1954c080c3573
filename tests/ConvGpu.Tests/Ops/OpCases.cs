using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Random cases of every op, by op type: the same seed gives the same case everywhere.</summary>
public static class OpCases
{
    /// <summary>Makes the case of a seed.</summary>
    public static IReadOnlyDictionary<Type, Func<int, OpCase>> Generators { get; } = new Dictionary<Type, Func<int, OpCase>>
    {
        [typeof(Conv2DForward)] = seed => ConvolutionCases.Forward(new RandomCases(seed)),
        [typeof(Conv2DBackwardData)] = seed => ConvolutionCases.BackwardData(new RandomCases(seed)),
        [typeof(Conv2DBackwardWeights)] = seed => ConvolutionCases.BackwardWeights(new RandomCases(seed)),
        [typeof(ChannelBiasForward)] = seed => ChannelCases.BiasForward(new RandomCases(seed)),
        [typeof(ChannelBiasBackward)] = seed => ChannelCases.BiasBackward(new RandomCases(seed)),
        [typeof(Subsample2DForward)] = seed => ChannelCases.SubsampleForward(new RandomCases(seed)),
        [typeof(Subsample2DBackward)] = seed => ChannelCases.SubsampleBackward(new RandomCases(seed)),
        [typeof(Conv3DForward)] = seed => Convolution3DCases.Forward(new RandomCases(seed)),
        [typeof(Conv3DBackwardData)] = seed => Convolution3DCases.BackwardData(new RandomCases(seed)),
        [typeof(Conv3DBackwardWeights)] = seed => Convolution3DCases.BackwardWeights(new RandomCases(seed)),
        [typeof(LocallyConnected2DForward)] = seed => LocallyConnectedCases.Forward(new RandomCases(seed)),
        [typeof(LocallyConnected2DBackwardData)] = seed => LocallyConnectedCases.BackwardData(new RandomCases(seed)),
        [typeof(LocallyConnected2DBackwardWeights)] = seed => LocallyConnectedCases.BackwardWeights(new RandomCases(seed)),
        [typeof(MaxPool2DForward)] = seed => PoolCases.MaxForward(new RandomCases(seed)),
        [typeof(MaxPool2DBackward)] = seed => PoolCases.MaxBackward(new RandomCases(seed)),
        [typeof(AvgPool2DForward)] = seed => PoolCases.AverageForward(new RandomCases(seed)),
        [typeof(AvgPool2DBackward)] = seed => PoolCases.AverageBackward(new RandomCases(seed)),
        [typeof(DenseForward)] = seed => DenseCases.Forward(new RandomCases(seed)),
        [typeof(DenseBackwardData)] = seed => DenseCases.BackwardData(new RandomCases(seed)),
        [typeof(DenseBackwardWeights)] = seed => DenseCases.BackwardWeights(new RandomCases(seed)),
        [typeof(ReLUForward)] = seed => ElementwiseCases.ReLUForward(new RandomCases(seed)),
        [typeof(ReLUBackward)] = seed => ElementwiseCases.ReLUBackward(new RandomCases(seed)),
        [typeof(AdaptiveMaxPool2DForward)] = seed => AdaptivePoolCases.MaxForward(new RandomCases(seed)),
        [typeof(AdaptiveMaxPool2DBackward)] = seed => AdaptivePoolCases.MaxBackward(new RandomCases(seed)),
        [typeof(AdaptiveAvgPool2DForward)] = seed => AdaptivePoolCases.AverageForward(new RandomCases(seed)),
        [typeof(AdaptiveAvgPool2DBackward)] = seed => AdaptivePoolCases.AverageBackward(new RandomCases(seed)),
        [typeof(SoftmaxForward)] = seed => SoftmaxCases.Forward(new RandomCases(seed)),
        [typeof(SoftmaxBackward)] = seed => SoftmaxCases.Backward(new RandomCases(seed)),
        [typeof(OneHot)] = seed => SoftmaxCases.Hot(new RandomCases(seed)),
        [typeof(ActivationForward)] = seed => ActivationCases.Forward(new RandomCases(seed)),
        [typeof(ActivationBackward)] = seed => ActivationCases.Backward(new RandomCases(seed)),
        [typeof(DropoutForward)] = seed => ElementwiseCases.DropoutForward(new RandomCases(seed)),
        [typeof(DropoutBackward)] = seed => ElementwiseCases.DropoutBackward(new RandomCases(seed)),
        [typeof(Fill)] = seed => ElementwiseCases.Fill(new RandomCases(seed)),
        [typeof(Add)] = seed => ElementwiseCases.Add(new RandomCases(seed)),
        [typeof(Scale)] = seed => ElementwiseCases.Scale(new RandomCases(seed)),
        [typeof(SoftmaxCrossEntropyForward)] = seed => LossCases.SoftmaxForward(new RandomCases(seed)),
        [typeof(SoftmaxCrossEntropyBackward)] = seed => LossCases.SoftmaxBackward(new RandomCases(seed)),
        [typeof(MeanSquaredErrorForward)] = seed => LossCases.SquaredForward(new RandomCases(seed)),
        [typeof(MeanSquaredErrorBackward)] = seed => LossCases.SquaredBackward(new RandomCases(seed)),
        [typeof(BatchMean)] = seed => LossCases.Mean(new RandomCases(seed)),
        [typeof(CountCorrect)] = seed => LossCases.Correct(new RandomCases(seed)),
        [typeof(SgdUpdate)] = seed => OptimizerCases.Sgd(new RandomCases(seed)),
        [typeof(AdvanceState)] = seed => OptimizerCases.Advance(new RandomCases(seed)),

        [typeof(Multiply)] = seed => BranchCases.Multiply(new RandomCases(seed)),
        [typeof(ConcatForward)] = seed => BranchCases.ConcatForward(new RandomCases(seed)),
        [typeof(ConcatBackward)] = seed => BranchCases.ConcatBackward(new RandomCases(seed)),
        [typeof(BatchNormForward)] = seed => BatchNormCases.Forward(new RandomCases(seed)),
        [typeof(BatchNormInference)] = seed => BatchNormCases.Inference(new RandomCases(seed)),
        [typeof(BatchNormBackwardWeights)] = seed => BatchNormCases.BackwardWeights(new RandomCases(seed)),
        [typeof(BatchNormBackwardData)] = seed => BatchNormCases.BackwardData(new RandomCases(seed)),
        [typeof(LocalResponseNormForward)] = seed => LocalResponseCases.Forward(new RandomCases(seed)),
        [typeof(LocalResponseNormBackward)] = seed => LocalResponseCases.Backward(new RandomCases(seed)),
        [typeof(EmbeddingForward)] = seed => EmbeddingCases.Forward(new RandomCases(seed)),
        [typeof(EmbeddingBackward)] = seed => EmbeddingCases.Backward(new RandomCases(seed)),
        [typeof(AffineGridForward)] = seed => SpatialCases.AffineForward(new RandomCases(seed)),
        [typeof(AffineGridBackward)] = seed => SpatialCases.AffineBackward(new RandomCases(seed)),
        [typeof(GridSampleForward)] = seed => SpatialCases.SampleForward(new RandomCases(seed)),
        [typeof(GridSampleBackwardData)] = seed => SpatialCases.SampleData(new RandomCases(seed)),
        [typeof(GridSampleBackwardGrid)] = seed => SpatialCases.SampleGrid(new RandomCases(seed)),
    };
}
