namespace ConvGpu.Onnx.Import;

/// <summary>
/// What reading a model may take in memory: 4 x (its file + what it declares) + 1 MiB. Declared are the values of tensors, the numbers that attributes
/// list, and <see cref="NodeBytes"/> for each node. What is taken is counted from above, as it is made.
/// </summary>
internal sealed class MemoryAllowance
{
    /// <summary>What a node declares: about what its message and its layer are in memory.</summary>
    public const int NodeBytes = 1024;

    private const int Times = 4, AnyFile = 1 << 20;

    private long _left;

    /// <summary>Bytes that may be held.</summary>
    public long Allowed { get; private set; } = AnyFile;

    /// <summary>Bytes that were counted, in all ways of reading together.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes note of bytes of a file, or that it declares.</summary>
    public void Declare(long bytes) => Allowed += Times * bytes;

    /// <summary>Counts bytes that are about to be taken.</summary>
    /// <returns>Whether they may be.</returns>
    public bool Take(long bytes) => (Taken += bytes) - _left <= Allowed;

    /// <summary>A way of reading failed: what it took is no longer held.</summary>
    /// <param name="taken"><see cref="Taken"/> before it.</param>
    public void Release(long taken) => _left += Taken - taken;
}
