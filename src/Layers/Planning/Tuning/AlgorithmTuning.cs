using System.Globalization;
using ConvGpu.Kernels;
using ConvGpu.Threading;

namespace ConvGpu;

/// <summary>
/// Measures on the device how each convolution that leaves its algorithm open is computed fastest, in place of the estimates of
/// <see cref="ConvAlgorithm.Automatic"/>, and remembers it. Results of different algorithms differ by roundings: who wants the same bits on
/// every machine and day does without, or passes what was remembered.
/// </summary>
public sealed class AlgorithmTuning
{
    private readonly SortedDictionary<string, ConvAlgorithm> _choices = new(StringComparer.Ordinal);

    /// <param name="remembered">The <see cref="Choices"/> of an earlier measurement, which are not measured again.</param>
    public AlgorithmTuning(IEnumerable<KeyValuePair<string, ConvAlgorithm>>? remembered = null)
    {
        foreach (var (convolution, algorithm) in remembered ?? []) _choices[convolution] = algorithm;
    }

    /// <summary>What was measured and remembered: device, threads, batch and convolution, and the fastest algorithm.</summary>
    public IReadOnlyDictionary<string, ConvAlgorithm> Choices => _choices;

    /// <summary>How many convolutions were measured, not remembered.</summary>
    public int Measured { get; private set; }

    /// <summary>The ops with every open algorithm chosen.</summary>
    internal IReadOnlyList<PlannedOp> Tune(IReadOnlyList<PlannedOp> ops, ComputeDevice device, int maxBatch) =>
        [.. ops.Select(planned => planned with { Op = Tune(planned, device, maxBatch) })];

    private Op Tune(PlannedOp planned, ComputeDevice device, int maxBatch)
    {
        if (ConvChoice.OpenIn(planned.Op) is not { } geometry) return planned.Op;
        ConvAlgorithm[] candidates = [.. ConvChoice.For(geometry)];
        if (candidates.Length == 1) return planned.Op;
        var key = Key(planned.Op, geometry, device, maxBatch);
        // What was remembered may have been refused since.
        if (!_choices.TryGetValue(key, out var fastest) || !candidates.Contains(fastest))
        {
            fastest = AlgorithmTimer.Fastest(planned, candidates, device, maxBatch);
            _choices[key] = fastest;
            Measured++;
        }
        return ConvChoice.With(planned.Op, fastest);
    }

    private static string Key(Op op, Conv2DGeometry g, ComputeDevice device, int maxBatch)
    {
        var w = g.Window;
        var fused = op is Conv2DForward forward ? $" bias {forward.Bias} {forward.Activation}" : op is Conv2DBackwardWeights weights ? $" bias {weights.Bias}" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{device.Info.Name}; {device.Id}; threads {WorkerPool.ThreadCount}; batch {maxBatch}; "
            + $"{op.Name} {g.InChannels}x{g.InHeight}x{g.InWidth} to {g.OutChannels}, kernel {w.KernelHeight}x{w.KernelWidth} "
            + $"stride {w.StrideHeight},{w.StrideWidth} padding {w.PadTop},{w.PadLeft},{w.PadBottom},{w.PadRight} "
            + $"{g.PaddingMode} dilation {w.DilationHeight},{w.DilationWidth} groups {g.Groups} flip {g.Flip}{fused}");
    }
}
