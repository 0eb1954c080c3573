using System.Runtime.InteropServices;
using ConvGpu.Kernels;
using ILGPU;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>
/// Runs an <see cref="OpCase"/> on a device. All operands lie in one buffer with guard words before and behind each, and room for one more
/// batch item; guards, that room and everything an op only reads must be as before.
/// </summary>
public static class OpRunner
{
    private const int Alignment = 64;
    private const int Guard = 0x7FD5A5A5;

    /// <summary>Runs the case once and checks every operand.</summary>
    /// <returns>The words of every operand after the run.</returns>
    public static int[][] Run(ComputeDevice device, OpCase opCase, bool inPlace = false)
    {
        var what = $"{opCase} on {device.Id}" + (inPlace ? ", in place" : "");
        var results = Execute(device, opCase, inPlace, what);
        for (var i = 0; i < results.Length; i++)
        {
            if (inPlace && i == opCase.InPlace!.Value.Input)
                continue;
            opCase.Operands[i].Check(results[i], what);
        }
        return results;
    }

    private static int[][] Execute(ComputeDevice device, OpCase opCase, bool inPlace, string what)
    {
        var operands = opCase.Operands;
        var maxBatch = opCase.Batch + 1;
        var starts = new int[operands.Count];
        var lengths = new int[operands.Count];
        var total = Alignment;
        for (var i = 0; i < operands.Count; i++)
        {
            lengths[i] = operands[i].Before.Length + operands[i].ItemLength;
            starts[i] = total;
            total = Next(total + lengths[i]);
        }
        if (inPlace)
            starts[opCase.InPlace!.Value.Output] = starts[opCase.InPlace.Value.Input];
        var workspaceBytes = OpTable.WorkspaceBytes(opCase.Op, device, maxBatch);
        var workspaceLength = (int)((workspaceBytes + 3) / 4);
        var workspaceStart = total;
        total = Next(total + workspaceLength);

        var before = new int[total];
        Array.Fill(before, Guard);
        for (var i = 0; i < operands.Count; i++)
        {
            if (operands[i].IsInput)
                operands[i].Before.CopyTo(before, starts[i]);
        }

        using var buffer = device.Allocate(total * sizeof(int), "op test");
        var words = buffer.Bytes.Cast<int>();
        device.CopyToDevice<int>(before, words);
        var bound = new Operand[operands.Count];
        for (var i = 0; i < operands.Count; i++)
            bound[i] = Operand.Of(words.SubView((long)starts[i], lengths[i]));
        var workspace = workspaceLength == 0 ? Operand.None : Operand.Of(words.SubView((long)workspaceStart, workspaceLength));
        using (var op = OpTable.Bind(opCase.Op, device, bound, workspace, maxBatch))
        {
            op.Run(opCase.Batch);
            device.Synchronize();
        }
        var after = new int[total];
        device.CopyToHost(words, after.AsSpan());

        CheckGuards(opCase, starts, after, workspaceStart, workspaceLength, what);
        return [.. operands.Select((operand, i) => after.AsSpan(starts[i], operand.Before.Length).ToArray())];
    }

    private static void CheckGuards(OpCase opCase, int[] starts, int[] after, int workspaceStart, int workspaceLength, string what)
    {
        var free = new bool[after.Length];
        free.AsSpan(workspaceStart, workspaceLength).Fill(true);
        for (var i = 0; i < starts.Length; i++)
            free.AsSpan(starts[i], opCase.Operands[i].Before.Length).Fill(true);
        for (var i = 0; i < after.Length; i++)
        {
            if (free[i] || after[i] == Guard)
                continue;
            var near = Enumerable.Range(0, starts.Length).MinBy(k => Math.Abs(starts[k] + opCase.Operands[k].Before.Length / 2 - i));
            Assert.Fail(
                $"{what}: wrote word {i - starts[near]} of operand {opCase.Operands[near].Name}, which has {opCase.Operands[near].Before.Length} in this batch");
        }
    }

    private static int Next(int position) => (position + 2 * Alignment) / Alignment * Alignment;
}
