using ConvGpu.Threading;

namespace ConvGpu;

/// <summary>Draws the first values of a parameter. A chunk draws from its own part of the stream, so that chunks can be drawn at once.</summary>
/// <param name="spec">The parameter.</param>
/// <param name="seed">The network's seed.</param>
/// <param name="stream">The parameter's stream.</param>
/// <param name="values">Overwritten.</param>
internal sealed class ParameterDraw(ParameterSpec spec, ulong seed, uint stream, float[] values) : ParallelJob
{
    private const int ChunkLength = 1 << 16;

    /// <summary>The first values of a parameter.</summary>
    public static float[] Draw(ParameterSpec spec, ulong seed, uint stream)
    {
        var values = new float[spec.Count];
        if (spec.Initializer.NeedsAllValues) spec.Initializer.Fill(spec, new SeededRandom(seed, stream, 0), values);
        else WorkerPool.Run(new ParameterDraw(spec, seed, stream, values), (int)(((long)values.Length + ChunkLength - 1) / ChunkLength));
        return values;
    }

    public override void Run(int chunk, int worker)
    {
        var start = chunk * ChunkLength;
        var part = values.AsSpan(start, Math.Min(ChunkLength, values.Length - start));
        spec.Initializer.Fill(spec, new SeededRandom(seed, stream, (uint)chunk), part);
    }
}
