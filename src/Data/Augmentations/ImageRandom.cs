namespace ConvGpu;

/// <summary>
/// The random numbers of one image in one epoch and augmentation: they depend on the seed and on these alone, whatever was drawn before.
/// </summary>
public struct ImageRandom
{
    private const int Words = 4;

    private readonly ulong _seed;
    private readonly uint _image, _epoch, _stage;
    private (uint A, uint B, uint C, uint D) _words;
    private uint _drawn;

    internal ImageRandom(ulong seed, int image, int epoch, int stage) =>
        (_seed, _image, _epoch, _stage) = (seed, (uint)image, (uint)epoch, (uint)stage);

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        var word = _drawn % Words;
        if (word == 0)
        {
            // Stages are few: the upper half counts blocks.
            var counter = (_image, _epoch, RandomStreams.Augmentation, _stage | (_drawn / Words << 16));
            _words = SeededRandom.Block(counter, (uint)_seed, (uint)(_seed >> 32));
        }
        _drawn++;
        return word switch { 0 => _words.A, 1 => _words.B, 2 => _words.C, _ => _words.D };
    }

    /// <summary>Whether a coin shows heads.</summary>
    public bool NextBool() => NextUInt32() >> 31 != 0;

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included, each as likely.</summary>
    public int Between(int low, int high) => (int)(low + (long)(((ulong)NextUInt32() * (ulong)((long)high - low + 1)) >> 32));

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, uniform.</summary>
    public double Between(double low, double high) => low + (high - low) * (NextUInt32() * (1.0 / (1L << 32)));
}
