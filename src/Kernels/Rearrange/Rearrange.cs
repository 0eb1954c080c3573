namespace ConvGpu.Kernels;

/// <summary>y[o] = x at the place that the geometry names, or its fill value. Operands: x, y.</summary>
/// <param name="Geometry">Which element goes where.</param>
/// <param name="Shared">Whether x is one item that all items of y are made of, such as a parameter.</param>
public sealed record RearrangeForward(RearrangeGeometry Geometry, bool Shared = false) : Op
{
    /// <inheritdoc/>
    public override string Name => "rearrange.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => ((Shared ? 1L : n) * Geometry.InCount + (long)n * Geometry.OutCount) * sizeof(float);
}

/// <summary>
/// dx = the sum of dy over all places that show the element, items first, then places in row-major order; 0 where none does. Operands: dy, dx.
/// </summary>
/// <param name="Geometry">Which element went where.</param>
/// <param name="Shared">Whether x was one item for all.</param>
public sealed record RearrangeBackward(RearrangeGeometry Geometry, bool Shared = false) : Op
{
    /// <inheritdoc/>
    public override string Name => "rearrange.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => ((Shared ? 1L : n) * Geometry.InCount + (long)n * Geometry.OutCount) * sizeof(float);
}
