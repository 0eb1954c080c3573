using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>The losses of elements: a row a function.</summary>
internal static class ElementLossTable
{
    private static readonly Dictionary<ElementLossKind, ElementLossRow> Rows = new()
    {
        [ElementLossKind.Absolute] = new ElementLossRow<AbsoluteLoss>("l1", _ => default),
        [ElementLossKind.Huber] = new ElementLossRow<HuberLoss>("huber", f => new(f.Delta)),
        [ElementLossKind.BinaryCrossEntropy] = new ElementLossRow<BinaryCrossEntropyLoss>("binary-cross-entropy", _ => default),
        [ElementLossKind.Hinge] = new ElementLossRow<HingeLoss>("hinge", _ => default),
        [ElementLossKind.Squared] = new ElementLossRow<SquaredLoss>("mean-squared-error", _ => default),
    };

    public static ElementLossRow Row(ElementLossKind kind) => Rows[kind];
}

/// <summary>Losses of elements: a group an item of the batch in the forward pass, an item an element in the backward pass.</summary>
internal static class ElementLossKernels
{
    public static void Forward<TLoss>(ArrayView<float> prediction, ArrayView<float> target, ArrayView<float> losses, int count, TLoss loss)
        where TLoss : unmanaged, IElementLoss
    {
        int row = Grid.IdxX, start = row * count;
        float sum = 0;
        for (int i = Group.IdxX; i < count; i += Group.DimX)
            sum += loss.Value(new FloatLane(prediction[start + i]), new FloatLane(target[start + i])).Value;
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        if (Group.IdxX == 0)
            losses[row] = sum / count;
    }

    public static void Backward<TLoss>(
        Index1D index, ArrayView<float> prediction, ArrayView<float> target, ArrayView<float> dprediction, float factor, TLoss loss)
        where TLoss : unmanaged, IElementLoss =>
        dprediction[index] = loss.Slope(new FloatLane(prediction[index]), new FloatLane(target[index])).Value * factor;
}

/// <summary>Binds a loss to kernels and to managed code.</summary>
internal abstract class ElementLossRow(string name)
{
    public string Name { get; } = name;

    public abstract Action<int> Bind(ElementLossForward op, in Binding binding);

    public abstract Action<int> Bind(ElementLossBackward op, in Binding binding);

    public abstract Action<int> Bind(ElementLossForward op, in HostBinding binding);

    public abstract Action<int> Bind(ElementLossBackward op, in HostBinding binding);

    /// <summary>What the gradient of the mean over elements and items is multiplied by.</summary>
    protected static float Share(int count, int n) => (float)(1.0 / ((double)count * n));
}

internal sealed unsafe class ElementLossRow<TLoss>(string name, Func<ElementLoss, TLoss> make) : ElementLossRow(name)
    where TLoss : unmanaged, IElementLoss
{
    public override Action<int> Bind(ElementLossForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, TLoss>(ElementLossKernels.Forward);
        var (stream, group, loss) = (binding.Stream, DeviceTraits.ReduceGroup(binding.Device), make(op.Function));
        var (prediction, target, losses) = (binding.Float(0), binding.Float(1), binding.Float(2));
        return n => kernel(stream, new KernelConfig(n, group), prediction, target, losses, op.Count, loss);
    }

    public override Action<int> Bind(ElementLossBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float, TLoss>(
            ElementLossKernels.Backward);
        var (stream, loss) = (binding.Stream, make(op.Function));
        var (prediction, target, dprediction) = (binding.Float(0), binding.Float(1), binding.Float(2));
        return n => kernel(stream, n * op.Count, prediction, target, dprediction, Share(op.Count, n), loss);
    }

    public override Action<int> Bind(ElementLossForward op, in HostBinding binding)
    {
        var job = new ElementLossForwardJob<TLoss>(op.Count, make(op.Function));
        float* prediction = binding.Float(0), target = binding.Float(1), losses = binding.Float(2);
        return n => job.Run(n, prediction, target, losses);
    }

    public override Action<int> Bind(ElementLossBackward op, in HostBinding binding)
    {
        var job = new ElementLossBackwardJob<TLoss>(make(op.Function));
        float* prediction = binding.Float(0), target = binding.Float(1), dprediction = binding.Float(2);
        return n => job.Run((long)n * op.Count, prediction, target, dprediction, Share(op.Count, n));
    }
}

internal sealed class ElementLossForwardLauncher : Launcher<ElementLossForward>
{
    protected override Action<int> Bind(ElementLossForward op, in Binding binding) => ElementLossTable.Row(op.Function.Kind).Bind(op, binding);
}

internal sealed class ElementLossBackwardLauncher : Launcher<ElementLossBackward>
{
    protected override Action<int> Bind(ElementLossBackward op, in Binding binding) => ElementLossTable.Row(op.Function.Kind).Bind(op, binding);
}

internal sealed class ElementLossForwardManaged : ManagedImplementation<ElementLossForward>
{
    protected override Action<int> Bind(ElementLossForward op, in HostBinding binding) => ElementLossTable.Row(op.Function.Kind).Bind(op, binding);
}

internal sealed class ElementLossBackwardManaged : ManagedImplementation<ElementLossBackward>
{
    protected override Action<int> Bind(ElementLossBackward op, in HostBinding binding) => ElementLossTable.Row(op.Function.Kind).Bind(op, binding);
}
