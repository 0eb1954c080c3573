using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Kernels written in C#, compiled for the CPU accelerator.</summary>
public sealed class CpuAcceleratorTests : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.DefaultCPU());
    private readonly CPUAccelerator _accelerator;

    public CpuAcceleratorTests() => _accelerator = _context.CreateCPUAccelerator(0);

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    private static void Add(Index1D i, ArrayView<float> x, ArrayView<float> y, ArrayView<float> sum) => sum[i] = x[i] + y[i];

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_003)]
    public void VectorAdd(int n)
    {
        Assert.False(_accelerator.DebugKernels);
        var x = Enumerable.Range(0, n).Select(i => (float)i).ToArray();
        var y = Enumerable.Range(0, n).Select(i => i * 0.5f).ToArray();
        using var a = _accelerator.Allocate1D(x);
        using var b = _accelerator.Allocate1D(y);
        using var c = _accelerator.Allocate1D<float>(n);
        var kernel = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>>(Add);
        kernel(n, a.View, b.View, c.View);
        Assert.Equal(x.Zip(y, (p, q) => p + q), c.GetAsArray1D());
    }

    private static void Sum(ArrayView<float> x, ArrayView<float> sums)
    {
        var tile = SharedMemory.Allocate<float>(256);
        int t = Group.IdxX;
        tile[t] = x[Grid.IdxX * Group.DimX + t];
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (t < half)
                tile[t] += tile[t + half];
            Group.Barrier();
        }
        if (t == 0)
            sums[Grid.IdxX] = tile[0];
    }

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    public void ReductionInSharedMemory(int group)
    {
        var x = Enumerable.Range(0, group * 5).Select(i => (float)(i * 13 % 101)).ToArray();
        using var a = _accelerator.Allocate1D(x);
        using var s = _accelerator.Allocate1D<float>(5);
        var kernel = _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(Sum);
        kernel((5, group), a.View, s.View);
        Assert.Equal(x.Chunk(group).Select(chunk => chunk.Sum()), s.GetAsArray1D());
    }
}
