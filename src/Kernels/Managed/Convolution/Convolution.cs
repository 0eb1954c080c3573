using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = act(conv(x, w) + b) on the host.</summary>
internal sealed unsafe class ConvolutionForward
{
    private readonly FilterPanels _panels;
    private readonly ConvolutionProduct _product;
    private readonly long _packedBytes;

    public ConvolutionForward(Conv2DGeometry geometry, Activation activation, int maxBatch)
    {
        LoweredPart[] parts = [LoweredPart.Forward(geometry)];
        _panels = new FilterPanels(parts);
        _product = ConvolutionProduct.Of(parts, activation == Activation.ReLU);
        _packedBytes = Workspace.Align(FilterPanels.PackedLength(parts) * sizeof(float));
        Workspace = new Workspace(_packedBytes + _product.FrameBytes(maxBatch), _product.ScratchBytes);
    }

    public Workspace Workspace { get; }

    public void Run(int n, float* x, float* w, float* bias, float* y, byte* memory, int workers)
    {
        _panels.Pack(w, (float*)memory);
        _product.Multiply(n, x, (float*)memory, bias, y, (float*)(memory + _packedBytes), memory + Workspace.SharedBytes, workers);
    }
}

/// <summary>dx from dy and w on the host.</summary>
internal sealed unsafe class ConvolutionBackwardData
{
    private readonly FilterPanels _panels;
    private readonly ConvolutionProduct _product;
    private readonly PaddingFold? _fold;
    private readonly long _packedBytes, _paddedBytes;

    public ConvolutionBackwardData(Conv2DGeometry geometry, int maxBatch)
    {
        var folds = geometry.PaddingMode != PaddingMode.Zero;
        var folded = folds ? PaddingFold.Padded(geometry) : geometry;
        _fold = folds ? new PaddingFold(geometry) : null;
        var parts = LoweredPart.BackwardData(folded);
        _panels = new FilterPanels(parts);
        _product = ConvolutionProduct.Of(parts, false);
        _packedBytes = Workspace.Align(FilterPanels.PackedLength(parts) * sizeof(float));
        _paddedBytes = folds ? Workspace.Align((long)maxBatch * folded.InCount * sizeof(float)) : 0;
        Workspace = new Workspace(_packedBytes + _paddedBytes + _product.FrameBytes(maxBatch), _product.ScratchBytes);
    }

    public Workspace Workspace { get; }

    public void Run(int n, float* dy, float* w, float* dx, byte* memory, int workers)
    {
        _panels.Pack(w, (float*)memory);
        var target = _fold is null ? dx : (float*)(memory + _packedBytes);
        _product.Multiply(n, dy, (float*)memory, null, target, (float*)(memory + _packedBytes + _paddedBytes), memory + Workspace.SharedBytes,
            workers);
        _fold?.Fold(n, target, dx);
    }
}

/// <summary>dw and db from x and dy on the host.</summary>
internal sealed unsafe class ConvolutionBackwardWeights(Conv2DGeometry geometry, int maxBatch)
{
    private readonly WeightGradient _weights = WeightGradient.Of(geometry);
    private readonly ChannelSums _bias = new(geometry.OutChannels, geometry.OutHeight * geometry.OutWidth);

    public Workspace Workspace => _weights.Workspace(maxBatch);

    /// <param name="n">Batch items.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="dy">The gradient of its output.</param>
    /// <param name="dw">Overwritten.</param>
    /// <param name="db">Overwritten; null where there is no bias.</param>
    /// <param name="memory">The workspace.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Run(int n, float* x, float* dy, float* dw, float* db, byte* memory, int workers)
    {
        _weights.Compute(n, x, dy, dw, memory, workers);
        if (db != null) _bias.Compute(n, dy, db);
    }
}
