namespace ConvGpu.Kernels;

/// <summary>The one place where an op meets the code that computes it: a row an op, a column an <see cref="Implementation"/>.</summary>
public static class OpTable
{
    private static readonly Dictionary<Type, Row> Rows = new()
    {
        [typeof(Conv2DForward)] = ByAlgorithm(
            (Conv2DForward op) => op.Geometry, new Conv2DForwardManaged(), new Conv2DForwardLauncher(),
            new ConvFourierForwardManaged(), new ConvFourierForwardLauncher(), new ConvWinogradForwardManaged(), new ConvWinogradForwardLauncher()),
        [typeof(Conv2DBackwardData)] = ByAlgorithm(
            (Conv2DBackwardData op) => op.Geometry, new Conv2DBackwardDataManaged(), new Conv2DBackwardDataLauncher(),
            new ConvFourierBackwardDataManaged(), new ConvFourierBackwardDataLauncher(), new ConvWinogradBackwardDataManaged(), new ConvWinogradBackwardDataLauncher()),
        [typeof(Conv2DBackwardWeights)] = ByAlgorithm(
            (Conv2DBackwardWeights op) => op.Geometry, new Conv2DBackwardWeightsManaged(), new Conv2DBackwardWeightsLauncher(),
            new ConvFourierBackwardWeightsManaged(), new ConvFourierBackwardWeightsLauncher(), new ConvWinogradBackwardWeightsManaged(), new ConvWinogradBackwardWeightsLauncher()),
        [typeof(Fourier2DForward)] = new(new Fourier2DForwardManaged(), new Fourier2DForwardLauncher()),
        [typeof(Fourier2DInverse)] = new(new Fourier2DInverseManaged(), new Fourier2DInverseLauncher()),
        [typeof(ChannelBiasForward)] = new(new ChannelBiasForwardManaged(), new ChannelBiasForwardLauncher()),
        [typeof(ChannelBiasBackward)] = new(new ChannelBiasBackwardManaged(), new ChannelBiasBackwardLauncher()),
        [typeof(Subsample2DForward)] = new(new Subsample2DForwardManaged(), new Subsample2DForwardLauncher()),
        [typeof(Subsample2DBackward)] = new(new Subsample2DBackwardManaged(), new Subsample2DBackwardLauncher()),
        [typeof(Pad3DForward)] = new(new Pad3DForwardManaged(), new Pad3DForwardLauncher()),
        [typeof(Pad3DBackward)] = new(new Pad3DBackwardManaged(), new Pad3DBackwardLauncher()),
        [typeof(Conv3DForward)] = new(new Conv3DForwardManaged(), new Conv3DForwardLauncher()),
        [typeof(Conv3DBackwardData)] = new(new Conv3DBackwardDataManaged(), new Conv3DBackwardDataLauncher()),
        [typeof(Conv3DBackwardWeights)] = new(new Conv3DBackwardWeightsManaged(), new Conv3DBackwardWeightsLauncher()),
        [typeof(LocallyConnected2DForward)] = new(new LocallyConnected2DForwardManaged(), new LocallyConnected2DForwardLauncher()),
        [typeof(LocallyConnected2DBackwardData)] = new(new LocallyConnected2DBackwardDataManaged(), new LocallyConnected2DBackwardDataLauncher()),
        [typeof(LocallyConnected2DBackwardWeights)] =
            new(new LocallyConnected2DBackwardWeightsManaged(), new LocallyConnected2DBackwardWeightsLauncher()),
        [typeof(MaxPool2DForward)] = new(new MaxPool2DForwardManaged(), new MaxPool2DForwardLauncher()),
        [typeof(MaxPool2DBackward)] = new(new MaxPool2DBackwardManaged(), new MaxPool2DBackwardLauncher()),
        [typeof(AvgPool2DForward)] = new(new AvgPool2DForwardManaged(), new AvgPool2DForwardLauncher()),
        [typeof(AvgPool2DBackward)] = new(new AvgPool2DBackwardManaged(), new AvgPool2DBackwardLauncher()),
        [typeof(AdaptiveMaxPool2DForward)] = new(new AdaptiveMaxPool2DForwardManaged(), new AdaptiveMaxPool2DForwardLauncher()),
        [typeof(AdaptiveMaxPool2DBackward)] = new(new AdaptiveMaxPool2DBackwardManaged(), new AdaptiveMaxPool2DBackwardLauncher()),
        [typeof(AdaptiveAvgPool2DForward)] = new(new AdaptiveAvgPool2DForwardManaged(), new AdaptiveAvgPool2DForwardLauncher()),
        [typeof(AdaptiveAvgPool2DBackward)] = new(new AdaptiveAvgPool2DBackwardManaged(), new AdaptiveAvgPool2DBackwardLauncher()),
        [typeof(SoftmaxForward)] = new(new SoftmaxForwardManaged(), new SoftmaxForwardLauncher()),
        [typeof(SoftmaxBackward)] = new(new SoftmaxBackwardManaged(), new SoftmaxBackwardLauncher()),
        [typeof(OneHotForward)] = new(new OneHotManaged(), new OneHotLauncher()),
        [typeof(DenseForward)] = new(new DenseForwardManaged(), new DenseForwardLauncher()),
        [typeof(DenseBackwardData)] = new(new DenseBackwardDataManaged(), new DenseBackwardDataLauncher()),
        [typeof(DenseBackwardWeights)] = new(new DenseBackwardWeightsManaged(), new DenseBackwardWeightsLauncher()),
        [typeof(ReLUForward)] = new(new ReLUForwardManaged(), new ReLUForwardLauncher()),
        [typeof(ReLUBackward)] = new(new ReLUBackwardManaged(), new ReLUBackwardLauncher()),
        [typeof(ActivationForward)] = new(new ActivationForwardManaged(), new ActivationForwardLauncher()),
        [typeof(ActivationBackward)] = new(new ActivationBackwardManaged(), new ActivationBackwardLauncher()),
        [typeof(DropoutForward)] = new(new DropoutForwardManaged(), new DropoutForwardLauncher()),
        [typeof(DropoutBackward)] = new(new DropoutBackwardManaged(), new DropoutBackwardLauncher()),
        [typeof(SoftmaxCrossEntropyForward)] = new(new SoftmaxCrossEntropyForwardManaged(), new SoftmaxCrossEntropyForwardLauncher()),
        [typeof(SoftmaxCrossEntropyBackward)] = new(new SoftmaxCrossEntropyBackwardManaged(), new SoftmaxCrossEntropyBackwardLauncher()),
        [typeof(NegativeLogLikelihoodForward)] = new(new NegativeLogLikelihoodForwardManaged(), new NegativeLogLikelihoodForwardLauncher()),
        [typeof(NegativeLogLikelihoodBackward)] = new(new NegativeLogLikelihoodBackwardManaged(), new NegativeLogLikelihoodBackwardLauncher()),
        [typeof(ElementLossForward)] = new(new ElementLossForwardManaged(), new ElementLossForwardLauncher()),
        [typeof(ElementLossBackward)] = new(new ElementLossBackwardManaged(), new ElementLossBackwardLauncher()),
        [typeof(TargetLikelihoodForward)] = new(new TargetLikelihoodForwardManaged(), new TargetLikelihoodForwardLauncher()),
        [typeof(TargetLikelihoodBackward)] = new(new TargetLikelihoodBackwardManaged(), new TargetLikelihoodBackwardLauncher()),
        [typeof(BatchMean)] = new(new BatchMeanManaged(), new BatchMeanLauncher()),
        [typeof(CountCorrect)] = new(new CountCorrectManaged(), new CountCorrectLauncher()),
        [typeof(Fill)] = new(new FillManaged(), new FillLauncher()),
        [typeof(Add)] = new(new AddManaged(), new AddLauncher()),
        [typeof(Scale)] = new(new ScaleManaged(), new ScaleLauncher()),
        [typeof(SgdUpdate)] = Update((SgdUpdate op) => new SgdRule(op)),
        [typeof(AdvanceState)] = new(new AdvanceStateManaged(), new AdvanceStateLauncher()),
        [typeof(CountItems)] = new(new CountItemsManaged(), new CountItemsLauncher()),
        [typeof(AdamUpdate)] = Update((AdamUpdate op) => new AdamRule(op)),
        [typeof(AdaGradUpdate)] = Update((AdaGradUpdate op) => new AdaGradRule(op)),
        [typeof(RmsPropUpdate)] = Update((RmsPropUpdate op) => new RmsPropRule(op)),
        [typeof(AdaDeltaUpdate)] = Update((AdaDeltaUpdate op) => new AdaDeltaRule(op)),
        [typeof(LarsUpdate)] = Update((LarsUpdate op) => new LarsRule(op)),
        [typeof(ClipValue)] = Update((ClipValue op) => new ClipValueRule(op)),
        [typeof(ScaleByFactor)] = Update((ScaleByFactor op) => new BlendRule(op)),
        [typeof(AddItems)] = Update((AddItems op) => new BlendRule(op)),
        [typeof(MeanOfItems)] = Update((MeanOfItems op) => new BlendRule(op)),
        [typeof(AverageUpdate)] = Update((AverageUpdate op) => new BlendRule(op)),
        [typeof(SumOfSquares)] = new(new SumOfSquaresManaged(), new SumOfSquaresLauncher()),
        [typeof(ClipFactor)] = new(new ClipFactorManaged(), new ClipFactorLauncher()),
        [typeof(TrustRatio)] = new(new TrustRatioManaged(), new TrustRatioLauncher()),

        [typeof(InstanceStatistics)] = new(new InstanceStatisticsManaged(), new InstanceStatisticsLauncher()),
        [typeof(PreparePixels)] = new(new PreparePixelsManaged(), new PreparePixelsLauncher()),
        [typeof(Narrow)] = new(new NarrowManaged(), new NarrowLauncher()),
        [typeof(Widen)] = new(new WidenManaged(), new WidenLauncher()),
        [typeof(Round)] = new(new RoundManaged(), new RoundLauncher()),
        [typeof(LossScaleFactor)] = new(new LossScaleFactorManaged(), new LossScaleFactorLauncher()),
        [typeof(UpdateLossScale)] = new(new UpdateLossScaleManaged(), new UpdateLossScaleLauncher()),

        [typeof(Multiply)] = new(new MultiplyManaged(), new MultiplyLauncher()),
        [typeof(ConcatForward)] = new(new ConcatForwardManaged(), new ConcatForwardLauncher()),
        [typeof(ConcatBackward)] = new(new ConcatBackwardManaged(), new ConcatBackwardLauncher()),
        [typeof(BatchNormForward)] = new(new BatchNormForwardManaged(), new BatchNormForwardLauncher()),
        [typeof(BatchNormInference)] = new(new BatchNormInferenceManaged(), new BatchNormInferenceLauncher()),
        [typeof(BatchNormBackwardWeights)] = new(new BatchNormBackwardWeightsManaged(), new BatchNormBackwardWeightsLauncher()),
        [typeof(BatchNormBackwardData)] = new(new BatchNormBackwardDataManaged(), new BatchNormBackwardDataLauncher()),
        [typeof(LocalResponseNormForward)] = new(new LocalResponseNormForwardManaged(), new LocalResponseNormForwardLauncher()),
        [typeof(LocalResponseNormBackward)] = new(new LocalResponseNormBackwardManaged(), new LocalResponseNormBackwardLauncher()),
        [typeof(EmbeddingForward)] = new(new EmbeddingForwardManaged(), new EmbeddingForwardLauncher()),
        [typeof(EmbeddingBackward)] = new(new EmbeddingBackwardManaged(), new EmbeddingBackwardLauncher()),
        [typeof(AffineGridForward)] = new(new AffineGridForwardManaged(), new AffineGridForwardLauncher()),
        [typeof(AffineGridBackward)] = new(new AffineGridBackwardManaged(), new AffineGridBackwardLauncher()),
        [typeof(GridSampleForward)] = new(new GridSampleForwardManaged(), new GridSampleForwardLauncher()),
        [typeof(GridSampleBackwardData)] = new(new GridSampleBackwardDataManaged(), new GridSampleBackwardDataLauncher()),
        [typeof(GridSampleBackwardGrid)] = new(new GridSampleBackwardGridManaged(), new GridSampleBackwardGridLauncher()),

        [typeof(GroupNormForward)] = new(new GroupNormForwardManaged(), new GroupNormForwardLauncher()),
        [typeof(GroupNormBackwardWeights)] = new(new GroupNormBackwardWeightsManaged(), new GroupNormBackwardWeightsLauncher()),
        [typeof(GroupNormBackwardData)] = new(new GroupNormBackwardDataManaged(), new GroupNormBackwardDataLauncher()),
        [typeof(PReLUForward)] = new(new PReLUForwardManaged(), new PReLUForwardLauncher()),
        [typeof(PReLUBackwardWeights)] = new(new PReLUBackwardWeightsManaged(), new PReLUBackwardWeightsLauncher()),
        [typeof(PReLUBackwardData)] = new(new PReLUBackwardDataManaged(), new PReLUBackwardDataLauncher()),
        [typeof(Resample2DForward)] = new(new Resample2DForwardManaged(), new Resample2DForwardLauncher()),
        [typeof(Resample2DBackward)] = new(new Resample2DBackwardManaged(), new Resample2DBackwardLauncher()),
        [typeof(MaxUnpool2DForward)] = new(new MaxUnpool2DForwardManaged(), new MaxUnpool2DForwardLauncher()),
        [typeof(MaxUnpool2DBackward)] = new(new MaxUnpool2DBackwardManaged(), new MaxUnpool2DBackwardLauncher()),
        [typeof(PixelShuffleForward)] = new(new PixelShuffleForwardManaged(), new PixelShuffleForwardLauncher()),
        [typeof(PixelShuffleBackward)] = new(new PixelShuffleBackwardManaged(), new PixelShuffleBackwardLauncher()),

        [typeof(RearrangeForward)] = new(new RearrangeForwardManaged(), new RearrangeForwardLauncher()),
        [typeof(RearrangeBackward)] = new(new RearrangeBackwardManaged(), new RearrangeBackwardLauncher()),
    };

    /// <summary>The op types that have an implementation.</summary>
    public static IReadOnlyCollection<Type> OpTypes => Rows.Keys;

    /// <summary>Who computes the built-in ops on a device.</summary>
    public static Implementation ImplementationOn(ComputeDevice device) =>
        device.Kind == DeviceKind.Cpu ? Implementation.Managed : Implementation.Kernels;

    /// <summary>Scratch bytes that an op needs on a device while it runs with batches of up to <paramref name="maxBatch"/> items.</summary>
    /// <exception cref="NotSupportedException">The op has no implementation on the device.</exception>
    public static long WorkspaceBytes(Op op, ComputeDevice device, int maxBatch) => Find(op, device).WorkspaceBytes(op, device, maxBatch);

    /// <summary>How an op is computed on a device where there is a choice, such as <c>winograd</c>; else empty.</summary>
    /// <exception cref="NotSupportedException">The op has no implementation on the device.</exception>
    public static string AlgorithmOf(Op op, ComputeDevice device) => Find(op, device).Algorithm(op, device);

    /// <summary>Binds an op to a device and to the memory of its operands; compiles its kernels.</summary>
    /// <param name="op">What is computed.</param>
    /// <param name="device">Where.</param>
    /// <param name="operands">Memory in the order of docs/ops.md, each large enough for <paramref name="maxBatch"/> items.</param>
    /// <param name="workspace">At least <see cref="WorkspaceBytes"/>, free to be used by other ops between runs.</param>
    /// <param name="maxBatch">The largest batch that will be run.</param>
    /// <exception cref="ArgumentException">The operands do not fit the op.</exception>
    /// <exception cref="NotSupportedException">The op has no implementation on the device.</exception>
    public static BoundOp Bind(Op op, ComputeDevice device, ReadOnlySpan<Operand> operands, Operand workspace, int maxBatch)
    {
        var implementation = Find(op, device);
        if (maxBatch < 1)
            throw new ArgumentOutOfRangeException(nameof(maxBatch), maxBatch, $"{op.Name} on {device.Id}: the batch must be at least 1, not {maxBatch}.");
        if (operands.Length != op.OperandCount)
            throw new ArgumentException($"{op.Name} on {device.Id} takes {op.OperandCount} operands (docs/ops.md), not {operands.Length}.", nameof(operands));
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i].Bytes.Length / sizeof(float) > int.MaxValue)
                throw new ArgumentException(
                    $"{op.Name} on {device.Id}: operand {i} has {operands[i].Bytes.Length / sizeof(float):N0} elements, more than 2^31 - 1. "
                    + $"Use a batch smaller than {maxBatch}.", nameof(operands));
        }
        long needed = implementation.WorkspaceBytes(op, device, maxBatch);
        if (workspace.Bytes.Length < needed)
            throw new ArgumentException(
                $"{op.Name} on {device.Id} needs {needed:N0} bytes of workspace for a batch of {maxBatch}, not {workspace.Bytes.Length:N0}.", nameof(workspace));
        return implementation.Bind(op, device, operands, workspace, maxBatch);
    }

    private static OpImplementation Find(Op op, ComputeDevice device)
    {
        if (op is KernelOp) return KernelOpImplementation.Instance;
        if (!Rows.TryGetValue(op.GetType(), out var row))
            throw new NotSupportedException($"{op.Name} has no row in OpTable: add the op and its implementations there (docs/add-an-op.md).");
        return ImplementationOn(device) == Implementation.Managed ? row.Managed : row.Kernels;
    }

    private static Row Update<TOp, TRule>(Func<TOp, TRule> rule) where TOp : ParameterUpdate where TRule : unmanaged, IUpdateRule =>
        new(new UpdateManaged<TOp, TRule>(rule), new UpdateLauncher<TOp, TRule>(rule));

    private static Row ByAlgorithm<TOp>(
        Func<TOp, Conv2DGeometry> geometry, OpImplementation managed, OpImplementation kernels, OpImplementation fftManaged, OpImplementation fftKernels,
        OpImplementation winogradManaged, OpImplementation winogradKernels)
        where TOp : Op =>
        new(new ByAlgorithm<TOp>(geometry, managed, fftManaged, winogradManaged), new ByAlgorithm<TOp>(geometry, kernels, fftKernels, winogradKernels));

    private sealed record Row(OpImplementation Managed, OpImplementation Kernels);
}
