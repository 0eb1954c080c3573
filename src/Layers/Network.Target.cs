namespace ConvGpu;

public sealed partial class Network
{
    private readonly int[] _labels;

    /// <summary>Whether <see cref="ReadSums"/> counts right predictions: where the loss compares with classes or shares of them.</summary>
    internal bool CountsCorrect => _tensors.Labels is not null;

    /// <summary>Copies the classes of a batch to the device.</summary>
    /// <param name="labels">A class an item, from 0 to classes - 1, at most the largest batch.</param>
    /// <exception cref="ShapeException">There are too many labels, or one is no class of the network's output.</exception>
    /// <exception cref="InvalidOperationException">The loss takes values or shares, or there is none.</exception>
    public void SetLabels(ReadOnlySpan<int> labels)
    {
        RequireLive();
        RequireTarget(TargetKind.Class, TargetKind.Class);
        RequireItems(labels.Length, 1, "labels");
        RequireClasses(labels);
        Device.CopyToDevice(labels, _tensors.Target!.Memory.AsInt());
    }

    /// <summary>Enqueues a copy of classes that lie on the device, and that are sound.</summary>
    internal void TakeLabels(ILGPU.ArrayView<int> labels) =>
        ILGPU.Runtime.ArrayViewExtensions.CopyTo(labels, Device.Stream, _tensors.Target!.Memory.AsInt().SubView(0L, labels.Length));

    /// <summary>Copies the values, or the shares of the classes, that a batch of outputs is compared with to the device.</summary>
    /// <param name="values">Whole items of the output's shape, at most the largest batch.</param>
    /// <exception cref="ShapeException">The number of values is not that of 1 to <see cref="NetworkOptions.MaxBatch"/> items.</exception>
    /// <exception cref="InvalidOperationException">The loss takes classes, or there is none.</exception>
    public void SetTargets(ReadOnlySpan<float> values)
    {
        RequireLive();
        RequireTarget(TargetKind.Values, TargetKind.Shares);
        RequireItems(values.Length, OutputShape.ItemCount, "targets");
        Device.CopyToDevice(values, _tensors.Target!.Memory.AsFloat());
        if (_tensors.Labels is not { } labels) return;
        var n = values.Length / OutputShape.C;
        for (var i = 0; i < n; i++) _labels[i] = Largest(values.Slice(i * OutputShape.C, OutputShape.C));
        Device.CopyToDevice(_labels.AsSpan(0, n), labels.Memory.AsInt());
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        var largest = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[largest]) largest = i;
        return largest;
    }

    // A class that is none would index memory outside the row of its item.
    private void RequireClasses(ReadOnlySpan<int> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)OutputShape.C)
                throw new ShapeException($"Label {i} is {labels[i]}, but the network tells {OutputShape.C} classes apart: labels are from 0 to {OutputShape.C - 1}.");
        }
    }

    private void RequireTarget(TargetKind kind, TargetKind other)
    {
        var loss = Options.Loss ?? throw NoLoss();
        if (loss.Target != kind && loss.Target != other)
            throw new InvalidOperationException($"{loss.GetType().Name} takes {(loss.Target == TargetKind.Class ? "labels" : "target values")}.");
    }
}
