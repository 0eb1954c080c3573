namespace ConvGpu.Kernels.Managed;

/// <summary>
/// What the passes of a 3-D convolution share: each plane of the output is a 2-D convolution of the planes that the kernel's depth meets,
/// so a few items at a time are rearranged and go through the 2-D code as images, one for each plane of the output.
/// </summary>
internal sealed unsafe class PlaneByPlane
{
    // What a pass rearranges stays in the last-level cache where the batch allows.
    private const long MaxPassBytes = 16 << 20;

    private readonly long _imageBytes;

    public PlaneByPlane(Conv3DGeometry geometry, int maxBatch)
    {
        Geometry = geometry;
        Inputs = new DepthPlanes(geometry);
        Outputs = new PlaneSwap(geometry.OutChannels, geometry.OutDepth, geometry.OutHeight * geometry.OutWidth);
        ItemsPerPass = (int)Math.Clamp(MaxPassBytes / ((Inputs.Item + geometry.OutCount) * sizeof(float)), 1, maxBatch);
        _imageBytes = Workspace.Align(ItemsPerPass * Inputs.Item * sizeof(float));
        Bytes = _imageBytes + Workspace.Align((long)ItemsPerPass * geometry.OutCount * sizeof(float));
    }

    public Conv3DGeometry Geometry { get; }

    public DepthPlanes Inputs { get; }

    public PlaneSwap Outputs { get; }

    public int ItemsPerPass { get; }

    /// <summary>The most images of a pass.</summary>
    public int Images => ItemsPerPass * Geometry.OutDepth;

    /// <summary>Bytes of the rearranged inputs and outputs.</summary>
    public long Bytes { get; }

    public float* InputImages(byte* memory) => (float*)memory;

    public float* OutputImages(byte* memory) => (float*)(memory + _imageBytes);

    /// <summary>The workspace with that of the 2-D code behind the images.</summary>
    public Workspace With(Workspace planes) => new(Bytes + planes.SharedBytes, planes.WorkerBytes);
}

/// <summary>y = conv(x, w) + b over volumes on the host.</summary>
internal sealed unsafe class Convolution3DForward
{
    private readonly PlaneByPlane _planes;
    private readonly ConvolutionForward _convolution;

    public Convolution3DForward(Conv3DGeometry geometry, int maxBatch)
    {
        _planes = new PlaneByPlane(geometry, maxBatch);
        _convolution = new ConvolutionForward(geometry.PlaneByPlane, Activation.None, _planes.Images);
    }

    public Workspace Workspace => _planes.With(_convolution.Workspace);

    public void Run(int n, float* x, float* w, float* bias, float* y, byte* memory, int workers)
    {
        var geometry = _planes.Geometry;
        float* inputs = _planes.InputImages(memory), outputs = _planes.OutputImages(memory);
        for (var item = 0; item < n; item += _planes.ItemsPerPass)
        {
            var items = Math.Min(_planes.ItemsPerPass, n - item);
            _planes.Inputs.Gather(items, x + (long)item * geometry.InCount, inputs);
            _convolution.Run(items * geometry.OutDepth, inputs, w, bias, outputs, memory + _planes.Bytes, workers);
            _planes.Outputs.ToVolumes(items, outputs, y + (long)item * geometry.OutCount);
        }
    }
}

/// <summary>dx from dy and w over volumes on the host.</summary>
internal sealed unsafe class Convolution3DBackwardData
{
    private readonly PlaneByPlane _planes;
    private readonly ConvolutionBackwardData _convolution;

    public Convolution3DBackwardData(Conv3DGeometry geometry, int maxBatch)
    {
        _planes = new PlaneByPlane(geometry, maxBatch);
        _convolution = new ConvolutionBackwardData(geometry.PlaneByPlane, _planes.Images);
    }

    public Workspace Workspace => _planes.With(_convolution.Workspace);

    public void Run(int n, float* dy, float* w, float* dx, byte* memory, int workers)
    {
        var geometry = _planes.Geometry;
        float* inputs = _planes.InputImages(memory), outputs = _planes.OutputImages(memory);
        for (var item = 0; item < n; item += _planes.ItemsPerPass)
        {
            var items = Math.Min(_planes.ItemsPerPass, n - item);
            _planes.Outputs.ToImages(items, dy + (long)item * geometry.OutCount, outputs);
            _convolution.Run(items * geometry.OutDepth, outputs, w, inputs, memory + _planes.Bytes, workers);
            _planes.Inputs.Scatter(items, inputs, dx + (long)item * geometry.InCount);
        }
    }
}

/// <summary>dw and db from x and dy over volumes on the host; the sums of the passes are added in order.</summary>
internal sealed unsafe class Convolution3DBackwardWeights
{
    private readonly PlaneByPlane _planes;
    private readonly ConvolutionBackwardWeights _convolution;
    private readonly ChannelSums _bias;
    private readonly long _partBytes;

    public Convolution3DBackwardWeights(Conv3DGeometry geometry, int maxBatch)
    {
        _planes = new PlaneByPlane(geometry, maxBatch);
        _convolution = new ConvolutionBackwardWeights(geometry.PlaneByPlane, _planes.Images);
        _bias = new ChannelSums(geometry.OutChannels, geometry.OutVolume);
        _partBytes = maxBatch > _planes.ItemsPerPass ? Workspace.Align((long)geometry.WeightCount * sizeof(float)) : 0;
    }

    public Workspace Workspace
    {
        get
        {
            var all = _planes.With(_convolution.Workspace);
            return new Workspace(all.SharedBytes + _partBytes, all.WorkerBytes);
        }
    }

    /// <param name="n">Batch items.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="dy">The gradient of its output.</param>
    /// <param name="dw">Overwritten.</param>
    /// <param name="db">Overwritten; null where there is no bias.</param>
    /// <param name="memory">The workspace.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Run(int n, float* x, float* dy, float* dw, float* db, byte* memory, int workers)
    {
        var geometry = _planes.Geometry;
        float* inputs = _planes.InputImages(memory), outputs = _planes.OutputImages(memory), part = (float*)(memory + _planes.Bytes);
        for (var item = 0; item < n; item += _planes.ItemsPerPass)
        {
            var items = Math.Min(_planes.ItemsPerPass, n - item);
            _planes.Inputs.Gather(items, x + (long)item * geometry.InCount, inputs);
            _planes.Outputs.ToImages(items, dy + (long)item * geometry.OutCount, outputs);
            _convolution.Run(items * geometry.OutDepth, inputs, outputs, item == 0 ? dw : part, null, memory + _planes.Bytes + _partBytes, workers);
            if (item > 0) VectorSum.Add(dw, part, geometry.WeightCount);
        }
        if (db != null) _bias.Compute(n, dy, db);
    }
}
