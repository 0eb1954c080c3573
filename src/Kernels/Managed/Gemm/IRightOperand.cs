namespace ConvGpu.Kernels.Managed;

/// <summary>Where the right operand of a register tile has the row of columns of each k.</summary>
internal unsafe interface IRightOperand
{
    float* At(nint k);
}

/// <summary>Rows at equal distances: a packed panel, or a matrix in place.</summary>
internal readonly unsafe struct SteppedRight(float* first, nint step) : IRightOperand
{
    private readonly float* _first = first;
    private readonly nint _step = step;

    public float* At(nint k) => _first + k * _step;
}

/// <summary>Rows at listed distances: the taps of a convolution in an image whose padding is stored.</summary>
internal readonly unsafe struct ListedRight(float* first, int* offsets) : IRightOperand
{
    private readonly float* _first = first;
    private readonly int* _offsets = offsets;

    public float* At(nint k) => _first + _offsets[k];
}
