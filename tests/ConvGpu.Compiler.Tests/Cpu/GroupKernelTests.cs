using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Groups, warps, atomics, local memory and masks on the CPU accelerator.</summary>
public sealed class GroupKernelTests : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.DefaultCPU().EnableAlgorithms());
    private readonly CPUAccelerator _accelerator;

    public GroupKernelTests() => _accelerator = _context.CreateCPUAccelerator(0);

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    // Row and sum are numbers of a vector, not of its lanes; the row has more operations than are computed again behind a barrier, and the address
    // of the first load is that of the last.
    private static void AddressAcrossBarriers(ArrayView<int> x, ArrayView<int> steps, int n)
    {
        int tx = Group.IdxX, ty = Group.IdxY;
        var shared = SharedMemory.Allocate<int>(64);
        int row = ty * ty + 3;
        row = (row ^ ty) * 5 + 1;
        row = (row ^ (ty + 7)) * 3 + ty;
        row = ((row ^ 21) * 7 + ty * ty) & 15;
        int first = x[row], sum = row, total = 0;
        for (int k = 0; k < n; k++)
        {
            shared[ty * 16 + tx] = sum + tx;
            Group.Barrier();
            total += shared[(ty ^ 1) * 16 + tx];
            sum += steps[k];
            x[16 + ty * 16 + tx] = total;
            Group.Barrier();
        }
        x[16 + ty * 16 + tx] = first + 10 * x[row] + 1000 * sum + total;
    }

    /// <summary>An address that is needed behind a loop with barriers keeps its index, although a sum begins with the same number.</summary>
    [Fact]
    public void AnAddressOutlivesASumThatBeginsAsItsIndex()
    {
        static int Row(int ty)
        {
            int row = ty * ty + 3;
            row = (row ^ ty) * 5 + 1;
            row = (row ^ (ty + 7)) * 3 + ty;
            return ((row ^ 21) * 7 + ty * ty) & 15;
        }
        int[] values = [.. Enumerable.Range(0, 16).Select(i => 3 * i + 1)], steps = [1, 2, 3];
        var expected = Enumerable.Range(0, 64).Select(i =>
        {
            var (tx, own, other) = (i % 16, Row(i / 16), Row((i / 16) ^ 1));
            // Before each of the three steps the sum is 0, 1 and 3 more than the row.
            return 11 * values[own] + 1000 * (own + 6) + 3 * (other + tx) + 4;
        });
        using var x = _accelerator.Allocate1D<int>([.. values, .. new int[64]]);
        using var s = _accelerator.Allocate1D(steps);
        _accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>, int>(AddressAcrossBarriers)(
            new KernelConfig(new Index3D(1, 1, 1), new Index3D(16, 4, 1)), x.View, s.View, 3);
        Assert.Equal([.. values, .. expected], x.GetAsArray1D());
    }

    private static void Early(ArrayView<int> result, int n)
    {
        int i = Grid.GlobalIndex.X;
        if (i >= n)
            return;
        var shared = SharedMemory.Allocate<int>(64);
        shared[Group.IdxX] = i * 3;
        Group.Barrier();
        int other = Group.IdxX ^ 1;
        result[i] = Grid.IdxX * Group.DimX + other < n ? shared[other] : -1;
    }

    [Theory]
    [InlineData(64, 100)]
    [InlineData(24, 70)]
    public void ItemsThatReturnedCountAsArrived(int group, int n)
    {
        using var r = _accelerator.Allocate1D<int>(n);
        _accelerator.LoadStreamKernel<ArrayView<int>, int>(Early)(((n + group - 1) / group, group), r.View, n);
        var expected = Enumerable.Range(0, n).Select(i => (i / group * group + (i % group ^ 1)) is var j && j < n ? j * 3 : -1);
        Assert.Equal(expected, r.GetAsArray1D());
    }

    private static void Lonely(ArrayView<int> result)
    {
        if (result[Group.IdxX] > 0)
            Group.Barrier();
        result[Group.IdxX] = 5;
    }

    [Fact]
    public void ABarrierThatSomeMissIsReported()
    {
        var values = Enumerable.Range(0, 64).Select(i => i % 3).ToArray();
        using var r = _accelerator.Allocate1D(values);
        var kernel = _accelerator.LoadStreamKernel<ArrayView<int>>(Lonely);
        var error = Assert.ThrowsAny<AcceleratorException>(() => kernel((1, 64), r.View));
        Assert.Contains("barrier", error.Message);
        Assert.Contains(nameof(Lonely), error.Message);
    }

    private static void Histogram(Index1D i, ArrayView<int> x, ArrayView<int> bins, ArrayView<int> most)
    {
        Atomic.Add(ref bins[x[i] % 10], 1);
        Atomic.Max(ref most[0], x[i]);
    }

    [Fact]
    public void Atomics()
    {
        var x = Enumerable.Range(0, 5000).Select(i => i * 7919 % 4999).ToArray();
        using var a = _accelerator.Allocate1D(x);
        using var bins = _accelerator.Allocate1D(new int[10]);
        using var most = _accelerator.Allocate1D(new int[1]);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>, ArrayView<int>>(Histogram)(x.Length, a.View, bins.View, most.View);
        Assert.Equal(Enumerable.Range(0, 10).Select(k => x.Count(v => v % 10 == k)), bins.GetAsArray1D());
        Assert.Equal([x.Max()], most.GetAsArray1D());
    }

    private static void Shuffles(ArrayView<int> result)
    {
        int lane = Warp.LaneIdx, value = lane * 10;
        int sum = Warp.ShuffleXor(value, 1) + Warp.ShuffleDown(value, 1) * 100 + Warp.Shuffle(value, 2) * 10000;
        result[Group.IdxX] = sum + (Warp.WarpSize << 20);
    }

    [Fact]
    public void WarpShuffles()
    {
        int warp = _accelerator.WarpSize;
        using var r = _accelerator.Allocate1D<int>(warp * 2);
        _accelerator.LoadStreamKernel<ArrayView<int>>(Shuffles)((1, warp * 2), r.View);
        var expected = Enumerable.Range(0, warp * 2).Select(i => i % warp is var lane
            ? ((lane ^ 1) * 10) + (lane + 1 < warp ? lane + 1 : lane) * 1000 + 20 * 10000 + (warp << 20) : 0);
        Assert.Equal(expected, r.GetAsArray1D());
    }

    private static void SortSmall(Index1D i, ArrayView<int> x, ArrayView<int> y)
    {
        var items = LocalMemory.Allocate<int>(9);
        for (int j = 0; j < 9; j++)
            items[j] = x[i * 9 + j];
        for (int j = 1; j < 9; j++)
        {
            int value = items[j], k = j;
            for (; k > 0 && items[k - 1] > value; k--)
                items[k] = items[k - 1];
            items[k] = value;
        }
        for (int j = 0; j < 9; j++)
            y[i * 9 + j] = items[j];
    }

    [Fact]
    public void LocalArraysIndexedByTheItem()
    {
        const int n = 77;
        var random = new Random(3);
        var x = Enumerable.Range(0, n * 9).Select(_ => random.Next(100)).ToArray();
        using var a = _accelerator.Allocate1D(x);
        using var b = _accelerator.Allocate1D<int>(x.Length);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(SortSmall)(n, a.View, b.View);
        Assert.Equal(x.Chunk(9).SelectMany(chunk => chunk.Order()), b.GetAsArray1D());
    }

    private static void Transpose(ArrayView2D<float, Stride2D.DenseX> x, ArrayView2D<float, Stride2D.DenseX> y)
    {
        var tile = SharedMemory.Allocate2D<float, Stride2D.DenseX>(new Index2D(8, 9), new Stride2D.DenseX(9));
        int tx = Group.IdxX, ty = Group.IdxY;
        tile[ty, tx] = x[Grid.IdxY * 8 + ty, Grid.IdxX * 8 + tx];
        Group.Barrier();
        y[Grid.IdxX * 8 + ty, Grid.IdxY * 8 + tx] = tile[tx, ty];
    }

    [Fact]
    public void GroupsOfTwoDimensions()
    {
        using var a = _accelerator.Allocate2DDenseX<float>(new Index2D(24, 16));
        using var b = _accelerator.Allocate2DDenseX<float>(new Index2D(16, 24));
        var x = new float[24, 16];
        for (int i = 0; i < x.Length; i++)
            x[i / 16, i % 16] = i;
        a.CopyFromCPU(x);
        _accelerator.LoadStreamKernel<ArrayView2D<float, Stride2D.DenseX>, ArrayView2D<float, Stride2D.DenseX>>(Transpose)(
            (new Index2D(2, 3), new Index2D(8, 8)), a.View, b.View);
        var y = b.GetAsArray2D();
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(i, y[i % 16, i / 16]);
    }

    private static void SumWithStride(ArrayView<float> x, ArrayView<float> sums)
    {
        float sum = 0;
        for (int i = Group.IdxX; i < x.Length; i += Group.DimX)
            sum += x[i];
        sum = GroupExtensions.Reduce<float, ILGPU.Algorithms.ScanReduceOperations.AddFloat>(sum);
        if (Group.IdxX == 0)
            sums[0] = sum;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void GroupReduction(int n)
    {
        var x = Enumerable.Range(0, n).Select(i => (float)(i % 17)).ToArray();
        using var a = _accelerator.Allocate1D(x);
        using var s = _accelerator.Allocate1D<float>(1);
        _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(SumWithStride)((1, 128), a.View, s.View);
        Assert.Equal([x.Sum()], s.GetAsArray1D());
    }
}
