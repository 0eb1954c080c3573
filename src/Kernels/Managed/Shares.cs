namespace ConvGpu.Kernels.Managed;

/// <summary>Cuts of a count into shares that differ by one at most.</summary>
internal static class Shares
{
    /// <summary>Where a share begins; share <paramref name="shares"/> is the end of the last.</summary>
    public static int First(int count, int share, int shares) => (int)((long)count * share / shares);
}
