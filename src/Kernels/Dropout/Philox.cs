namespace ConvGpu.Kernels;

/// <summary>
/// Philox4x32-10, a counter-based random generator: the same counter and key give the same four words on every device.
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Usable in kernels and on the host.
/// </summary>
public static class Philox
{
    internal const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57, WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;

    /// <summary>
    /// The random word of one element in one step: word <c>element % 4</c> of the block with counter (element / 4, step, 0, 0) and
    /// key (seedLow ^ stream, seedHigh).
    /// </summary>
    /// <param name="element">Position in the batch, item after item.</param>
    /// <param name="step">The step counter of the device state.</param>
    /// <param name="seedLow">Low 32 bits of the seed.</param>
    /// <param name="seedHigh">High 32 bits of the seed.</param>
    /// <param name="stream">The stream of the op.</param>
    public static uint Word(uint element, int step, int seedLow, int seedHigh, int stream)
    {
        uint c0 = element / 4, c1 = (uint)step, c2 = 0, c3 = 0;
        Block(ref c0, ref c1, ref c2, ref c3, (uint)(seedLow ^ stream), (uint)seedHigh);
        uint word = element % 4;
        uint low = word == 0 ? c0 : c1, high = word == 2 ? c2 : c3;
        return word < 2 ? low : high;
    }

    /// <summary>Whether an element is kept: its word is at least <see cref="Threshold"/> of the rate.</summary>
    public static bool Keep(uint word, uint threshold) => word >= threshold;

    /// <summary>The words below which an element is dropped: round(rate * 2^32), at most 2^32 - 1.</summary>
    public static uint Threshold(float rate) => (uint)Math.Min(Math.Round(rate * 4294967296.0), 4294967295.0);

    /// <summary>Ten rounds over one block: the counter in, four random words out.</summary>
    public static void Block(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint key0, uint key1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong a = (ulong)MultiplierA * c0, b = (ulong)MultiplierB * c2;
            c0 = (uint)(b >> 32) ^ c1 ^ key0;
            c1 = (uint)b;
            c2 = (uint)(a >> 32) ^ c3 ^ key1;
            c3 = (uint)a;
            key0 += WeylA;
            key1 += WeylB;
        }
    }
}
