using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015) with PyTorch's rules: y = w (x - m) / sqrt(v + epsilon) + b for each channel. In training
/// m and v are mean and variance over the batch (divided by the count), and the running statistics follow them: running = (1 - momentum)
/// running + momentum batch, with the variance divided by the count less 1. In inference m and v are the running statistics. Learns
/// <c>weight</c> (from 1) and <c>bias</c> (from 0), keeps <c>running_mean</c> (from 0) and <c>running_var</c> (from 1), all (C).
/// </summary>
public abstract class BatchNorm : Layer
{
    private readonly int _channels;
    private readonly float _momentum;
    private readonly float _epsilon;

    private protected BatchNorm(int channels, float momentum, float epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!(momentum >= 0 && momentum <= 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum of running statistics is from 0 to 1.");
        if (!(epsilon > 0 && float.IsFinite(epsilon)))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "What is added to the variance is finite and above 0.");
        (_channels, _momentum, _epsilon) = (channels, momentum, epsilon);
    }

    /// <inheritdoc/>
    public override bool FusesActivation => true;

    internal override bool IsNormalization => true;

    /// <summary>How far the running statistics move towards those of a batch.</summary>
    internal float Momentum => _momentum;

    /// <summary>What is added to the variance.</summary>
    internal float Epsilon => _epsilon;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0].C == _channels
        ? inputs[0]
        : throw new ShapeException($"takes {_channels} channels, but gets {inputs[0]}; use new {GetType().Name}({inputs[0].C}).");

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs) =>
        [PerChannel("weight", Initializer.Constant(1)), PerChannel("bias", Initializer.Zeros)];

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Buffers(IReadOnlyList<Shape> inputs) =>
        [PerChannel("running_mean", Initializer.Zeros), PerChannel("running_var", Initializer.Constant(1))];

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        if (context.Training)
        {
            context.Emit(
                new BatchNormForward(SizesOf(context), _momentum, _epsilon, context.Activation),
                context.Input(), context.Parameter(0), context.Parameter(1), context.Buffer(0), context.Buffer(1),
                context.SavedWhole("mean", new Shape(_channels)), context.SavedWhole("inverse", new Shape(_channels)), context.Output);
        }
        else
        {
            context.Emit(
                new BatchNormInference(SizesOf(context), _epsilon, context.Activation),
                context.Input(), context.Parameter(0), context.Parameter(1), context.Buffer(0), context.Buffer(1), context.Output);
        }
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var (gradient, sizes) = (context.ReadOnlyOutputGradient, SizesOf(context));
        var (mean, inverse) = (context.SavedWhole("mean", new Shape(_channels)), context.SavedWhole("inverse", new Shape(_channels)));
        var (dw, db) = (context.ParameterGradient(0), context.ParameterGradient(1));
        context.Emit(new BatchNormBackwardWeights(sizes), context.Input(), gradient, mean, inverse, dw, db);
        if (!context.NeedsInputGradient()) return;
        context.Emit(
            new BatchNormBackwardData(sizes), context.Input(), gradient, context.Parameter(0), mean, inverse, dw, db, context.InputGradientOver());
    }

    private ParameterSpec PerChannel(string name, Initializer initializer) => new(name, new Shape(_channels), 1, 1, initializer);

    private static ChannelSizes SizesOf(LayerContext context) =>
        new(context.InputShape().C, (int)(context.InputShape().ItemCount / context.InputShape().C));
}

/// <summary>Batch normalisation of images (N, C, H, W); the statistics of a channel are over batch, rows and columns.</summary>
/// <inheritdoc cref="BatchNorm"/>
public sealed class BatchNorm2D : BatchNorm
{
    /// <summary>Creates the layer.</summary>
    /// <param name="channels">Channels of the input, at least 1.</param>
    /// <param name="momentum">How far the running statistics move towards those of a batch, 0 to 1.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public BatchNorm2D(int channels, float momentum = 0.1f, float epsilon = 1e-5f) : base(channels, momentum, epsilon)
    {
    }

    /// <inheritdoc/>
    public override string Kind => "batchnorm2d";
}

/// <summary>Batch normalisation of vectors (N, C) and sequences (N, C, L); the statistics of a channel are over batch and length.</summary>
/// <inheritdoc cref="BatchNorm"/>
public sealed class BatchNorm1D : BatchNorm
{
    /// <summary>Creates the layer.</summary>
    /// <param name="channels">Channels of the input, at least 1.</param>
    /// <param name="momentum">How far the running statistics move towards those of a batch, 0 to 1.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public BatchNorm1D(int channels, float momentum = 0.1f, float epsilon = 1e-5f) : base(channels, momentum, epsilon)
    {
    }

    /// <inheritdoc/>
    public override string Kind => "batchnorm1d";

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0].H == 1 || inputs[0].W == 1
        ? base.InferShape(inputs)
        : throw new ShapeException($"takes vectors or sequences, but gets {inputs[0]}; use new BatchNorm2D({inputs[0].C}).");
}

/// <summary>Batch normalisation of volumes (N, C, D, H, W); the statistics of a channel are over batch, planes, rows and columns.</summary>
/// <inheritdoc cref="BatchNorm"/>
public sealed class BatchNorm3D : BatchNorm
{
    /// <summary>Creates the layer.</summary>
    /// <param name="channels">Channels of the input, at least 1.</param>
    /// <param name="momentum">How far the running statistics move towards those of a batch, 0 to 1.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public BatchNorm3D(int channels, float momentum = 0.1f, float epsilon = 1e-5f) : base(channels, momentum, epsilon)
    {
    }

    /// <inheritdoc/>
    public override string Kind => "batchnorm3d";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;
}
