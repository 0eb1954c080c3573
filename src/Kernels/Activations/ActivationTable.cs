using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>The activations: a row a function.</summary>
internal static class ActivationTable
{
    private static readonly Dictionary<ActivationKind, ActivationRow> Rows = new()
    {
        [ActivationKind.Sigmoid] = new ActivationRow<SigmoidFunctor>("sigmoid", _ => default),
        [ActivationKind.Tanh] = new ActivationRow<TanhFunctor>("tanh", _ => default),
        [ActivationKind.LeakyReLU] = new ActivationRow<LeakyReLUFunctor>("leaky-relu", f => new(f.First)),
        [ActivationKind.Elu] = new ActivationRow<EluFunctor>("elu", f => new(f.First)),
        [ActivationKind.Gelu] = new ActivationRow<GeluFunctor>("gelu", _ => default),
        [ActivationKind.GeluTanh] = new ActivationRow<GeluTanhFunctor>("gelu-tanh", _ => default),
        [ActivationKind.SiLU] = new ActivationRow<SiLUFunctor>("silu", _ => default),
        [ActivationKind.Softplus] = new ActivationRow<SoftplusFunctor>("softplus", f => new(f.First, f.Second)),
        [ActivationKind.Clip] = new ActivationRow<ClipFunctor>("clip", f => new(f.First, f.Second)),
        [ActivationKind.Selu] = new ActivationRow<SeluFunctor>("selu", _ => default),
        [ActivationKind.HardSigmoid] = new ActivationRow<HardSigmoidFunctor>("hard-sigmoid", _ => default),
        [ActivationKind.HardSwish] = new ActivationRow<HardSwishFunctor>("hard-swish", _ => default),
        [ActivationKind.Softsign] = new ActivationRow<SoftsignFunctor>("softsign", _ => default),
        [ActivationKind.Power] = new ActivationRow<PowerFunctor>("power", f => new(f.First)),
        [ActivationKind.Root] = new ActivationRow<RootFunctor>("root", f => new(f.First, f.Second)),
        [ActivationKind.Exp] = new ActivationRow<ExpFunctor>("exp", _ => default),
        [ActivationKind.Log] = new ActivationRow<LogFunctor>("log", _ => default),
        [ActivationKind.Abs] = new ActivationRow<AbsFunctor>("abs", _ => default),
        [ActivationKind.Reciprocal] = new ActivationRow<ReciprocalFunctor>("reciprocal", _ => default),
        [ActivationKind.Erf] = new ActivationRow<ErfFunctor>("erf", _ => default),
        [ActivationKind.Affine] = new ActivationRow<AffineFunctor>("affine", f => new(f.First, f.Second)),
        [ActivationKind.Floor] = new ActivationRow<FloorFunctor>("floor", _ => default),
        [ActivationKind.Ceil] = new ActivationRow<CeilFunctor>("ceil", _ => default),
        [ActivationKind.Round] = new ActivationRow<RoundFunctor>("round", _ => default),
        [ActivationKind.Step] = new ActivationRow<StepFunctor>("step", _ => default),
    };

    public static ActivationRow Row(ActivationKind kind) => Rows[kind];
}

/// <summary>Binds an activation to kernels and to managed code.</summary>
internal abstract class ActivationRow(string name)
{
    public string Name { get; } = name;

    public abstract Action<int> Bind(ActivationForward op, in Binding binding);

    public abstract Action<int> Bind(ActivationBackward op, in Binding binding);

    public abstract Action<int> Bind(ActivationForward op, in HostBinding binding);

    public abstract Action<int> Bind(ActivationBackward op, in HostBinding binding);
}

internal sealed unsafe class ActivationRow<TFunctor>(string name, Func<ActivationFunction, TFunctor> make) : ActivationRow(name)
    where TFunctor : unmanaged, IActivationFunctor
{
    public override Action<int> Bind(ActivationForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, TFunctor>(ActivationKernels.Forward);
        var stream = binding.Stream;
        var (x, y) = (binding.Float(0), binding.Float(1));
        var functor = make(op.Function);
        return n => kernel(stream, n * op.Count, x, y, functor);
    }

    public override Action<int> Bind(ActivationBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, TFunctor>(
            ActivationKernels.Backward);
        var stream = binding.Stream;
        var (kept, dy, dx) = (binding.Float(0), binding.Float(1), binding.Float(2));
        var functor = make(op.Function);
        return n => kernel(stream, n * op.Count, kept, dy, dx, functor);
    }

    public override Action<int> Bind(ActivationForward op, in HostBinding binding)
    {
        var job = new ActivationForwardJob<TFunctor>(make(op.Function));
        float* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run((long)n * op.Count, x, y);
    }

    public override Action<int> Bind(ActivationBackward op, in HostBinding binding)
    {
        var job = new ActivationBackwardJob<TFunctor>(make(op.Function));
        float* kept = binding.Float(0), dy = binding.Float(1), dx = binding.Float(2);
        return n => job.Run((long)n * op.Count, kept, dy, dx);
    }
}
