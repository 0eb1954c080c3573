namespace ConvGpu.Kernels;

/// <summary>
/// Division of non-negative int32 values by a value that is fixed for a launch, without a division instruction:
/// x / d = (x m) >> (31 + s) with m = ceil(2^(31 + s) / d) and s = ceil(log2 d), exact for 0 &lt;= x &lt; 2^31
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
        _shift = log;
        _multiplier = (uint)(((1UL << (31 + log)) + (ulong)divisor - 1) / (ulong)divisor);
        Divisor = divisor;
    }

    /// <summary>What is divided by.</summary>
    public readonly int Divisor;

    /// <summary>The quotient, rounded down.</summary>
    /// <param name="value">At least 0.</param>
    /// <remarks>Twice the value makes the fixed part of the shift 32: the high half of the product, without a 64-bit shift.</remarks>
    public int Divide(int value) => (int)((uint)(((ulong)((uint)value * 2) * _multiplier) >> 32) >> _shift);
}
