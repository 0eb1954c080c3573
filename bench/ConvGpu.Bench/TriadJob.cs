using System.Runtime.Intrinsics;
using ConvGpu.Threading;

namespace ConvGpu.Bench;

/// <summary>a = b + c * d over arrays that no cache holds, with ordinary stores.</summary>
internal sealed unsafe class TriadJob : ParallelJob
{
    /// <summary>Elements.</summary>
    public const int Length = 16 << 20;

    private const int Chunk = 64 << 10;

    private static readonly TriadJob _job = new();
    private readonly float[] _a = Filled(0), _b = Filled(1), _c = Filled(2);

    /// <summary>Computes it once.</summary>
    public static void Run() => WorkerPool.Run(_job, Length / Chunk);

    public override void Run(int chunk, int worker)
    {
        fixed (float* a = &_a[chunk * Chunk], b = &_b[chunk * Chunk], c = &_c[chunk * Chunk])
        {
            var factor = Vector256.Create(3f);
            for (var i = 0; i < Chunk; i += Vector256<float>.Count) (Vector256.Load(b + i) + Vector256.Load(c + i) * factor).Store(a + i);
        }
    }

    private static float[] Filled(float value)
    {
        var array = new float[Length];
        Array.Fill(array, value);
        return array;
    }
}
