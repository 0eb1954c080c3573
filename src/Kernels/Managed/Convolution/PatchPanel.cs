namespace ConvGpu.Kernels.Managed;

/// <summary>The right operand of a register tile of <see cref="PatchProduct"/>, with what is called for while it is multiplied.</summary>
/// <param name="first">The columns of the first sum position.</param>
/// <param name="stride">Floats to those of the next.</param>
internal unsafe struct PatchPanel(float* first, nint stride)
{
    private float* _image;
    private int* _offsets;
    private PatchCopy* _copies;
    private int _count;
    private bool _isListed;

    /// <summary>Calls for a tile's lines at other sum positions: one copy's a product.</summary>
    /// <param name="image">What the copies count from.</param>
    /// <param name="tile">The tile; null for nothing.</param>
    /// <param name="offsets">The sum positions' distances, as many as are multiplied.</param>
    public void Ahead(float* image, PatchTile* tile, int* offsets)
    {
        if (tile == null) return;
        _image = image;
        _offsets = offsets;
        _copies = tile->Copies;
        _count = tile->CopyCount;
    }

    /// <summary>Calls for lines at listed distances, as many as there are sum positions, in the first product.</summary>
    public void Ahead(float* first, int* offsets)
    {
        _image = first;
        _offsets = offsets;
        _count = 1;
        _isListed = true;
    }

    /// <summary>Multiplies it with a panel of filters.</summary>
    /// <param name="tile">The register tile.</param>
    /// <param name="depth">Sum positions.</param>
    /// <param name="left">The filters.</param>
    /// <param name="call">How many products there were before.</param>
    /// <param name="c">Result.</param>
    /// <param name="ldc">Floats between its rows.</param>
    /// <param name="start">Start values and activation.</param>
    public readonly void Multiply(TileShape tile, int depth, PackedLeft left, int call, float* c, nint ldc, in TileStart start)
    {
        if (call >= _count) MicroKernel.Run(tile, depth, left, new SteppedRight(first, stride), c, ldc, start);
        else MicroKernel.Run(tile, depth, left, new PrefetchingRight(first, stride, _image + (_isListed ? 0 : _copies[call].From), _offsets), c, ldc, start);
    }
}
