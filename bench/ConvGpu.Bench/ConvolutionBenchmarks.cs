using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using ConvGpu.Kernels;

namespace ConvGpu.Bench;

/// <summary>The three passes of convolutions from LeNet-5, AlexNet and VGG through the op table, on every usable device.</summary>
public class ConvolutionBenchmarks
{
    private readonly Dictionary<string, TrialRun> _passes = [];
    private ComputeDevice _device = null!;

    /// <summary>The device as <c>--device</c> names it.</summary>
    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    /// <summary>A row of <see cref="ConvolutionShapes"/>.</summary>
    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    /// <summary>Every usable device.</summary>
    public static IEnumerable<string> Devices => BenchDevices.All;

    /// <summary>The names of the shapes.</summary>
    public static IEnumerable<string> Shapes => ConvolutionShapes.All.Keys;

    /// <summary>Allocates the operands and binds the three passes.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _device = ComputeDevice.Open(Device);
        var (batch, geometry) = ConvolutionShapes.All[Shape];
        foreach (var pass in ConvolutionPass.Of(geometry, batch)) _passes[pass.Name] = new TrialRun(_device, [pass.Op], batch, pass.Lengths);
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var pass in _passes.Values) pass.Dispose();
        _passes.Clear();
        _device.Dispose();
    }

    /// <summary>y = conv(x, w).</summary>
    [Benchmark(Description = ConvolutionPass.Forward)]
    public void Forward() => _passes[ConvolutionPass.Forward].Run();

    /// <summary>The gradient of the input.</summary>
    [Benchmark(Description = ConvolutionPass.BackwardData)]
    public void BackwardData() => _passes[ConvolutionPass.BackwardData].Run();

    /// <summary>The gradient of the weights.</summary>
    [Benchmark(Description = ConvolutionPass.BackwardWeights)]
    public void BackwardWeights() => _passes[ConvolutionPass.BackwardWeights].Run();

    internal static Work WorkOf(BenchmarkCase row)
    {
        var (batch, geometry) = ConvolutionShapes.All[(string)row.Parameters["Shape"]];
        var op = ConvolutionPass.OpOf(row.Descriptor.WorkloadMethodDisplayInfo.Trim('\''), geometry);
        return new(op.Flops(batch), op.Bytes(batch));
    }
}
