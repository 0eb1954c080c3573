using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>An op in one configuration, named for people; with a tile where not the one is meant that suits the sizes.</summary>
internal sealed record CatalogEntry(string Configuration, Op Op, IBlockedTile? Tile = null)
{
    /// <summary>Op and configuration, such as "conv2d.forward-3x3-64-bias-relu".</summary>
    public string Name => Configuration.Length > 0 ? $"{Op.Name}-{Configuration}" : Op.Name;
}

/// <summary>
/// Ops and configurations that between them load every kernel of this assembly (a test holds this): what `convgpu kernels` writes and what
/// is loaded first on a new device.
/// </summary>
internal static class KernelCatalog
{
    private const int Batch = 4;

    /// <summary>Every operand gets this much: more than any op of the catalog reads or writes.</summary>
    private const long OperandBytes = 1 << 24;

    private static readonly Conv2DGeometry
        Wide = new(64, 14, 14, 64, Window2D.Square(3, padding: 1)),
        First = new(3, 32, 32, 16, Window2D.Square(5, padding: 2)),
        Edge = new(8, 14, 14, 40, Window2D.Square(3, padding: 1), PaddingMode: PaddingMode.Edge),
        Strided = new(32, 15, 15, 64, Window2D.Square(3, 2, 1)),
        Point = new(64, 14, 14, 128, Window2D.Square(1)),
        Fours = new(64, 16, 16, 128, Window2D.Square(3, padding: 1)),
        Deep = new(256, 7, 7, 256, Window2D.Square(3, padding: 1));

    private static readonly Subsample2DGeometry Halved = new(16, 14, 14, 1, 0, 2, 2);

    private static readonly Conv2DGeometry
        Frequency = new(8, 14, 14, 16, Window2D.Square(5, padding: 2)) { Algorithm = ConvAlgorithm.Fft },
        CircularFrequency = new(8, 14, 14, 16, Window2D.Square(5, padding: 2), 1, PaddingMode.Circular) { Algorithm = ConvAlgorithm.Fft };

    private static readonly Conv2DGeometry
        Minimal = new(64, 14, 14, 64, Window2D.Square(3, padding: 1)) { Algorithm = ConvAlgorithm.Winograd },
        SmallMinimal = new(64, 5, 5, 64, Window2D.Square(3)) { Algorithm = ConvAlgorithm.Winograd },
        OddMinimal = new(30, 5, 5, 30, Window2D.Square(3, padding: 1), 2) { Algorithm = ConvAlgorithm.Winograd };

    private static readonly Conv3DGeometry
        Volume = new(8, 8, 14, 14, 32, Window3D.Cube(3, padding: 1)),
        StridedVolume = new(8, 8, 14, 14, 32, Window3D.Cube(3, 2, 1));

    private static readonly Pad3DGeometry Padded = new(8, 8, 14, 14, (1, 1), (1, 1), (1, 1), PaddingMode.Reflect);

    private static readonly RearrangeGeometry Transposed = new([new(14, 14, 16), new(16, 16, 1)]);

    private static readonly LocallyConnected2DGeometry Local = new(8, 14, 14, 16, Window2D.Square(3, padding: 1));

    private static readonly PoolGeometry Pool = new(16, 14, 14, Window2D.Square(2, 2)), Overlapping = new(16, 15, 15, Window2D.Square(3, 2, 1));

    private static readonly AdaptivePoolGeometry Adaptive = new(16, 15, 15, 6, 6);

    private static readonly ActivationFunction[] Activations =
    [
        ActivationFunction.Sigmoid, ActivationFunction.Tanh, ActivationFunction.LeakyReLU(), ActivationFunction.Elu(), ActivationFunction.Gelu,
        ActivationFunction.GeluTanh, ActivationFunction.SiLU, ActivationFunction.Softplus(), ActivationFunction.Clip(0, 6),
        ActivationFunction.Selu, ActivationFunction.HardSigmoid, ActivationFunction.HardSwish, ActivationFunction.Softsign,
        ActivationFunction.Power(2.5f), ActivationFunction.Root(2.5f),
        ActivationFunction.Exp, ActivationFunction.Log, ActivationFunction.Abs, ActivationFunction.Reciprocal, ActivationFunction.Erf,
        ActivationFunction.Affine(2, 1), ActivationFunction.Floor, ActivationFunction.Ceil, ActivationFunction.Round, ActivationFunction.Step,
    ];

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new("3x3-64-bias-relu", new Conv2DForward(Wide, true, Activation.ReLU)),
        new("3x3-64-bias", new Conv2DForward(Wide, true)),
        new("3x3-64-relu", new Conv2DForward(Wide, false, Activation.ReLU)),
        new("3x3-64", new Conv2DForward(Wide, false)),
        new("5x5-16-bias-relu", new Conv2DForward(First, true, Activation.ReLU)),
        new("3x3-40-edge-bias", new Conv2DForward(Edge, true)),
        new("3x3-64-stride2-bias", new Conv2DForward(Strided, true)),
        new("1x1-128-bias", new Conv2DForward(Point, true)),
        new("3x3-256-bias", new Conv2DForward(Deep, true)),
        new("3x3-64", new Conv2DBackwardData(Wide)),
        new("5x5-16", new Conv2DBackwardData(First)),
        new("3x3-40-edge", new Conv2DBackwardData(Edge)),
        new("3x3-64-stride2", new Conv2DBackwardData(Strided)),
        new("1x1-128", new Conv2DBackwardData(Point)),
        new("3x3-64-bias", new Conv2DBackwardWeights(Wide, true)),
        new("5x5-16-bias", new Conv2DBackwardWeights(First, true)),
        new("3x3-40-edge", new Conv2DBackwardWeights(Edge, false)),
        new("1x1-128", new Conv2DBackwardWeights(Point, false)),
        new("5x5-16-fft-bias-relu", new Conv2DForward(Frequency, true, Activation.ReLU)),
        new("5x5-16-fft-bias", new Conv2DForward(Frequency, true)),
        new("5x5-16-fft-relu", new Conv2DForward(Frequency, false, Activation.ReLU)),
        new("5x5-16-fft-circular", new Conv2DForward(CircularFrequency, false)),
        new("5x5-16-fft", new Conv2DBackwardData(Frequency)),
        new("5x5-16-fft-circular", new Conv2DBackwardData(CircularFrequency)),
        new("5x5-16-fft-bias", new Conv2DBackwardWeights(Frequency, true)),
        new("5x5-16-fft-circular", new Conv2DBackwardWeights(CircularFrequency, false)),
        new("3x3-64-winograd-bias-relu", new Conv2DForward(Minimal, true, Activation.ReLU)),
        new("3x3-64-winograd-bias", new Conv2DForward(Minimal, true)),
        new("3x3-64-winograd-relu", new Conv2DForward(Minimal, false, Activation.ReLU)),
        new("3x3-64-winograd", new Conv2DBackwardData(Minimal)),
        new("3x3-64-winograd-bias", new Conv2DBackwardWeights(Minimal, true)),
        new("3x3-64-winograd-5x5-bias-relu", new Conv2DForward(SmallMinimal, true, Activation.ReLU)),
        new("3x3-64-winograd-5x5-bias", new Conv2DForward(SmallMinimal, true)),
        new("3x3-64-winograd-5x5-relu", new Conv2DForward(SmallMinimal, false, Activation.ReLU)),
        new("3x3-64-winograd-5x5", new Conv2DBackwardData(SmallMinimal)),
        new("3x3-64-winograd-5x5-bias", new Conv2DBackwardWeights(SmallMinimal, true)),
        new("3x3-30-winograd", new Conv2DForward(OddMinimal, false)),
        new("3x3-30-winograd", new Conv2DBackwardWeights(OddMinimal, false)),
        new("32x16", new Fourier2DForward(8, 32, 16)),
        new("32x16", new Fourier2DInverse(8, 32, 16)),
        new("", new Pad3DForward(Padded)),
        new("", new Pad3DBackward(Padded)),
        new("3x3x3-32-bias", new Conv3DForward(Volume, true)),
        new("3x3x3-32", new Conv3DForward(Volume, false)),
        new("3x3x3-32", new Conv3DBackwardData(Volume)),
        new("3x3x3-32-stride2", new Conv3DBackwardData(StridedVolume)),
        new("3x3x3-32-bias", new Conv3DBackwardWeights(Volume, true)),
        new("3x3-16-bias", new LocallyConnected2DForward(Local, true)),
        new("3x3-16", new LocallyConnected2DBackwardData(Local)),
        new("3x3-16-bias", new LocallyConnected2DBackwardWeights(Local, true)),
        new("512-256-bias-relu", new DenseForward(512, 256, true, Activation.ReLU)),
        new("512-256-bias", new DenseForward(512, 256, true)),
        new("512-256", new DenseForward(512, 256, false)),
        new("84-10-bias", new DenseForward(84, 10, true)),
        new("512-256", new DenseBackwardData(512, 256)),
        new("84-10", new DenseBackwardData(84, 10)),
        new("512-256-bias", new DenseBackwardWeights(512, 256, true)),
        new("84-10-bias", new DenseBackwardWeights(84, 10, true)),
        new("16-14x14", new ChannelBiasForward(16, 196)),
        new("16-14x14", new ChannelBiasBackward(16, 196)),
        new("2x2", new Subsample2DForward(Halved)),
        new("2x2", new Subsample2DBackward(Halved)),
        new("2x2", new MaxPool2DForward(Pool)),
        new("2x2", new MaxPool2DBackward(Pool)),
        new("3x3-overlapping", new MaxPool2DBackward(Overlapping)),
        new("2x2", new AvgPool2DForward(Pool)),
        new("3x3-overlapping-uncounted", new AvgPool2DForward(Overlapping, CountPadding: false)),
        new("2x2", new AvgPool2DBackward(Pool)),
        new("3x3-overlapping-uncounted", new AvgPool2DBackward(Overlapping, CountPadding: false)),
        new("15x15-to-6x6", new AdaptiveMaxPool2DForward(Adaptive)),
        new("15x15-to-6x6", new AdaptiveMaxPool2DBackward(Adaptive)),
        new("15x15-to-6x6", new AdaptiveAvgPool2DForward(Adaptive)),
        new("15x15-to-1x1", new AdaptiveAvgPool2DForward(new AdaptivePoolGeometry(16, 15, 15))),
        new("15x15-to-6x6", new AdaptiveAvgPool2DBackward(Adaptive)),
        .. new[] { false, true }.SelectMany(log => new CatalogEntry[]
        {
            new("rows", new SoftmaxForward(1, 10, 1, log)), new("rows", new SoftmaxBackward(1, 10, 1, log)),
            new("channels", new SoftmaxForward(1, 10, 49, log)), new("channels", new SoftmaxBackward(1, 10, 49, log)),
        }),
        new("10", new OneHotForward(10)),
        new("", new ReLUForward(1000)),
        new("", new ReLUBackward(1000)),
        .. Activations.SelectMany(f => new CatalogEntry[] { new("", new ActivationForward(1000, f)), new("", new ActivationBackward(1000, f)) }),
        new("", new DropoutForward(1000, 0.5f, 1)),
        new("", new DropoutBackward(1000, 0.5f, 1)),
        new("10", new SoftmaxCrossEntropyForward(10)),
        new("10", new SoftmaxCrossEntropyBackward(10)),
        new("10", new NegativeLogLikelihoodForward(10)),
        new("10", new NegativeLogLikelihoodBackward(10)),
        .. new[] { ElementLoss.Squared, ElementLoss.Absolute, ElementLoss.Huber(), ElementLoss.BinaryCrossEntropy, ElementLoss.Hinge }.SelectMany(
            f => new CatalogEntry[] { new("10", new ElementLossForward(10, f)), new("10", new ElementLossBackward(10, f)) }),
        new("10", new TargetLikelihoodForward(10, 0.1f, Weighted: true)),
        new("10", new TargetLikelihoodBackward(10, 0.1f, Weighted: true)),
        new("", new BatchMean()),
        new("10", new CountCorrect(10)),
        new("", new Fill(1000, 1)),
        new("", new Add(1000)),
        new("", new Scale(1000, 2)),
        new("plain", new SgdUpdate(1000)),
        new("momentum", new SgdUpdate(1000, 0.9f, 1e-4f)),
        new("", new AdamUpdate(1000)),
        new("", new AdaGradUpdate(1000)),
        new("centered-momentum", new RmsPropUpdate(1000, Momentum: 0.9f, Centered: true)),
        new("", new AdaDeltaUpdate(1000)),
        new("", new LarsUpdate(1000)),
        new("", new ClipValue(1000, 1)),
        new("", new AverageUpdate(1000)),
        new("", new SumOfSquares(1000)),
        new("", new ClipFactor(10, 1)),
        new("", new TrustRatio()),
        new("", new CountItems()),
        new("", new AdvanceState()),
        .. new[] { StorageType.Half, StorageType.BFloat16 }.SelectMany(type => new CatalogEntry[]
        {
            new($"{type}", new Narrow(1000, type)), new($"{type}", new Widen(1000, type)), new($"{type}", new Round(1000, type)),
        }),
        new("", new LossScaleFactor(false)),
        new("16", new InstanceStatistics(new(16, 196), 0.1f, 1e-5f)),
        new("3x32x32", new PreparePixels(3, 3, 32, 32)),
        new("", new UpdateLossScale(10, 100)),
        new("", new Multiply(1000)),
        new("", new ConcatForward([100, 200])),
        new("16", new BatchNormForward(new(16, 196), 0.1f, 1e-5f)),
        new("16", new BatchNormInference(new(16, 196), 1e-5f)),
        new("16", new BatchNormBackwardWeights(new(16, 196))),
        new("16", new BatchNormBackwardData(new(16, 196))),
        new("5", new LocalResponseNormForward(new(new(16, 196), 5, 1e-4f, 0.75f, 2))),
        new("5", new LocalResponseNormBackward(new(new(16, 196), 5, 1e-4f, 0.75f, 2))),
        new("100-16", new EmbeddingForward(new(100, 16, 20))),
        new("100-16", new EmbeddingBackward(new(100, 16, 20))),
        new("", new AffineGridForward(14, 14)),
        new("", new AffineGridBackward(14, 14)),
        new("", new GridSampleForward(new(3, 14, 14, 12, 12))),
        new("", new GridSampleBackwardData(new(3, 14, 14, 12, 12))),
        new("", new GridSampleBackwardGrid(new(3, 14, 14, 12, 12))),
        new("channels", new DropoutForward(1000, 0.5f, 1, Plane: 100)),
        new("4", new GroupNormForward(new(4, 784, 16, 196), 1e-5f, true)),
        new("4", new GroupNormBackwardData(new(4, 784, 16, 196), true)),
        new("4", new GroupNormBackwardWeights(new(4, 784, 16, 196))),
        new("1", new GroupNormBackwardWeights(new(1, 3136, 3136, 1))),
        new("16", new PReLUForward(new(16, 196))),
        new("16", new PReLUBackwardData(new(16, 196))),
        new("16", new PReLUBackwardWeights(new(16, 196))),
        new("bilinear", new Resample2DForward(new(3, 14, 14, 28, 28, ResampleMode.Bilinear))),
        new("bilinear", new Resample2DBackward(new(3, 14, 14, 28, 28, ResampleMode.Bilinear))),
        new("2x2", new MaxUnpool2DForward(Pool)),
        new("2x2", new MaxUnpool2DBackward(Pool)),
        new("2", new PixelShuffleForward(new(3, 14, 14, 2))),
        new("2", new PixelShuffleBackward(new(3, 14, 14, 2))),
        new("transpose", new RearrangeForward(Transposed)),
        new("transpose", new RearrangeBackward(Transposed)),
        .. GemmTiling.BlockedTiles.SelectMany(tile => InTile(tile)),
    ];

    /// <summary>The products of layers whose sizes are multiples of four, in a tile that large ones get.</summary>
    private static CatalogEntry[] InTile(IBlockedTile tile) =>
    [
        new("3x3-128-bias-relu", new Conv2DForward(Fours, true, Activation.ReLU), tile),
        new("3x3-128", new Conv2DBackwardData(Fours), tile),
        new("3x3-128", new Conv2DBackwardWeights(Fours, false), tile),
        new("512-256-bias-relu", new DenseForward(512, 256, true, Activation.ReLU), tile),
        new("512-256", new DenseBackwardData(512, 256), tile),
        new("512-256", new DenseBackwardWeights(512, 256, false), tile),
    ];

    /// <summary>Binds and runs every entry, which loads its kernels; the results mean nothing.</summary>
    /// <param name="device">A device that computes by kernels.</param>
    /// <param name="after">Called after each entry that ran.</param>
    /// <param name="refused">Called with each entry that failed and why, and the next one follows; without it the first failure is thrown.</param>
    public static void Load(ComputeDevice device, Action<CatalogEntry> after, Action<CatalogEntry, Exception>? refused = null)
    {
        int most = Entries.Max(entry => entry.Op.OperandCount);
        using var memory = device.Allocate(most * OperandBytes, "kernel catalog");
        Operand[] zeros = [.. Enumerable.Range(0, most).Select(i => new Operand(memory.Bytes.SubView(i * OperandBytes, OperandBytes)))];
        foreach (var entry in Entries)
        {
            try
            {
                Run(entry, device, memory, zeros[..entry.Op.OperandCount]);
                // A fault on the device belongs to the entry that ran last.
                if (refused is not null) device.Synchronize();
            }
            catch (Exception error) when (refused is not null)
            {
                refused(entry, error);
                continue;
            }
            after(entry);
        }
    }

    private static void Run(CatalogEntry entry, ComputeDevice device, DeviceBuffer memory, Operand[] operands)
    {
        // Zeros of its own for every operand: labels and positions among them are indices.
        memory.Bytes.MemSetToZero(device.Stream);
        using var forced = entry.Tile is { } tile ? GemmTiling.Force(tile) : null;
        using var workspace = device.Allocate(OpTable.WorkspaceBytes(entry.Op, device, Batch), "workspace");
        OpTable.Bind(entry.Op, device, operands, new Operand(workspace.Bytes), Batch).Run(Batch);
    }
}
