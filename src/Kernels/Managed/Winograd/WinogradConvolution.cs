namespace ConvGpu.Kernels.Managed;

/// <summary>A convolution by F(4x4, 3x3).</summary>
internal sealed unsafe class WinogradConvolution
{
    private readonly WinogradFilters _filters;
    private readonly WinogradProduct _product;
    private readonly WinogradManyFilters? _manyFilters;

    private WinogradConvolution(LoweredPart part, bool rectify, int maxBatch)
    {
        var tiles = new WinogradTiles(part);
        _filters = new WinogradFilters(tiles);
        _product = new WinogradProduct(tiles, _filters, rectify);
        if (WinogradManyFilters.Pays(tiles, _filters, maxBatch)) _manyFilters = new WinogradManyFilters(tiles, _filters, rectify, maxBatch);
    }

    /// <summary>y = act(conv(x, w) + b).</summary>
    public static WinogradConvolution Forward(Conv2DGeometry geometry, Activation activation, int maxBatch) =>
        new(LoweredPart.Forward(geometry), activation == Activation.ReLU, maxBatch);

    /// <summary>dx from dy and w: a convolution with the filters' channels exchanged and their taps turned round.</summary>
    public static WinogradConvolution BackwardData(Conv2DGeometry geometry, int maxBatch) => new(LoweredPart.BackwardData(geometry)[0], false, maxBatch);

    public Workspace Workspace => _manyFilters?.Workspace ?? new(_filters.Length * sizeof(float), _product.ScratchBytes);

    public void Run(int n, float* image, float* filter, float* bias, float* target, byte* memory, int workers)
    {
        if (_manyFilters != null)
        {
            _manyFilters.Run(n, image, filter, bias, target, memory, workers);
            return;
        }
        _filters.Transform(filter, (float*)memory);
        _product.Multiply(n, image, (float*)memory, bias, target, memory + Workspace.SharedBytes, workers);
    }
}

/// <summary>dw by F(3x3, 4x4), and db.</summary>
internal sealed unsafe class WinogradBackwardWeights
{
    private readonly WinogradWeightGradient? _weights;
    private readonly WinogradFewWeights? _fewWeights;
    private readonly ChannelSums _bias;

    public WinogradBackwardWeights(Conv2DGeometry geometry, int maxBatch)
    {
        var tiles = new WinogradTiles(LoweredPart.Forward(geometry));
        if (WinogradFewWeights.Pays(tiles, maxBatch)) _fewWeights = new WinogradFewWeights(tiles, maxBatch);
        else _weights = new WinogradWeightGradient(tiles, maxBatch);
        _bias = new ChannelSums(geometry.OutChannels, geometry.OutHeight * geometry.OutWidth);
    }

    public Workspace Workspace => _fewWeights?.Workspace ?? _weights!.Workspace;

    public void Run(int n, float* x, float* dy, float* dw, float* db, byte* memory, int workers)
    {
        if (_fewWeights != null) _fewWeights.Compute(n, x, dy, dw, memory, workers);
        else _weights!.Compute(n, x, dy, dw, memory, workers);
        if (db != null) _bias.Compute(n, dy, db);
    }
}
