namespace ConvGpu.Kernels;

/// <summary>
/// One step of a rule that changes every element of a tensor by itself. The batch plays no part unless the op says so.
/// Operands: the tensor, which is changed; what it follows, such as its gradient, which is not; the tensors of <see cref="Slots"/>, which are
/// changed; state. All but the state have Length elements.
/// </summary>
/// <param name="Length">Elements of the tensor.</param>
public abstract record ParameterUpdate(long Length) : Op
{
    /// <summary>Elements of the tensor.</summary>
    public long Length { get; init; } = OpCheck.Positive(Length, "update");

    /// <summary>The names of the tensors that are kept from step to step and start at 0, in the order of the operands.</summary>
    public virtual IReadOnlyList<string> Slots => [];

    /// <inheritdoc/>
    public sealed override int OperandCount => 3 + Slots.Count;

    /// <inheritdoc/>
    public sealed override long Flops(int n) => Length * FlopsOfElement;

    /// <inheritdoc/>
    public sealed override long Bytes(int n) => (Length * (3 + 2 * Slots.Count) + 2) * sizeof(float);

    /// <summary>Operations for each element.</summary>
    protected abstract int FlopsOfElement { get; }
}
