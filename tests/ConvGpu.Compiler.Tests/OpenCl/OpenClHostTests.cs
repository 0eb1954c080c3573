using ConvGpu.Bench;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>Kernels written in C#, through the host API, on the first OpenCL device.</summary>
public sealed class OpenClHostTests : IDisposable
{
    private readonly Context _context;
    private readonly CLAccelerator _accelerator;

    public OpenClHostTests()
    {
        OpenClMachine.Require();
        _context = Context.Create(builder => builder.OpenCL().Profiling());
        _accelerator = _context.CreateCLAccelerator(0);
    }

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    [Fact]
    public void A_kernel_of_one_line_runs()
    {
        var scale = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(OpenClKernels.Scale);
        float[] data = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];
        using var buffer = _accelerator.Allocate1D(data);
        scale(1000, buffer.View, 0.5f);
        scale(500, buffer.View.SubView(500, 500), 4f);
        _accelerator.Synchronize();
        Assert.Equal(data.Select((x, i) => i < 500 ? x * 0.5f : x * 2), buffer.GetAsArray1D());
    }

    [Fact]
    public void Two_dimensions_reach_their_elements()
    {
        using var buffer = _accelerator.Allocate2DDenseX<int>(new LongIndex2D(37, 5));
        _accelerator.LoadAutoGroupedStreamKernel<Index2D, ArrayView2D<int, Stride2D.DenseX>>(OpenClKernels.Fill2D)(new Index2D(37, 5), buffer.View);
        var result = buffer.GetAsArray2D();
        for (int x = 0; x < 37; x++)
            for (int y = 0; y < 5; y++)
                Assert.Equal(x * 1000 + y, result[x, y]);
    }

    [Fact]
    public void Dynamic_shared_memory_has_the_size_of_the_launch()
    {
        int[] data = [.. Enumerable.Range(0, 96)];
        using var buffer = _accelerator.Allocate1D(data);
        var reverse = _accelerator.LoadStreamKernel<ArrayView<int>>(OpenClKernels.ReverseInGroup);
        reverse(new KernelConfig(3, 32, SharedMemoryConfig.RequestDynamic<int>(32)), buffer.View);
        Assert.Equal(data.Chunk(32).SelectMany(group => group.Reverse()), buffer.GetAsArray1D());
    }

    [Fact]
    public void A_tiled_product_is_right()
    {
        const int n = 128;
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, n * n).Select(_ => random.NextSingle() - 0.5f)], b = [.. a.Reverse()];
        using var left = _accelerator.Allocate1D(a);
        using var right = _accelerator.Allocate1D(b);
        using var product = _accelerator.Allocate1D<float>(n * n);
        var multiply = _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(SgemmKernels.Multiply<InterleavedColumns>);
        multiply(new KernelConfig(new Index2D(n / 64, n / 64), new Index2D(16, 16)), left.View, right.View, product.View, n, n);
        var result = product.GetAsArray1D();
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = 0, magnitude = 0;
                for (int k = 0; k < n; k++)
                {
                    double term = (double)a[i * n + k] * b[k * n + j];
                    sum += term;
                    magnitude += Math.Abs(term);
                }
                // n products and n additions, each rounded by at most half a unit of the running magnitude.
                Assert.Equal(sum, result[i * n + j], magnitude * n * Math.ScaleB(1, -24) + 1e-30);
            }
    }

    [Fact]
    public void A_failed_assertion_is_reported_once_and_names_its_message()
    {
        var fill = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(OpenClKernels.CheckedFill);
        using var buffer = _accelerator.Allocate1D<int>(10);
        fill(10, buffer.View, 10);
        _accelerator.Synchronize();
        fill(10, buffer.View, 9);
        var error = Assert.Throws<CLException>(_accelerator.Synchronize);
        Assert.Contains("index under the limit", error.Message);
        _accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, 10), buffer.GetAsArray1D());
    }

    [Fact]
    public void Markers_measure_the_work_between_them()
    {
        using var buffer = _accelerator.Allocate1D<float>(1 << 20);
        var scale = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(OpenClKernels.Scale);
        scale(1, buffer.View, 1);
        using var start = _accelerator.AddProfilingMarker();
        scale(1 << 20, buffer.View, 2);
        using var end = _accelerator.AddProfilingMarker();
        Assert.InRange(end.MeasureFrom(start), TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Launches_allocate_nothing()
    {
        using var buffer = _accelerator.Allocate1D<float>(1000);
        var scale = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(OpenClKernels.Scale);
        for (int i = 0; i < 100; i++)
            scale(1000, buffer.View, 1);
        _accelerator.Synchronize();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            scale(1000, buffer.View, 1);
        _accelerator.Synchronize();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Groups_that_are_too_large_and_streams_of_others_are_refused()
    {
        using var buffer = _accelerator.Allocate1D<int>(8);
        var reverse = _accelerator.LoadKernel<ArrayView<int>>(OpenClKernels.ReverseInGroup);
        using var other = _context.CreateCLAccelerator(0);
        Assert.Contains("The stream belongs to", Assert.Throws<ArgumentException>(
            () => reverse(other.DefaultStream, new KernelConfig(1, 8, SharedMemoryConfig.RequestDynamic<int>(8)), buffer.View)).Message);
        Assert.ThrowsAny<Exception>(() => reverse(_accelerator.DefaultStream, new KernelConfig(1, 1 << 20), buffer.View));
        reverse(_accelerator.DefaultStream, new KernelConfig(1, 8, SharedMemoryConfig.RequestDynamic<int>(8)), buffer.View);
        _accelerator.Synchronize();
    }

    [Fact]
    public void A_buffer_over_the_limit_says_so()
    {
        long tooMuch = _accelerator.Device.Info.MaxAllocation + 1;
        Assert.Contains($"{tooMuch} bytes", Assert.Throws<OutOfMemoryException>(() => _accelerator.Allocate1D<byte>(tooMuch)).Message);
    }
}
