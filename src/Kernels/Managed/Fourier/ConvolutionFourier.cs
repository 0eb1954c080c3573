namespace ConvGpu.Kernels.Managed;

/// <summary>What the passes of a convolution by transforms share on the host: spectra in the workspace, and images on their way there and back.</summary>
internal sealed unsafe class FourierPasses(Conv2DGeometry geometry, ConvFourierWorkspace spectra)
{
    private readonly FourierPlan _plan = spectra.Plan;

    public int ItemsPerPass => spectra.ItemsPerPass;

    /// <summary>The spectra, and per worker what one image takes while it is transformed.</summary>
    public Workspace Workspace(FourierImages images) => new(spectra.Bytes, images.ScratchBytes);

    /// <summary>x with its padding.</summary>
    public FourierImages Inputs() => new(_plan.Height, _plan.Width, FrameMap.Padded(geometry, _plan));

    /// <summary>y.</summary>
    public FourierImages Outputs() => Corner(geometry.OutHeight, geometry.OutWidth, false);

    /// <summary>w.</summary>
    public FourierImages Filters() => Corner(geometry.Window.KernelHeight, geometry.Window.KernelWidth, geometry.Flip);

    public SpectrumProductJob Product(ProductSteps steps, bool conjugate) => new(steps, _plan.Bins, geometry.Groups, conjugate);

    public float* First(byte* memory) => (float*)memory + spectra.FirstStart;

    public float* Second(byte* memory) => (float*)memory + spectra.SecondStart;

    public float* Result(byte* memory) => (float*)memory + spectra.ResultStart;

    private FourierImages Corner(int height, int width, bool flip) =>
        new(_plan.Height, _plan.Width, FrameMap.Corner(_plan.Height, _plan.Width, height, width, flip));
}

/// <summary>y: transforms of the padded images times conjugate transforms of the filters, summed over channels (correlation).</summary>
internal sealed unsafe class FourierForward
{
    private readonly Conv2DGeometry _geometry;
    private readonly FourierPasses _passes;
    private readonly FourierImages _inputs, _filters, _outputs;
    private readonly SpectrumProductJob _product;
    private readonly bool _rectify;

    public FourierForward(Conv2DGeometry geometry, Activation activation, int maxBatch)
    {
        var spectra = ConvFourierWorkspace.Forward(geometry, maxBatch);
        _geometry = geometry;
        _passes = new FourierPasses(geometry, spectra);
        (_inputs, _filters, _outputs) = (_passes.Inputs(), _passes.Filters(), _passes.Outputs());
        _product = _passes.Product(ProductSteps.Forward(geometry, spectra.Spectrum), conjugate: true);
        _rectify = activation == Activation.ReLU;
    }

    public Workspace Workspace => _passes.Workspace(_inputs);

    public void Run(int n, float* x, float* w, float* bias, float* y, byte* memory, int workers)
    {
        var scratch = memory + Workspace.SharedBytes;
        float* first = _passes.First(memory), second = _passes.Second(memory), result = _passes.Result(memory);
        _filters.Forward(_geometry.OutChannels * _geometry.GroupInChannels, w, second, scratch, workers);
        for (var item = 0; item < n; item += _passes.ItemsPerPass)
        {
            var items = Math.Min(_passes.ItemsPerPass, n - item);
            _inputs.Forward(items * _geometry.InChannels, x + (long)item * _geometry.InCount, first, scratch, workers);
            _product.Run(first, second, result, items, _geometry.GroupOutChannels, _geometry.GroupInChannels, accumulate: false);
            _outputs.Back(
                items * _geometry.OutChannels, result, y + (long)item * _geometry.OutCount, bias, _geometry.OutChannels, _rectify, scratch, workers);
        }
    }
}

/// <summary>dx: transforms of dy times those of the filters, summed over output channels (convolution); the frame's padding is folded back.</summary>
internal sealed unsafe class FourierBackwardData
{
    private readonly Conv2DGeometry _geometry;
    private readonly FourierPasses _passes;
    private readonly FourierImages _inputs, _filters, _outputs;
    private readonly SpectrumProductJob _product;

    public FourierBackwardData(Conv2DGeometry geometry, int maxBatch)
    {
        var spectra = ConvFourierWorkspace.BackwardData(geometry, maxBatch, folds: false);
        _geometry = geometry;
        _passes = new FourierPasses(geometry, spectra);
        (_inputs, _filters, _outputs) = (_passes.Inputs(), _passes.Filters(), _passes.Outputs());
        _product = _passes.Product(ProductSteps.BackwardData(geometry, spectra.Spectrum), conjugate: false);
    }

    public Workspace Workspace => _passes.Workspace(_inputs);

    public void Run(int n, float* dy, float* w, float* dx, byte* memory, int workers)
    {
        var scratch = memory + Workspace.SharedBytes;
        float* first = _passes.First(memory), second = _passes.Second(memory), result = _passes.Result(memory);
        _filters.Forward(_geometry.OutChannels * _geometry.GroupInChannels, w, second, scratch, workers);
        for (var item = 0; item < n; item += _passes.ItemsPerPass)
        {
            var items = Math.Min(_passes.ItemsPerPass, n - item);
            _outputs.Forward(items * _geometry.OutChannels, dy + (long)item * _geometry.OutCount, first, scratch, workers);
            _product.Run(first, second, result, items, _geometry.GroupInChannels, _geometry.GroupOutChannels, accumulate: false);
            _inputs.Back(
                items * _geometry.InChannels, result, dx + (long)item * _geometry.InCount, null, _geometry.InChannels, false, scratch, workers);
        }
    }
}

/// <summary>dw: transforms of the padded images times conjugate transforms of dy, summed over the batch, pass by pass; db from dy itself.</summary>
internal sealed unsafe class FourierBackwardWeights
{
    private readonly Conv2DGeometry _geometry;
    private readonly FourierPasses _passes;
    private readonly FourierImages _inputs, _filters, _outputs;
    private readonly SpectrumProductJob _product;
    private readonly ChannelSums _bias;

    public FourierBackwardWeights(Conv2DGeometry geometry, int maxBatch)
    {
        var spectra = ConvFourierWorkspace.BackwardWeights(geometry, maxBatch);
        _geometry = geometry;
        _passes = new FourierPasses(geometry, spectra);
        (_inputs, _filters, _outputs) = (_passes.Inputs(), _passes.Filters(), _passes.Outputs());
        _product = _passes.Product(ProductSteps.BackwardWeights(geometry, spectra.Spectrum), conjugate: true);
        _bias = new ChannelSums(geometry.OutChannels, geometry.OutHeight * geometry.OutWidth);
    }

    public Workspace Workspace => _passes.Workspace(_inputs);

    /// <param name="n">Batch items.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="dy">The gradient of its output.</param>
    /// <param name="dw">Overwritten.</param>
    /// <param name="db">Overwritten; null where there is no bias.</param>
    /// <param name="memory">The workspace.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Run(int n, float* x, float* dy, float* dw, float* db, byte* memory, int workers)
    {
        var scratch = memory + Workspace.SharedBytes;
        float* first = _passes.First(memory), second = _passes.Second(memory), result = _passes.Result(memory);
        for (var item = 0; item < n; item += _passes.ItemsPerPass)
        {
            var items = Math.Min(_passes.ItemsPerPass, n - item);
            _inputs.Forward(items * _geometry.InChannels, x + (long)item * _geometry.InCount, first, scratch, workers);
            _outputs.Forward(items * _geometry.OutChannels, dy + (long)item * _geometry.OutCount, second, scratch, workers);
            _product.Run(first, second, result, _geometry.GroupInChannels, _geometry.GroupOutChannels, items, accumulate: item > 0);
        }
        _filters.Back(_geometry.OutChannels * _geometry.GroupInChannels, result, dw, null, 1, false, scratch, workers);
        if (db != null) _bias.Compute(n, dy, db);
    }
}
