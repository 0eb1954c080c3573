namespace ConvGpu;

/// <summary>
/// Counter-based random numbers (Philox4x32-10, Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): the same seed
/// and stream give the same numbers on every machine, and each number is found from its position alone.
/// </summary>
public sealed class SeededRandom
{
    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _stream;
    private readonly uint _part;
    private double _spareGaussian = double.NaN;
    private ulong _block;
    private (uint A, uint B, uint C, uint D) _words;
    private int _used = 4;

    /// <summary>Starts a stream of numbers.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="stream">What the numbers are for; different streams of one seed are independent.</param>
    /// <param name="part">A part of the stream, so that parts can be drawn in any order or at once.</param>
    public SeededRandom(ulong seed, uint stream, uint part = 0)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _stream = stream;
        _part = part;
    }

    /// <summary>The four words at <paramref name="counter"/> under <paramref name="key0"/> and <paramref name="key1"/>.</summary>
    public static (uint A, uint B, uint C, uint D) Block((uint A, uint B, uint C, uint D) counter, uint key0, uint key1)
    {
        var (a, b, c, d) = counter;
        for (var round = 0; round < 10; round++)
        {
            var product0 = (ulong)0xD2511F53 * a;
            var product1 = (ulong)0xCD9E8D57 * c;
            (a, b, c, d) = ((uint)(product1 >> 32) ^ b ^ key0, (uint)product1, (uint)(product0 >> 32) ^ d ^ key1, (uint)product0);
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        return (a, b, c, d);
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            _words = Block(((uint)_block, (uint)(_block >> 32), _stream, _part), _key0, _key1);
            _block++;
            _used = 0;
        }
        return _used++ switch { 0 => _words.A, 1 => _words.B, 2 => _words.C, _ => _words.D };
    }

    /// <summary>A number from 0 (included) to 1 (excluded), uniform.</summary>
    public double NextDouble() => (((ulong)NextUInt32() << 21) ^ (NextUInt32() >> 11)) * (1.0 / (1UL << 53));

    /// <summary>A number from a normal distribution with mean 0 and deviation 1 (Box and Muller).</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            var spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareGaussian = radius * sine;
        return radius * cosine;
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1, uniform.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        // Multiply-shift; the bias is below bound / 2^32.
        return (int)(((ulong)NextUInt32() * (uint)bound) >> 32);
    }

    /// <summary>Puts <paramref name="items"/> in random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Next(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
