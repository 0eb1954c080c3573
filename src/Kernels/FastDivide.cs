namespace ConvGpu.Kernels;

/// <summary>
/// Division of non-negative int32 values by a value that is fixed for a launch, without a division instruction:
/// x / d = (x m) >> s with m = ceil(2^s / d) and s = 31 + ceil(log2 d), exact for 0 &lt;= x &lt; 2^31
/// (Granlund and Montgomery, "Division by invariant integers using multiplication", PLDI 1994).
/// </summary>
internal readonly struct FastDivide
{
    private readonly uint _multiplier;
    private readonly int _shift;

    /// <summary>Computes the magic numbers; on the host.</summary>
    public FastDivide(int divisor)
    {
        if (divisor < 1)
            throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "A FastDivide needs a divisor of at least 1.");
        int log = 0;
        while (1L << log < divisor)
            log++;
        _shift = 31 + log;
        _multiplier = (uint)(((1UL << _shift) + (ulong)divisor - 1) / (ulong)divisor);
        Divisor = divisor;
    }

    /// <summary>What is divided by.</summary>
    public readonly int Divisor;

    /// <summary>The quotient, rounded down.</summary>
    /// <param name="value">At least 0.</param>
    public int Divide(int value) => (int)(((ulong)(uint)value * _multiplier) >> _shift);
}
