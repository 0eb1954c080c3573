using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Bench;

/// <summary>The 64x64-tile SGEMM of <see cref="SgemmKernels"/> on every device that runs kernels.</summary>
public class SgemmBenchmarks
{
    private ComputeDevice _device = null!;
    private MemoryBuffer1D<float, Stride1D.Dense> _a = null!, _b = null!, _c = null!;
    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> _interleaved = null!, _adjacent = null!;

    /// <summary>Rows and columns of the matrices.</summary>
    [Params(1024)]
    public int Size { get; set; }

    /// <summary>The device as <c>--device</c> names it.</summary>
    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu-accelerator";

    /// <summary>Every usable device whose ops are kernels.</summary>
    public static IEnumerable<string> Devices => BenchDevices.WithKernels;

    /// <summary>Uploads the operands and compiles both kernels.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _device = ComputeDevice.Open(Device);
        var random = new Random(1);
        float[] Values() => Enumerable.Range(0, Size * Size).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var accelerator = _device.Accelerator;
        _a = accelerator.Allocate1D(Values());
        _b = accelerator.Allocate1D(Values());
        _c = accelerator.Allocate1D<float>((long)Size * Size);
        _interleaved = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(SgemmKernels.InterleavedColumns);
        _adjacent = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(SgemmKernels.AdjacentColumns);
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
        _device.Dispose();
    }

    /// <summary>Columns tx + 16 j.</summary>
    [Benchmark]
    public void Interleaved() => Run(_interleaved);

    /// <summary>Columns 4 tx + j.</summary>
    [Benchmark]
    public void Adjacent() => Run(_adjacent);

    internal static Work WorkOf(BenchmarkCase row)
    {
        double size = (int)row.Parameters["Size"];
        return new(2 * size * size * size, 3 * size * size * sizeof(float));
    }

    private void Run(Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> kernel)
    {
        int tiles = Size / SgemmKernels.Tile;
        kernel((new Index2D(tiles, tiles), new Index2D(SgemmKernels.GroupWidth, SgemmKernels.GroupWidth)),
            _a.View, _b.View, _c.View, Size);
        _device.Accelerator.Synchronize();
    }
}
