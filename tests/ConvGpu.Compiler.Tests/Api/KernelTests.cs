using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>What kernels call, launched as a user does it, on each kind of accelerator.</summary>
public abstract partial class KernelTests : IDisposable
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;

    protected KernelTests(Func<Context> context)
    {
        _context = context();
        _accelerator = _context.GetPreferredDevice(false).CreateAccelerator(_context);
    }

    protected Accelerator Accelerator => _accelerator;

    public void Dispose()
    {
        _context.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Scale(Index1D i, ArrayView<float> x, float s) => x[i] *= s;

    private static void Place(Index3D i, ArrayView3D<int, Stride3D.DenseXY> x) => x[i] = i.X + 100 * i.Y + 10000 * i.Z;

    protected static void Reverse(ArrayView<int> x)
    {
        var shared = SharedMemory.Allocate<int>(64);
        int global = Grid.GlobalIndex.X;
        shared[Group.IdxX] = x[global];
        Group.Barrier();
        x[global] = shared[Group.DimX - 1 - Group.IdxX];
    }

    private static void ReverseDynamic(ArrayView<int> x)
    {
        var shared = SharedMemory.GetDynamic<int>();
        int item = Group.LinearIndex;
        int global = Grid.LinearIndex * Group.Dimension.Size + item;
        shared[item] = x[global];
        Group.Barrier();
        x[global] = shared[shared.IntLength - 1 - item];
    }

    private static void Neighbours(ArrayView<int> down, ArrayView<int> up, ArrayView<int> xor, ArrayView<int> first, int width)
    {
        int item = Group.IdxX;
        down[item] = Warp.ShuffleDown(item, 1, width);
        up[item] = Warp.ShuffleUp(item, 1, width);
        xor[item] = Warp.ShuffleXor(item, 3, width);
        first[item] = Warp.Shuffle(item, 2, width);
    }

    private static void Counts(ArrayView<int> result)
    {
        int item = Group.IdxX;
        int count = Group.BarrierPopCount(item % 3 == 0);
        bool all = Group.BarrierAnd(item < 10), any = Group.BarrierOr(item == 9);
        int broadcast = Group.Broadcast(item * item, 7);
        result[item] = count + (all ? 1000 : 0) + (any ? 10000 : 0) + 100000 * broadcast;
    }

    private static void Local(Index1D i, ArrayView<int> x)
    {
        var local = LocalMemory.Allocate1D<int>(4);
        var array = new[] { 1, 2, 3, 4 };
        for (int k = 0; k < 4; k++)
            local[k] = i * array[k];
        x[i] = local[0] + local[1] + local[2] + local[3];
    }

    private static void Sum(Index1D i, ArrayView<int> sum, ArrayView<double> total, ArrayView<float> largest)
    {
        Atomic.Add(ref sum[0], i);
        Atomic.Add(ref total[0], 0.5);
        Atomic.Max(ref largest[0], i % 50);
    }

    private static void EarlyReturn(ArrayView<int> x)
    {
        if (Group.IdxX >= 5)
            return;
        Group.Barrier();
        x[Group.IdxX] = 1;
    }

    private static void Special(Index1D i, ArrayView<int> x, SpecializedValue<int> factor) => x[i] = i * factor;

    [Fact]
    public void IndexedKernelsRunForEveryItemOfTheExtent()
    {
        using var buffer = _accelerator.Allocate1D(Enumerable.Range(0, 1000).Select(i => (float)i).ToArray());
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Scale)((int)buffer.Length, buffer.View, 2f);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => 2f * i), buffer.GetAsArray1D());
    }

    [Fact]
    public void ThreeDimensionsReachEveryElement()
    {
        using var buffer = _accelerator.Allocate3DDenseXY<int>(new LongIndex3D(5, 6, 7));
        _accelerator.LoadAutoGroupedStreamKernel<Index3D, ArrayView3D<int, Stride3D.DenseXY>>(Place)(buffer.IntExtent, buffer.View);
        var result = buffer.GetAsArray3D();
        for (int x = 0; x < 5; x++)
            for (int y = 0; y < 6; y++)
                for (int z = 0; z < 7; z++)
                    Assert.Equal(x + 100 * y + 10000 * z, result[x, y, z]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(64)]
    public void ItemsShareMemoryAcrossABarrier(int groupSize)
    {
        using var buffer = _accelerator.Allocate1D(Enumerable.Range(0, 3 * groupSize).ToArray());
        _accelerator.LoadStreamKernel<ArrayView<int>>(Reverse)((3, groupSize), buffer.View);
        Assert.Equal(Reversed(groupSize, 3), buffer.GetAsArray1D());
    }

    [Fact]
    public void DynamicSharedMemoryHasTheSizeOfTheLaunch()
    {
        using var buffer = _accelerator.Allocate1D(Enumerable.Range(0, 2 * 12).ToArray());
        _accelerator.LoadStreamKernel<ArrayView<int>>(ReverseDynamic)(
            (new Index3D(1, 2, 1), new Index3D(4, 3, 1), SharedMemoryConfig.RequestDynamic<int>(12)), buffer.View);
        Assert.Equal(Reversed(12, 2), buffer.GetAsArray1D());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ShufflesReadOtherLanes(int parts)
    {
        int width = _accelerator.WarpSize / parts;
        Assert.SkipUnless(width >= 4, $"A warp of {_accelerator.Name} has {_accelerator.WarpSize} items.");
        var buffers = Enumerable.Range(0, 4).Select(_ => _accelerator.Allocate1D<int>(2 * _accelerator.WarpSize)).ToArray();
        _accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>, ArrayView<int>, ArrayView<int>, int>(Neighbours)(
            (1, 2 * _accelerator.WarpSize), buffers[0].View, buffers[1].View, buffers[2].View, buffers[3].View, width);
        var items = Enumerable.Range(0, 2 * _accelerator.WarpSize);
        Assert.Equal(items.Select(i => i % width == width - 1 ? i : i + 1), buffers[0].GetAsArray1D());
        Assert.Equal(items.Select(i => i % width == 0 ? i : i - 1), buffers[1].GetAsArray1D());
        Assert.Equal(items.Select(i => i ^ 3), buffers[2].GetAsArray1D());
        Assert.Equal(items.Select(i => i / width * width + 2), buffers[3].GetAsArray1D());
    }

    [Fact]
    public void BarriersCountAndBroadcast()
    {
        using var buffer = _accelerator.Allocate1D<int>(10);
        _accelerator.LoadStreamKernel<ArrayView<int>>(Counts)((1, 10), buffer.View);
        Assert.All(buffer.GetAsArray1D(), value => Assert.Equal(4 + 1000 + 10000 + 4900000, value));
    }

    [Fact]
    public void LocalMemoryBelongsToTheItem()
    {
        using var buffer = _accelerator.Allocate1D<int>(20);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Local)(20, buffer.View);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => 10 * i), buffer.GetAsArray1D());
    }

    [Fact]
    public void AtomicsCombineTheItems()
    {
        using var sum = _accelerator.Allocate1D([5]);
        using var total = _accelerator.Allocate1D([1.0]);
        using var largest = _accelerator.Allocate1D([-3f]);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<double>, ArrayView<float>>(Sum)(
            300, sum.View, total.View, largest.View);
        Assert.Equal(5 + 299 * 300 / 2, sum.GetAsArray1D()[0]);
        Assert.Equal(151.0, total.GetAsArray1D()[0]);
        Assert.Equal(49f, largest.GetAsArray1D()[0]);
    }

    [Fact]
    public void ItemsThatReturnedCountAsArrived()
    {
        using var buffer = _accelerator.Allocate1D<int>(8);
        buffer.MemSetToZero();
        _accelerator.LoadStreamKernel<ArrayView<int>>(EarlyReturn)((1, 8), buffer.View);
        Assert.Equal([1, 1, 1, 1, 1, 0, 0, 0], buffer.GetAsArray1D());
    }

    [Fact]
    public void SpecialisedValuesReachTheKernel()
    {
        using var buffer = _accelerator.Allocate1D<int>(4);
        var launch = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, SpecializedValue<int>>(Special);
        launch(4, buffer.View, SpecializedValue.New(3));
        launch(4, buffer.View, SpecializedValue.New(5));
        Assert.Equal([0, 5, 10, 15], buffer.GetAsArray1D());
    }

    protected static IEnumerable<int> Reversed(int groupSize, int groups) =>
        Enumerable.Range(0, groups).SelectMany(group => Enumerable.Range(group * groupSize, groupSize).Reverse());
}
