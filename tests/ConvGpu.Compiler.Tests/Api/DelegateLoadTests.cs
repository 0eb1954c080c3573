using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Kernels loaded by their MethodInfo or as any delegate.</summary>
public sealed class DelegateLoadTests : IDisposable
{
    private delegate void ScaleLaunch(AcceleratorStream stream, Index1D extent, ArrayView<float> x, float factor);

    private readonly Context _context = Context.Create(builder => builder.CPU());
    private readonly CPUAccelerator _accelerator;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _x;

    public DelegateLoadTests()
    {
        _accelerator = _context.CreateCPUAccelerator(0);
        _x = _accelerator.Allocate1D<float>([1, 2, 3, 4]);
    }

    public void Dispose() => _context.Dispose();

    private static void Scale(Index1D i, ArrayView<float> x, float factor) => x[i] *= factor;

    private static void Fill<T>(ArrayView<T> x, T value) where T : unmanaged => x[Grid.GlobalIndex.X] = value;

    private static MethodInfo Method(string name) => typeof(DelegateLoadTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    [Fact]
    public void IndexedKernels()
    {
        var stream = _accelerator.DefaultStream;
        var automatic = _accelerator.LoadAutoGroupedKernel<Action<AcceleratorStream, Index1D, ArrayView<float>, float>>(Method(nameof(Scale)), out var info);
        automatic(stream, 4, _x.View, 2);
        Assert.True(info.MinGroupSize > 0);
        _accelerator.LoadImplicitlyGroupedKernel<ScaleLaunch>(Method(nameof(Scale)), 2)(stream, 3, _x.View, 10);
        _accelerator.LoadAutoGroupedKernel<ScaleLaunch, Action<Index1D, ArrayView<float>, float>>(Scale)(stream, 2, _x.View, -1);
        _accelerator.LoadImplicitlyGroupedKernel<ScaleLaunch, Action<Index1D, ArrayView<float>, float>>(Scale, 3, out _)(stream, 1, _x.View, 2);
        Assert.Equal([-40, -40, 60, 8], _x.GetAsArray1D());
    }

    [Fact]
    public void GroupedKernels()
    {
        var fill = Method(nameof(Fill)).MakeGenericMethod(typeof(float));
        var launch = _accelerator.LoadKernel<Action<AcceleratorStream, KernelConfig, ArrayView<float>, float>>(fill);
        launch(_accelerator.DefaultStream, (2, 2), _x.View, 5);
        Assert.Equal([5, 5, 5, 5], _x.GetAsArray1D());
        var typed = _accelerator.LoadKernel<Action<AcceleratorStream, KernelConfig, ArrayView<float>, float>, Action<ArrayView<float>, float>>(
            Fill, new KernelSpecialization(2, 1), out _);
        typed(_accelerator.DefaultStream, (1, 2), _x.View, 6);
        Assert.Equal([6, 6, 5, 5], _x.GetAsArray1D());
    }

    [Fact]
    public void OtherParametersAreRefused()
    {
        var wrong = Assert.Throws<ArgumentException>(() => _accelerator.LoadAutoGroupedKernel<Action<Index1D, ArrayView<float>, float>>(Method(nameof(Scale))));
        Assert.Contains("Scale is launched by a delegate with the parameters (ILGPU.Runtime.AcceleratorStream, ILGPU.Index1D", wrong.Message);
        Assert.Throws<ArgumentException>(() => _accelerator.LoadKernel<Func<int>>(Method(nameof(Scale))));
        Assert.Throws<ArgumentNullException>(() => _accelerator.LoadKernel<Action>(null!));
    }
}
