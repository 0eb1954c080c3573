namespace ConvGpu.Onnx.Import;

/// <summary>
/// What reading a model may take in memory: 4 x (its file + what it declares) + 1 MiB. Declared are the values of tensors, the numbers that attributes
/// list, and <see cref="NodeBytes"/> for each node. What is taken is counted from above, as it is made. Values that are computed in advance count up to as
/// many as the file holds; the others have a limit of their own, <see cref="OnnxImportOptions.MostComputedValues"/>.
/// </summary>
internal sealed class MemoryAllowance
{
    /// <summary>What a node declares: a quarter of what its message and five layers are in memory.</summary>
    public const int NodeBytes = 2048;

    private const int Times = 4, AnyFile = 1 << 20;

    private long _left;

    /// <summary>Bytes that may be held.</summary>
    public long Allowed { get; private set; } = AnyFile;

    /// <summary>Bytes that were counted, in all ways of reading together.</summary>
    public long Taken { get; private set; }

    /// <summary>Bytes of values that were computed in advance, beyond as many as the file holds.</summary>
    public long Beside { get; private set; }

    /// <summary>Takes note of bytes of a file, or that it declares.</summary>
    public void Declare(long bytes) => Allowed += Times * bytes;

    /// <summary>Counts bytes that are about to be taken.</summary>
    /// <returns>Whether they may be.</returns>
    public bool Take(long bytes) => (Taken += bytes) - _left <= Allowed;

    /// <summary>Counts bytes that have a limit of their own.</summary>
    public void TakeBeside(long bytes) => Beside += bytes;

    /// <summary>A way of reading failed: what it took is no longer held.</summary>
    /// <param name="taken"><see cref="Taken"/> before it.</param>
    public void Release(long taken) => _left += Taken - taken;
}
