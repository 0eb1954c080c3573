namespace ConvGpu.Tests.Reference;

/// <summary>
/// Dropout as docs/ops.md says: Philox4x32-10 with counter (element / 4, step, 0, 0) and key (seed low ^ stream, seed high); word
/// element % 4 decides, and an element is kept when its word is at least round(rate * 2^32).
/// </summary>
public static class DropoutReference
{
    /// <summary>Ten rounds of Philox4x32 (Salmon et al., SC 2011), written with 64-bit arithmetic throughout.</summary>
    public static uint[] Philox(uint[] counter, uint[] key)
    {
        var c = (uint[])counter.Clone();
        for (var round = 0; round < 10; round++)
        {
            var product0 = 0xD2511F53UL * c[0];
            var product1 = 0xCD9E8D57UL * c[2];
            var key0 = (uint)(key[0] + 0x9E3779B9UL * (ulong)round);
            var key1 = (uint)(key[1] + 0xBB67AE85UL * (ulong)round);
            c = [(uint)(product1 >> 32) ^ c[1] ^ key0, (uint)product1, (uint)(product0 >> 32) ^ c[3] ^ key1, (uint)product0];
        }
        return c;
    }

    /// <summary>Whether an element is kept.</summary>
    public static bool Keep(int element, float rate, int step, int seedLow, int seedHigh, int stream)
    {
        var words = Philox([(uint)element / 4, (uint)step, 0, 0], [(uint)(seedLow ^ stream), (uint)seedHigh]);
        return words[element % 4] >= Math.Round(rate * 4294967296.0);
    }

    /// <summary>keep ? x / (1 - rate) : 0, the elements of a plane alike; the gradient is the same function of dy.</summary>
    public static Expected Apply(float[] x, float rate, int step, int seedLow, int seedHigh, int stream, int plane = 1)
    {
        var y = new Expected(x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            var value = Keep(i / plane, rate, step, seedLow, seedHigh, stream) ? x[i] / (1.0 - rate) : 0;
            // 1 - rate, its reciprocal and the product.
            y.Set(i, value, Math.Abs(value), 3);
        }
        return y;
    }
}
