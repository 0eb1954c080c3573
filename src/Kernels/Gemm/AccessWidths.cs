namespace ConvGpu.Kernels;

/// <summary>How many neighbouring elements of an operand or of C an item touches at once: a constant of the implementing struct.</summary>
internal interface IAccessWidth
{
    int Elements { get; }
}

/// <summary>Element by element: any sizes and strides.</summary>
internal readonly struct ByOne : IAccessWidth
{
    public int Elements => 1;
}

/// <summary>Four at once, 16 bytes wide: sizes and strides that are multiples of 4.</summary>
internal readonly struct ByFour : IAccessWidth
{
    public int Elements => 4;
}
