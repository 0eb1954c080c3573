using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Bench;

/// <summary>
/// What this machine's cores can do at best with the vectors that ConvGpu takes, measured in this process: the denominators of the roofline
/// columns. .NET's own choice of width may be smaller (<see cref="VectorWidth"/>).
/// </summary>
internal static class Roofline
{
    /// <summary>Fused multiply-adds of all cores in GFLOP/s: independent chains in registers, no memory.</summary>
    public static double PeakGigaflops { get; } = BestOf(5, MeasurePeak);

    /// <summary>Bytes read and written per second by a copy over all cores, in GB/s.</summary>
    public static double CopyGigabytes { get; } = BestOf(5, MeasureCopy);

    private static double BestOf(int runs, Func<double> measure) => Enumerable.Range(0, runs).Max(_ => measure());

    /// <summary>The multiply-adds of this moment, in GFLOP/s.</summary>
    public static double PeakNow() => MeasurePeak(1_000_000);

    /// <summary>Bytes read and written a second by a = b + c * d of this moment, in GB/s.</summary>
    public static double TriadNow() => Turns.Rate(3.0 * sizeof(float) * TriadJob.Length / 1e9, TriadJob.Run);

    private static double MeasurePeak() => MeasurePeak(4_000_000);

    private static double MeasurePeak(long rounds)
    {
        long flops = rounds * 12 * VectorWidth.FloatLanes * 2 * WorkerPool.ThreadCount;
        var watch = Stopwatch.StartNew();
        WorkerPool.Run(new ChainsJob(rounds), WorkerPool.ThreadCount);
        return flops / watch.Elapsed.TotalSeconds / 1e9;
    }

    private sealed class ChainsJob(long rounds) : ParallelJob
    {
        public override void Run(int chunk, int worker) => Sink(Chains(rounds));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Sink(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains(long rounds) =>
        VectorWidth.Has512 ? Chains512(rounds) : VectorWidth.Has256 ? Chains256(rounds) : Chains128(rounds);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains512(long rounds)
    {
        Vector512<float> m = Vector512.Create(0.999999f), c = Vector512.Create(1e-7f);
        Vector512<float> a0 = c, a1 = c, a2 = c, a3 = c, a4 = c, a5 = c, a6 = c, a7 = c, a8 = c, a9 = c, a10 = c, a11 = c;
        for (long i = 0; i < rounds; i++)
        {
            a0 = Avx512F.FusedMultiplyAdd(a0, m, c); a1 = Avx512F.FusedMultiplyAdd(a1, m, c);
            a2 = Avx512F.FusedMultiplyAdd(a2, m, c); a3 = Avx512F.FusedMultiplyAdd(a3, m, c);
            a4 = Avx512F.FusedMultiplyAdd(a4, m, c); a5 = Avx512F.FusedMultiplyAdd(a5, m, c);
            a6 = Avx512F.FusedMultiplyAdd(a6, m, c); a7 = Avx512F.FusedMultiplyAdd(a7, m, c);
            a8 = Avx512F.FusedMultiplyAdd(a8, m, c); a9 = Avx512F.FusedMultiplyAdd(a9, m, c);
            a10 = Avx512F.FusedMultiplyAdd(a10, m, c); a11 = Avx512F.FusedMultiplyAdd(a11, m, c);
        }
        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains256(long rounds)
    {
        Vector256<float> m = Vector256.Create(0.999999f), c = Vector256.Create(1e-7f);
        Vector256<float> a0 = c, a1 = c, a2 = c, a3 = c, a4 = c, a5 = c, a6 = c, a7 = c, a8 = c, a9 = c, a10 = c, a11 = c;
        for (long i = 0; i < rounds; i++)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, m, c); a1 = Vector256.FusedMultiplyAdd(a1, m, c);
            a2 = Vector256.FusedMultiplyAdd(a2, m, c); a3 = Vector256.FusedMultiplyAdd(a3, m, c);
            a4 = Vector256.FusedMultiplyAdd(a4, m, c); a5 = Vector256.FusedMultiplyAdd(a5, m, c);
            a6 = Vector256.FusedMultiplyAdd(a6, m, c); a7 = Vector256.FusedMultiplyAdd(a7, m, c);
            a8 = Vector256.FusedMultiplyAdd(a8, m, c); a9 = Vector256.FusedMultiplyAdd(a9, m, c);
            a10 = Vector256.FusedMultiplyAdd(a10, m, c); a11 = Vector256.FusedMultiplyAdd(a11, m, c);
        }
        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains128(long rounds)
    {
        Vector128<float> m = Vector128.Create(0.999999f), c = Vector128.Create(1e-7f);
        Vector128<float> a0 = c, a1 = c, a2 = c, a3 = c, a4 = c, a5 = c, a6 = c, a7 = c, a8 = c, a9 = c, a10 = c, a11 = c;
        for (long i = 0; i < rounds; i++)
        {
            a0 = a0 * m + c; a1 = a1 * m + c; a2 = a2 * m + c; a3 = a3 * m + c; a4 = a4 * m + c; a5 = a5 * m + c;
            a6 = a6 * m + c; a7 = a7 * m + c; a8 = a8 * m + c; a9 = a9 * m + c; a10 = a10 * m + c; a11 = a11 * m + c;
        }
        return Vector128.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    private static unsafe double MeasureCopy()
    {
        const int bytes = 256 << 20;
        void* source = System.Runtime.InteropServices.NativeMemory.AlignedAlloc(bytes, 64);
        void* target = System.Runtime.InteropServices.NativeMemory.AlignedAlloc(bytes, 64);
        try
        {
            System.Runtime.InteropServices.NativeMemory.Fill(source, bytes, 1);
            System.Runtime.InteropServices.NativeMemory.Fill(target, bytes, 2);
            int parts = Environment.ProcessorCount;
            nint from = (nint)source, to = (nint)target;
            var watch = Stopwatch.StartNew();
            Parallel.For(0, parts, part =>
            {
                long start = bytes / parts * (long)part, length = bytes / parts;
                Buffer.MemoryCopy((byte*)from + start, (byte*)to + start, length, length);
            });
            return 2.0 * bytes / watch.Elapsed.TotalSeconds / 1e9;
        }
        finally
        {
            System.Runtime.InteropServices.NativeMemory.AlignedFree(source);
            System.Runtime.InteropServices.NativeMemory.AlignedFree(target);
        }
    }
}
