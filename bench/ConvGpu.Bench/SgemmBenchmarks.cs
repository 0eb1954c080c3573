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
    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int> _interleaved = null!, _adjacent = null!;

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
        float[] a = Values(), b = Values();
        float[] Values() => Enumerable.Range(0, Size * Size).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var accelerator = _device.Accelerator;
        _a = accelerator.Allocate1D(a);
        _b = accelerator.Allocate1D(b);
        _c = accelerator.Allocate1D<float>((long)Size * Size);
        _interleaved = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(SgemmKernels.Multiply<InterleavedColumns>);
        _adjacent = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(SgemmKernels.Multiply<AdjacentColumns>);
        Check(_interleaved, a, b, random);
        Check(_adjacent, a, b, random);
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

    /// <summary>Holds a thousand elements against sums in double precision.</summary>
    /// <exception cref="InvalidOperationException">An element is further off than rounding explains.</exception>
    private void Check(Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int> kernel, float[] a, float[] b, Random random)
    {
        _c.MemSetToZero();
        Run(kernel);
        var c = _c.GetAsArray1D();
        for (int sample = 0; sample < 1000; sample++)
        {
            int row = random.Next(Size), column = random.Next(Size);
            double sum = 0, magnitude = 0;
            for (int k = 0; k < Size; k++)
            {
                double product = (double)a[row * Size + k] * b[k * Size + column];
                sum += product;
                magnitude += Math.Abs(product);
            }
            // Each product and each addition rounds by at most half a unit of the magnitude summed so far.
            if (!(Math.Abs(c[row * Size + column] - sum) <= magnitude * Size * Math.ScaleB(1, -23)))
                throw new InvalidOperationException($"{Device}: element ({row}, {column}) is {c[row * Size + column]}, not {sum}.");
        }
    }

    private void Run(Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int> kernel)
    {
        int tiles = Size / SgemmKernels.Tile<InterleavedColumns>();
        kernel((new Index2D(tiles, tiles), new Index2D(SgemmKernels.GroupWidth, SgemmKernels.GroupWidth)),
            _a.View, _b.View, _c.View, Size, Size);
        _device.Accelerator.Synchronize();
    }
}
