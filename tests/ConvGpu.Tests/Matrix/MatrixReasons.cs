using ConvGpu.Kernels;

namespace ConvGpu.Tests.Matrix;

/// <summary>Why a cell of the matrix may be empty.</summary>
public static class MatrixReasons
{
    private const string Linear = "a sum, product or copy that forward and backward passes are made of; its layers' gradients are checked";
    private const string Counts = "counts or measures: nothing is differentiated by it";
    private const string State = "changes the state of a step: nothing is differentiated by it";
    private const string Bits = "rounds to 16 bits, whose slope is taken as 1";

    private static readonly Dictionary<string, string> _ops = new()
    {
        [nameof(Add)] = Linear, [nameof(Multiply)] = Linear, [nameof(Scale)] = Linear, [nameof(Fill)] = Linear,
        [nameof(Fourier2DForward)] = Linear, [nameof(Fourier2DInverse)] = Linear,
        [nameof(BatchMean)] = Counts, [nameof(CountCorrect)] = Counts, [nameof(SumOfSquares)] = Counts, [nameof(OneHotForward)] = "indices have no gradient",
        [nameof(ClipFactor)] = State, [nameof(TrustRatio)] = State, [nameof(CountItems)] = State, [nameof(AdvanceState)] = State, [nameof(InstanceStatistics)] = State,
        [nameof(LossScaleFactor)] = State, [nameof(UpdateLossScale)] = State,
        [nameof(Narrow)] = Bits, [nameof(Widen)] = Bits, [nameof(Round)] = Bits,
        [nameof(PreparePixels)] = "pixels have no gradient",
        [nameof(BatchNormInference)] = "no pass is taken back through inference",
    };

    /// <summary>The reason, or null where the cell must not be empty.</summary>
    public static string? Of(Subject subject, string name, Check check) => (subject, check) switch
    {
        (Subject.Op, Check.Gradient) => OfGradient(OpTable.OpTypes.First(t => t.Name == name)),
        (Subject.Layer, Check.Gradient) when name == nameof(OneHot) => "indices have no gradient",
        (Subject.Layer, Check.Reference) when name is nameof(Flatten) or nameof(Reshape) => "hands its input on in another shape: no op computes it",
        (Subject.Optimizer, Check.Gradient) => "an optimiser follows gradients; nothing is differentiated by its step",
        _ => null,
    };

    private static string? OfGradient(Type op)
    {
        if (op.IsSubclassOf(typeof(ParameterUpdate))) return State;
        if (_ops.TryGetValue(op.Name, out var reason)) return reason;
        var pass = op.Name.IndexOf("Forward", StringComparison.Ordinal);
        return pass > 0 && OpTable.OpTypes.Any(t => t.Name.StartsWith(op.Name[..pass] + "Backward", StringComparison.Ordinal))
            ? "a forward pass: its gradient is what the backward pass of the same name computes, whose row has the check" : null;
    }
}
