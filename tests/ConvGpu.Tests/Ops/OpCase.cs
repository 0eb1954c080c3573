using ConvGpu.Kernels;

namespace ConvGpu.Tests.Ops;

/// <summary>
/// One op on one configuration, with data and expected results: what op tests, gradient checks and benchmarks share. Operations and
/// bytes are the op's own <see cref="Op.Flops"/> and <see cref="Op.Bytes"/>; bounds come with the expected values (Reference/Expected.cs).
/// </summary>
/// <param name="Op">The op.</param>
/// <param name="Batch">Batch items.</param>
/// <param name="Operands">The operands in the order of docs/ops.md.</param>
/// <param name="InPlace">Which output may share its memory with which input.</param>
public sealed record OpCase(Op Op, int Batch, IReadOnlyList<OpOperand> Operands, (int Output, int Input)? InPlace = null)
{
    /// <summary>The op with all its sizes, for messages.</summary>
    public override string ToString() => $"{Op.Name}, batch {Batch}, {Op}";
}
