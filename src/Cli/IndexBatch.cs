namespace ConvGpu.Cli;

/// <summary>A batch for a network that takes indices, which no data set holds: each index is as likely as any other.</summary>
internal static class IndexBatch
{
    /// <summary>Fills the largest batch.</summary>
    /// <param name="network">A network whose input is indices.</param>
    /// <param name="seed">The seed of the indices.</param>
    public static void Set(Network network, ulong seed)
    {
        var random = new SeededRandom(seed, 0);
        var indices = new int[network.Options.MaxBatch * network.InputShape.ItemCount];
        foreach (ref var index in indices.AsSpan()) index = (int)(random.NextDouble() * network.IndexLimit!.Value);
        network.SetIndices(indices);
    }
}
