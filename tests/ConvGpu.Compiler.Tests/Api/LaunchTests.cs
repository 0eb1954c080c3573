using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.Compilation;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>What reaches a compiled kernel: dimensions, slots and specialised values.</summary>
public sealed class LaunchTests : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.Debug());
    private readonly RecordingAccelerator _accelerator;

    public LaunchTests()
    {
        _accelerator = new RecordingAccelerator(_context);
    }

    public void Dispose() => _context.Dispose();

    private static void Scalars(byte a, sbyte b, ushort c, int d, float e, double f, bool g, long h)
    {
    }

    private static void Indexed1(Index1D i, ArrayView<float> x, float s)
    {
    }

    private static void Indexed3(Index3D i, ArrayView<float> x)
    {
    }

    private static void Grouped(ArrayView1D<int, Stride1D.Dense> x, ArrayView2D<float, Stride2D.DenseX> y)
    {
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Nested
    {
        public byte Small;
        public ArrayView<double> View;
        public (int First, short Second) Pair;
        public ArrayView<byte> Other;
    }

    private static void Structs(Index2D i, Nested nested, int after)
    {
    }

    private static void Special(Index1D i, SpecializedValue<int> tile, ArrayView<int> x, SpecializedValue<float> factor)
    {
    }

    [Fact]
    public void ScalarsTakeOneSlotWithTheirBitsInTheLowEnd()
    {
        var launch = _accelerator.LoadStreamKernel<byte, sbyte, ushort, int, float, double, bool, long>(Scalars);
        launch((2, 4), 250, -3, 65000, -7, -1.5f, 2.25, true, long.MinValue);
        var (dimensions, slots) = Assert.Single(_accelerator.Launches);
        Assert.Equal(new LaunchDimensions(2, 1, 1, 4, 1, 1, 0), dimensions);
        Assert.Equal(8, slots.Length);
        Assert.Equal(250, (byte)slots[0]);
        Assert.Equal(-3, (sbyte)slots[1]);
        Assert.Equal(65000, (ushort)slots[2]);
        Assert.Equal(-7, (int)slots[3]);
        Assert.Equal(-1.5f, BitConverter.Int32BitsToSingle((int)slots[4]));
        Assert.Equal(2.25, BitConverter.Int64BitsToDouble(slots[5]));
        Assert.Equal(1, slots[6]);
        Assert.Equal(long.MinValue, slots[7]);
    }

    [Fact]
    public void AutoGroupedLaunchesHaveTheExtentInFrontAndCoverIt()
    {
        using var buffer = _accelerator.Allocate1D<float>(1000);
        var launch = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Indexed1);
        launch(1000, buffer.View.SubView(10, 900), 3f);
        var (dimensions, slots) = Assert.Single(_accelerator.Launches);
        Assert.True(dimensions.GridX * dimensions.GroupX >= 1000 && (dimensions.GridX - 1) * dimensions.GroupX < 1000);
        Assert.Equal((1, 1, 1, 1), (dimensions.GridY, dimensions.GridZ, dimensions.GroupY, dimensions.GroupZ));
        Assert.Equal([1000, 1, 1, buffer.NativePtr, 40, 900, BitConverter.SingleToInt32Bits(3f)], slots);
    }

    [Fact]
    public void ImplicitLaunchesPutYAndZIntoTheGridAndTakeTheirGroupSize()
    {
        using var buffer = _accelerator.Allocate1D<float>(8);
        _accelerator.LoadImplicitlyGroupedStreamKernel<Index3D, ArrayView<float>>(Indexed3, 32)(new Index3D(33, 5, 7), buffer.View.BaseView);
        var (dimensions, slots) = Assert.Single(_accelerator.Launches);
        Assert.Equal(new LaunchDimensions(2, 5, 7, 32, 1, 1, 0), dimensions);
        Assert.Equal([33, 5, 7], slots[..3]);
        Assert.Equal(KernelIndexing.Implicit3D, Assert.Single(_accelerator.Requests).Indexing);
    }

    [Fact]
    public void StridedViewsHaveTheirExtentsAndStridesBehindThePointer()
    {
        using var x = _accelerator.Allocate1D<int>(10);
        using var y = _accelerator.Allocate2DPitchedX<float>(new LongIndex2D(3, 4), 32);
        _accelerator.LoadStreamKernel<ArrayView1D<int, Stride1D.Dense>, ArrayView2D<float, Stride2D.DenseX>>(Grouped)((1, 1), x.View, y.View);
        var slots = Assert.Single(_accelerator.Launches).Slots;
        Assert.Equal([x.NativePtr, 0, 10, 10, y.NativePtr, 0, 32, 3, 4, 8], slots);
    }

    [Fact]
    public void StructsOfViewsAreTakenApartWhereverNetKeepsTheirFields()
    {
        using var doubles = _accelerator.Allocate1D<double>(6);
        using var bytes = _accelerator.Allocate1D<byte>(5);
        var nested = new Nested { Small = 9, View = doubles.View.BaseView.SubView(2), Pair = (-4, 11), Other = bytes.View };
        _accelerator.LoadAutoGroupedStreamKernel<Index2D, Nested, int>(Structs)(new Index2D(2, 3), nested, 77);
        var slots = Assert.Single(_accelerator.Launches).Slots;
        Assert.Equal([2, 3, 1, 9, doubles.NativePtr, 16, 4, unchecked((uint)-4), 11, bytes.NativePtr, 0, 5, 77], slots);
    }

    [Fact]
    public void EmptyViewsAreZero()
    {
        var launch = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Indexed1);
        launch(1, ArrayView<float>.Empty, 0f);
        Assert.Equal([1, 1, 1, 0, 0, 0, 0], Assert.Single(_accelerator.Launches).Slots);
    }

    [Fact]
    public void SpecialisedValuesSelectACompiledVariantAndAreNoArguments()
    {
        using var buffer = _accelerator.Allocate1D<int>(4);
        var launch = _accelerator.LoadAutoGroupedStreamKernel<Index1D, SpecializedValue<int>, ArrayView<int>, SpecializedValue<float>>(Special);
        Assert.Empty(_accelerator.Requests);
        foreach (int tile in (int[])[4, 8, 4, 8])
            launch(4, SpecializedValue.New(tile), buffer.View.BaseView, SpecializedValue.New(0.5f));
        Assert.Equal(2, _accelerator.Requests.Count);
        Assert.Equal([null, 4, null, 0.5f], _accelerator.Requests[0].Specialized);
        Assert.Equal([null, 8, null, 0.5f], _accelerator.Requests[1].Specialized);
        Assert.All(_accelerator.Launches, launched => Assert.Equal([4, 1, 1, buffer.NativePtr, 0, 4], launched.Slots));
    }

    [Fact]
    public void AKernelIsCompiledOnceForAnAccelerator()
    {
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Indexed1);
        _accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, float>(Indexed1);
        _accelerator.LoadImplicitlyGroupedKernel<Index1D, ArrayView<float>, float>(Indexed1, 64);
        Assert.Single(_accelerator.Requests);
    }

    [Fact]
    public void LaunchingWithoutLoadingCompilesOnce()
    {
        using var buffer = _accelerator.Allocate1D<float>(4);
        for (int i = 0; i < 3; i++)
            _accelerator.LaunchAutoGrouped(Indexed1, _accelerator.DefaultStream, new Index1D(4), buffer.View.BaseView, 1f);
        _accelerator.LaunchAutoGrouped(Indexed1, new Index1D(4), buffer.View.BaseView, 1f);
        Assert.Equal(4, _accelerator.Launches.Count);
        Assert.Single(_accelerator.Requests);
    }

    [Fact]
    public void LaunchesAllocateNothingAfterTheFirst()
    {
        using var buffer = _accelerator.Allocate1D<int>(4);
        using var floats = _accelerator.Allocate1D<float>(4);
        using var doubles = _accelerator.Allocate1D<double>(4);
        var special = _accelerator.LoadAutoGroupedStreamKernel<Index1D, SpecializedValue<int>, ArrayView<int>, SpecializedValue<float>>(Special);
        var structs = _accelerator.LoadAutoGroupedStreamKernel<Index2D, Nested, int>(Structs);
        var scalars = _accelerator.LoadKernel<byte, sbyte, ushort, int, float, double, bool, long>(Scalars);
        var nested = new Nested { View = doubles.View };
        var stream = _accelerator.DefaultStream;
        _accelerator.Record = false;
        Launch(3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Launch(100);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Launch(int times)
        {
            for (int i = 0; i < times; i++)
            {
                special(4, SpecializedValue.New(4), buffer.View, SpecializedValue.New(0.5f));
                structs(new Index2D(3, 3), nested, i);
                scalars(stream, (2, 4), 1, 2, 3, 4, 5, 6, true, 7);
                _accelerator.LaunchAutoGrouped(Indexed1, stream, new Index1D(4), floats.View.BaseView, 1f);
            }
        }
    }

    [Fact]
    public void AnEmptyExtentLaunchesNothingAndANegativeOneIsRefused()
    {
        var launch = _accelerator.LoadAutoGroupedStreamKernel<Index3D, ArrayView<float>>(Indexed3);
        launch(new Index3D(4, 0, 4), default);
        Assert.Empty(_accelerator.Launches);
        Assert.Throws<ArgumentOutOfRangeException>(() => launch(new Index3D(4, -1, 4), default));
    }

    [Theory]
    [InlineData(257, 1, 1, "256 in all")]
    [InlineData(16, 17, 1, "256 in all")]
    [InlineData(1, 1, 65, "group of (1, 1, 65)")]
    [InlineData(0, 1, 1, "group of (0, 1, 1)")]
    public void GroupsThatTheDeviceCannotRunAreRefused(int x, int y, int z, string expected)
    {
        var launch = _accelerator.LoadStreamKernel<ArrayView1D<int, Stride1D.Dense>, ArrayView2D<float, Stride2D.DenseX>>(Grouped);
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => launch((new Index3D(1), new Index3D(x, y, z)), default, default));
        Assert.Contains(expected, failure.Message);
        Assert.Contains("recorder", failure.Message);
    }

    [Fact]
    public void TooMuchSharedMemoryIsRefused()
    {
        var launch = _accelerator.LoadStreamKernel<ArrayView1D<int, Stride1D.Dense>, ArrayView2D<float, Stride2D.DenseX>>(Grouped);
        launch((1, 1, SharedMemoryConfig.RequestDynamic<float>(12 * 1024)), default, default);
        Assert.Equal(48 * 1024, Assert.Single(_accelerator.Launches).Dimensions.DynamicSharedBytes);
        var failure = Assert.Throws<ArgumentOutOfRangeException>(
            () => launch((1, 1, SharedMemoryConfig.RequestDynamic<float>(12 * 1024 + 1)), default, default));
        Assert.Contains("49156 bytes", failure.Message);
    }

    [Fact]
    public void ViewsOfOtherAcceleratorsAndFreedBuffersAreRefused()
    {
        using var other = new RecordingAccelerator(_context);
        using var foreign = other.Allocate1D<float>(4);
        var freed = _accelerator.Allocate1D<float>(4);
        var launch = _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Indexed1);
        Assert.Contains("memory of recorder", Assert.Throws<ArgumentException>(() => launch(4, foreign.View, 1f)).Message);
        var view = freed.View;
        freed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => launch(4, view, 1f));
        var explicitStream = _accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, float>(Indexed1);
        Assert.Throws<ArgumentException>(() => explicitStream(other.DefaultStream, 4, default, 1f));
    }

    [Fact]
    public void AFailedCompileSaysWhichKernelAndLeavesTheContextUsable()
    {
        _accelerator.CompileFailure = new NotSupportedException("no such instruction");
        var failure = Assert.Throws<InternalCompilerException>(
            () => _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Indexed1));
        Assert.Contains(nameof(Indexed1), failure.Message);
        Assert.Contains("no such instruction", failure.Message);
        _accelerator.CompileFailure = null;
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Indexed1)(3, default, 1f);
        Assert.Single(_accelerator.Launches);
    }

    [Fact]
    public void IndicesOfOtherTypesAreRefused()
    {
        var failure = Assert.Throws<NotSupportedException>(
            () => _accelerator.LoadAutoGroupedStreamKernel<LongIndex1D, int>(static (index, value) => { }));
        Assert.Contains("LongIndex1D", failure.Message);
    }
}
