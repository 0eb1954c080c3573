using System.Diagnostics;
using ConvGpu.Kernels;
using ILGPU.Runtime;

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
        var buffers = new List<DeviceBuffer>();
        var bound = new List<BoundOp>();
        try
        {
            var operands = planned.Operands.Select(tensor => Random(tensor.Bytes(maxBatch))).ToArray();
            Op[] ops = [.. candidates.Select(algorithm => ConvChoice.With(planned.Op, algorithm))];
            var bytes = ops.Max(op => OpTable.WorkspaceBytes(op, device, maxBatch));
            var workspace = bytes == 0 ? Operand.None : new Operand(Allocate(bytes).Bytes);
            foreach (var op in ops) bound.Add(OpTable.Bind(op, device, operands, workspace, maxBatch));
            var times = new double[candidates.Length, Turns];
            for (var turn = -WarmUps; turn < Turns; turn++)
            {
                for (var i = 0; i < bound.Count; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    bound[i].Run(maxBatch);
                    device.Synchronize();
                    if (turn >= 0) times[i, turn] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
            }
            return candidates[Enumerable.Range(0, candidates.Length).MinBy(i => Enumerable.Range(0, Turns).Select(turn => times[i, turn]).Order().ElementAt(Turns / 2))];
        }
        finally
        {
            bound.ForEach(op => op.Dispose());
            buffers.ForEach(buffer => buffer.Dispose());
        }

        DeviceBuffer Allocate(long size)
        {
            var buffer = device.Allocate(size, "tuning");
            buffers.Add(buffer);
            return buffer;
        }

        Operand Random(long size)
        {
            var random = new SeededRandom(1, 0);
            var values = new float[size / sizeof(float)];
            foreach (ref var value in values.AsSpan()) value = (float)random.NextDouble() - 0.5f;
            var operand = new Operand(Allocate(size).Bytes);
            operand.AsFloat().SubView(0, values.Length).CopyFromCPU(values);
            return operand;
        }
    }
}
