using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using ConvGpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Bench;

/// <summary>The three passes of convolutions from LeNet-5, AlexNet and VGG through the op table, on every usable device.</summary>
public class ConvolutionBenchmarks
{
    private readonly List<MemoryBuffer> _buffers = [];
    private readonly List<BoundOp> _ops = [];
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
        var window = geometry.Window;
        long input = (long)batch * geometry.InChannels * geometry.InHeight * geometry.InWidth;
        long output = (long)batch * geometry.OutChannels * geometry.OutHeight * geometry.OutWidth;
        long weights = (long)geometry.OutChannels * (geometry.InChannels / geometry.Groups) * window.KernelHeight * window.KernelWidth;
        Operand x = Random(input), w = Random(weights), y = Random(output), dx = Random(input), dw = Random(weights);
        Bind(nameof(Forward), batch, geometry, x, w, y);
        Bind(nameof(BackwardData), batch, geometry, y, w, dx);
        Bind(nameof(BackwardWeights), batch, geometry, x, y, dw);
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _ops.ForEach(op => op.Dispose());
        _buffers.ForEach(buffer => buffer.Dispose());
        _device.Dispose();
    }

    /// <summary>y = conv(x, w).</summary>
    [Benchmark]
    public void Forward() => Run(0);

    /// <summary>The gradient of the input.</summary>
    [Benchmark]
    public void BackwardData() => Run(1);

    /// <summary>The gradient of the weights.</summary>
    [Benchmark]
    public void BackwardWeights() => Run(2);

    private void Run(int op)
    {
        _ops[op].Run(ConvolutionShapes.All[Shape].Batch);
        _device.Synchronize();
    }

    internal static Work WorkOf(BenchmarkCase row)
    {
        var (batch, geometry) = ConvolutionShapes.All[(string)row.Parameters["Shape"]];
        var op = OpOf(row.Descriptor.WorkloadMethod.Name, geometry);
        return new(op.Flops(batch), op.Bytes(batch));
    }

    private static Op OpOf(string method, Conv2DGeometry geometry) => method switch
    {
        nameof(Forward) => new Conv2DForward(geometry, Bias: false),
        nameof(BackwardData) => new Conv2DBackwardData(geometry),
        _ => new Conv2DBackwardWeights(geometry, Bias: false),
    };

    private void Bind(string method, int batch, Conv2DGeometry geometry, params Operand[] operands)
    {
        var op = OpOf(method, geometry);
        long bytes = OpTable.WorkspaceBytes(op, _device, batch);
        var workspace = bytes == 0 ? Operand.None : Operand.Of(Allocate<byte>(bytes));
        _ops.Add(OpTable.Bind(op, _device, operands, workspace, batch));
    }

    private Operand Random(long count)
    {
        var random = new Random(1);
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = random.NextSingle() - 0.5f;
        var view = Allocate<float>(count);
        view.CopyFromCPU(values);
        return Operand.Of(view);
    }

    private ArrayView<T> Allocate<T>(long count) where T : unmanaged
    {
        var buffer = _device.Accelerator.Allocate1D<T>(count);
        _buffers.Add(buffer);
        return buffer.View;
    }
}
