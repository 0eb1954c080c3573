namespace ConvGpu.Kernels.Managed;

/// <summary>Cuts of a count into shares.</summary>
internal static class Shares
{
    /// <summary>Where a share begins, of shares that differ by one at most; share <paramref name="shares"/> is the end of the last.</summary>
    public static int First(int count, int share, int shares) => (int)((long)count * share / shares);

    /// <summary>
    /// As <see cref="First"/>, but shares shrink from twice the mean to next to nothing: threads that take them in order end together, and start
    /// less often than with as many small ones.
    /// </summary>
    /// <remarks>No share is empty unless <paramref name="count"/> is below <paramref name="shares"/>.</remarks>
    public static int Tapered(int count, int share, int shares)
    {
        long left = shares - share;
        return (int)Math.Max(count - Math.Max(left, count * left * left / ((long)shares * shares)), 0);
    }
}
