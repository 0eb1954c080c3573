using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>A gradient that is complete.</summary>
internal readonly record struct KnownGradient(string Layer, PlanTensor Parameter, PlanTensor Gradient)
{
    public long Length => Parameter.Shape.Count;
}

/// <summary>What happens to gradients from the backward pass to the updates: adding up over steps, clipping, the optimiser, averages.</summary>
internal sealed class GradientFlow(PlanBuilder builder, NetworkOptions options)
{
    private const string Average = "average";

    private readonly List<KnownGradient> _known = [];

    private bool Accumulates => options.AccumulateSteps > 1;

    /// <summary>Whether updates wait until all gradients are known.</summary>
    private bool Gathers => options.Clip is { IsNorm: true } || builder.LossScale is not null;

    /// <summary>The slot that holds a parameter's exponential average.</summary>
    public static PlanTensor AverageOf(PersistentTensors tensors, PlanTensor parameter) => tensors.Slot(parameter, Average);

    /// <summary>Before the first gradient.</summary>
    public void Begin()
    {
        if (options.Optimizer is null) return;
        if (Accumulates) builder.Emit("step", new CountItems(), [builder.State]);
        if (builder.LossScale is not { } scale) return;
        var gradient = builder.OutputGradient;
        builder.Emit("loss", new LossScaleFactor(Inverse: false), [scale, builder.State]);
        // Of all places of the batch: those behind its items are not read.
        builder.Emit("loss", new ScaleByFactor(gradient.Shape.ItemCount * options.MaxBatch), [gradient, gradient, builder.State]);
    }

    /// <summary>A gradient is complete and needed by no layer any more.</summary>
    public void Add(KnownGradient known)
    {
        if (options.Optimizer is null) return;
        if (Accumulates)
        {
            var sum = builder.Slot(known.Parameter, "gradient_sum");
            builder.Emit(known.Layer, new AddItems(known.Length), [sum, known.Gradient, builder.State]);
            _known.Add(known with { Gradient = sum });
        }
        else if (Gathers)
        {
            _known.Add(known);
        }
        else
        {
            Update(known);
        }
    }

    /// <summary>After the last gradient of a step.</summary>
    public void End()
    {
        if (options.Optimizer is null) return;
        if (!Accumulates) ClipAndUpdate(_known);
        builder.Emit("step", new AdvanceState(Update: !Accumulates), [builder.State]);
    }

    /// <summary>Emits the updates by gradients that were added up over steps.</summary>
    /// <param name="training">Where they were added up.</param>
    public void UpdateFrom(GradientFlow training)
    {
        foreach (var known in training._known)
            builder.Emit(known.Layer, new MeanOfItems(known.Length), [known.Gradient, known.Gradient, builder.State]);
        ClipAndUpdate(training._known);
        builder.Emit("step", new AdvanceState(Step: false), [builder.State]);
    }

    private void ClipAndUpdate(List<KnownGradient> gradients)
    {
        if (Gathers && gradients.Count > 0)
        {
            if (builder.LossScale is { } scale)
            {
                builder.Emit("loss", new LossScaleFactor(Inverse: true), [scale, builder.State]);
                Scale(gradients);
            }
            var sums = SumsOfSquares(gradients);
            if (builder.LossScale is { } checkedScale)
                builder.Emit("loss", new UpdateLossScale(gradients.Count, options.LossScaling.GrowthInterval), [sums, checkedScale, builder.State]);
            if (options.Clip is { IsNorm: true } clip)
            {
                builder.Emit("clip", new ClipFactor(gradients.Count, clip.Limit), [sums, builder.State]);
                Scale(gradients);
            }
        }
        foreach (var known in gradients) Update(known);
    }

    private PlanTensor SumsOfSquares(List<KnownGradient> gradients)
    {
        var sums = PlanTensor.Whole("gradient norms", new Shape(gradients.Count));
        for (var i = 0; i < gradients.Count; i++)
            builder.Emit(gradients[i].Layer, new SumOfSquares(gradients[i].Length, i), [gradients[i].Gradient, sums]);
        return sums;
    }

    private void Scale(List<KnownGradient> gradients)
    {
        foreach (var (layer, _, gradient) in gradients)
            builder.Emit(layer, new ScaleByFactor(gradient.Shape.Count), [gradient, gradient, builder.State]);
    }

    private void Update(KnownGradient known)
    {
        var (layer, parameter, gradient) = known;
        if (options.Clip is { IsNorm: false } clip)
            builder.Emit(layer, new ClipValue(known.Length, clip.Limit), [gradient, gradient, builder.State]);
        options.Optimizer!.Update(new UpdateContext(builder, layer, parameter, gradient));
        if (options.AverageDecay is { } decay)
            builder.Emit(layer, new AverageUpdate(known.Length, decay), [builder.Slot(parameter, Average), parameter, builder.State]);
    }
}
