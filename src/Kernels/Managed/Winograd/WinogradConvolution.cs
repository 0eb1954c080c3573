namespace ConvGpu.Kernels.Managed;

/// <summary>y = act(conv(x, w) + b) by F(4x4, 3x3).</summary>
internal sealed unsafe class WinogradForward
{
    private readonly WinogradFilters _filters;
    private readonly WinogradProduct _product;

    public WinogradForward(Conv2DGeometry geometry, Activation activation)
    {
        var tiles = new WinogradTiles(LoweredPart.Forward(geometry));
        _filters = new WinogradFilters(tiles);
        _product = new WinogradProduct(tiles, _filters, activation == Activation.ReLU);
    }

    public Workspace Workspace => new(_filters.Length * sizeof(float), _product.ScratchBytes);

    public void Run(int n, float* x, float* w, float* bias, float* y, byte* memory, int workers)
    {
        _filters.Transform(w, (float*)memory);
        _product.Multiply(n, x, (float*)memory, bias, y, memory + Workspace.SharedBytes, workers);
    }
}

/// <summary>dx from dy and w by F(4x4, 3x3): a convolution with the filters' channels exchanged and their taps turned round.</summary>
internal sealed unsafe class WinogradBackwardData
{
    private readonly WinogradFilters _filters;
    private readonly WinogradProduct _product;

    public WinogradBackwardData(Conv2DGeometry geometry)
    {
        var tiles = new WinogradTiles(LoweredPart.BackwardData(geometry)[0]);
        _filters = new WinogradFilters(tiles);
        _product = new WinogradProduct(tiles, _filters, false);
    }

    public Workspace Workspace => new(_filters.Length * sizeof(float), _product.ScratchBytes);

    public void Run(int n, float* dy, float* w, float* dx, byte* memory, int workers)
    {
        _filters.Transform(w, (float*)memory);
        _product.Multiply(n, dy, (float*)memory, null, dx, memory + Workspace.SharedBytes, workers);
    }
}

/// <summary>dw by F(3x3, 4x4), and db.</summary>
internal sealed unsafe class WinogradBackwardWeights(Conv2DGeometry geometry, int maxBatch)
{
    private readonly WinogradWeightGradient _weights = new(new WinogradTiles(LoweredPart.Forward(geometry)), maxBatch);
    private readonly ChannelSums _bias = new(geometry.OutChannels, geometry.OutHeight * geometry.OutWidth);

    public Workspace Workspace => _weights.Workspace;

    public void Run(int n, float* x, float* dy, float* dw, float* db, byte* memory, int workers)
    {
        _weights.Compute(n, x, dy, dw, memory, workers);
        if (db != null) _bias.Compute(n, dy, db);
    }
}
