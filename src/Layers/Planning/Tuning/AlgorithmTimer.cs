using System.Diagnostics;
using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Times an op with one algorithm after the other, in turns, on random numbers in memory of its own.</summary>
internal static class AlgorithmTimer
{
    // .NET's compiler makes fast code of what has run often, and the device's compiler has its turn.
    private const int WarmUps = 3;
    private const int Turns = 5;

    /// <summary>The algorithm whose median time is the least.</summary>
    public static ConvAlgorithm Fastest(PlannedOp planned, ConvAlgorithm[] candidates, ComputeDevice device, int maxBatch)
    {
        Op[] ops = [.. candidates.Select(algorithm => ConvChoice.With(planned.Op, algorithm))];
        using var run = new TrialRun(device, ops, maxBatch, [.. planned.Operands.Select(tensor => tensor.Bytes(maxBatch) / sizeof(float))]);
        var times = ops.Select(_ => new double[Turns]).ToArray();
        for (var turn = -WarmUps; turn < Turns; turn++)
        {
            for (var i = 0; i < ops.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                run.Run(i);
                if (turn >= 0) times[i][turn] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }
        return candidates.Zip(times).MinBy(pair => pair.Second.Order().ElementAt(Turns / 2)).First;
    }
}
