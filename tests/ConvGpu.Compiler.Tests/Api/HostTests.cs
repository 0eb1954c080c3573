using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Contexts, buffers, streams, copies and their order of disposal, on the CPU accelerator.</summary>
public sealed class HostTests : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.CPU().Profiling());
    private readonly CPUAccelerator _accelerator;

    public HostTests()
    {
        _accelerator = _context.CreateCPUAccelerator(0);
    }

    public void Dispose() => _context.Dispose();

    [Fact]
    public void ContextsListTheirDevices()
    {
        Assert.Equal(AcceleratorType.CPU, Assert.Single(_context.Devices).AcceleratorType);
        Assert.Same(CPUDevice.Default, _context.GetPreferredDevice(false));
        Assert.Single(_context.GetDevices<CPUDevice>());
        Assert.Contains("has 1 of them", Assert.Throws<ArgumentOutOfRangeException>(() => _context.GetDevice<CPUDevice>(1)).Message);
        using var empty = Context.Create(_ => { });
        Assert.Throws<InvalidOperationException>(() => empty.GetPreferredDevice(true));
        using var all = Context.CreateDefault();
        Assert.Contains(CPUDevice.Default, all.Devices);
    }

    [Fact]
    public void MemoryIsAlignedToACacheLine()
    {
        foreach (int length in (int[])[0, 1, 3, 17, 1000])
        {
            using var buffer = _accelerator.Allocate1D<byte>(length);
            Assert.Equal(0, buffer.NativePtr % 64);
            Assert.Equal(length, buffer.Length);
        }
    }

    [Fact]
    public void LiveAndPeakBytesAreCounted()
    {
        var first = _accelerator.Allocate1D<double>(100);
        var second = _accelerator.AllocateRaw(10, 4);
        Assert.Equal((840, 840, 2), (_accelerator.Counters.LiveBytes, _accelerator.Counters.PeakBytes, _accelerator.Counters.LiveBuffers));
        first.Dispose();
        first.Dispose();
        Assert.Equal((40, 840, 1), (_accelerator.Counters.LiveBytes, _accelerator.Counters.PeakBytes, _accelerator.Counters.LiveBuffers));
        second.Dispose();
        Assert.Equal(0, _accelerator.Counters.LiveBytes);
    }

    [Fact]
    public void ArraysComeBackAsTheyWent()
    {
        float[] values = [1, -2, 3.5f, 4];
        using var buffer = _accelerator.Allocate1D(values);
        Assert.Equal(values, buffer.GetAsArray1D());
        buffer.View.SubView(1, 2).CopyFromCPU([7f, 8f]);
        Assert.Equal([1f, 7f, 8f, 4f], buffer.GetAsArray1D());
        var part = new float[3];
        buffer.View.BaseView.CopyToCPU(_accelerator.DefaultStream, part);
        Assert.Equal([1f, 7f, 8f], part);
        buffer.View.CopyToCPU(ref part[1], 2);
        Assert.Equal([1f, 1f, 7f], part);
        buffer.MemSet(_accelerator.DefaultStream, 0x3F, 4, 4);
        Assert.Equal(BitConverter.Int32BitsToSingle(0x3F3F3F3F), buffer.GetAsArray1D()[1]);
        buffer.View.MemSetToZero();
        Assert.Equal(new float[4], buffer.GetAsArray1D());
    }

    [Fact]
    public void ViewsAreCopiedBetweenBuffersOfOneAndTwoAccelerators()
    {
        using var other = _context.CreateCPUAccelerator(0);
        using var source = _accelerator.Allocate1D(Enumerable.Range(0, 10).ToArray());
        using var near = _accelerator.Allocate1D(new int[10]);
        using var far = other.Allocate1D(new int[10]);
        source.View.SubView(2, 3).CopyTo(_accelerator.DefaultStream, near.View.SubView(5, 5));
        far.View.SubView(0, 4).CopyFrom(source.View.SubView(6, 4));
        Assert.Equal([0, 0, 0, 0, 0, 2, 3, 4, 0, 0], near.GetAsArray1D());
        Assert.Equal([6, 7, 8, 9, 0, 0, 0, 0, 0, 0], far.GetAsArray1D());
    }

    [Fact]
    public void CopiesThatDoNotFitAreRefused()
    {
        using var buffer = _accelerator.Allocate1D<int>(4);
        using var small = _accelerator.Allocate1D<int>(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.CopyFromCPU(new int[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.CopyToCPU(new int[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.CopyTo(small.View));
        Assert.Throws<ArgumentNullException>(() => buffer.View.CopyFromCPU((int[])null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.MemSet(_accelerator.DefaultStream, 0, 12, 5));
        Assert.Throws<ArgumentException>(() => _accelerator.Allocate2DDenseX<int>(new LongIndex2D(2, 2)).CopyFromCPU(new int[2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _accelerator.Allocate1D<int>(-1));
    }

    public static TheoryData<string> Layouts2D() => ["DenseX", "DenseY", "PitchedX", "PitchedY"];

    [Theory]
    [MemberData(nameof(Layouts2D))]
    public void TwoDimensionalArraysKeepTheirIndices(string layout)
    {
        var data = new int[3, 5];
        for (int x = 0; x < 3; x++)
            for (int y = 0; y < 5; y++)
                data[x, y] = 10 * x + y;
        var extent = new LongIndex2D(3, 5);
        if (layout is "DenseX" or "PitchedX")
        {
            using var buffer = layout == "DenseX" ? _accelerator.Allocate2DDenseX<int>(extent) : _accelerator.Allocate2DPitchedX<int>(extent, 64);
            buffer.CopyFromCPU(data);
            Assert.Equal(data, buffer.GetAsArray2D());
            Assert.Equal(24, buffer.View[2, 4]);
            Assert.Equal(layout == "DenseX" ? 3 : 16, buffer.View.Stride.YStride);
            Assert.Equal(13, buffer.View.AsTransposed()[3, 1]);
            Assert.Equal(buffer.View[1, 2], buffer.View.SubView(new Index2D(1, 1), new Index2D(2, 4))[0, 1]);
        }
        else
        {
            using var buffer = layout == "DenseY" ? _accelerator.Allocate2DDenseY(data) : _accelerator.Allocate2DPitchedY<int>(extent, 64);
            buffer.CopyFromCPU(data);
            Assert.Equal(data, buffer.GetAsArray2D());
            Assert.Equal(24, buffer.View[2, 4]);
            Assert.Equal(layout == "DenseY" ? 5 : 16, buffer.View.Stride.XStride);
            Assert.Equal(13, buffer.View.AsTransposed()[3, 1]);
            Assert.Equal(data, buffer.View.AsGeneral().GetAsArray2D());
        }
    }

    [Fact]
    public void ThreeDimensionalArraysKeepTheirIndices()
    {
        var data = new short[2, 3, 4];
        for (int x = 0; x < 2; x++)
            for (int y = 0; y < 3; y++)
                for (int z = 0; z < 4; z++)
                    data[x, y, z] = (short)(100 * x + 10 * y + z);
        using var xy = _accelerator.Allocate3DDenseXY(data);
        using var zy = _accelerator.Allocate3DDenseZY(data);
        using var pitched = _accelerator.Allocate3DPitchedXY<short>(new LongIndex3D(2, 3, 4), 16);
        pitched.CopyFromCPU(data);
        Assert.Equal(data, xy.GetAsArray3D());
        Assert.Equal(data, zy.GetAsArray3D());
        Assert.Equal(data, pitched.GetAsArray3D());
        Assert.Equal(8, pitched.View.Stride.YStride);
        Assert.Equal(123, xy.View[1, 2, 3]);
        Assert.Equal(123, zy.View[1, 2, 3]);
        Assert.Equal(data, xy.View.AsGeneral().GetAsArray3D());
        Assert.Equal([0, 100, 10, 110, 20, 120, 1, 101], xy.AsContiguous().GetAsArray()[..8].Select(value => (int)value));
    }

    [Fact]
    public void ViewsChangeTypeAndPlace()
    {
        using var buffer = _accelerator.Allocate1D(Enumerable.Range(0, 16).Select(i => (float)i).ToArray());
        ArrayView<float> view = buffer.View;
        Assert.Equal(4, view.Cast<(float, float, float, float)>().Length);
        Assert.Equal((4f, 5f, 6f, 7f), view.Cast<(float, float, float, float)>()[1]);
        Assert.Equal(8, view.Cast<double>().SubView(2).Cast<float>().SubView(4).Length);
        Assert.Equal(9f, view.Cast<double>().SubView(2).Cast<float>().SubView(5)[0]);
        Assert.Equal(7f, view.VariableView(7).Value);
        Assert.Equal(16L, buffer.View.Cast<float, int>().Length);
        Assert.Equal(6f, buffer.View.As2DDenseXView(new LongIndex2D(4, 4))[2, 1]);
        Assert.Equal(9f, buffer.View.As2DDenseYView(new LongIndex2D(4, 4))[2, 1]);
        Assert.Equal([0f, 3f, 6f, 9f, 12f, 15f], view.AsGeneral(new Stride1D.General(3)).GetAsArray1D());
        Assert.Equal((3, 13), (view.SubView(13).Length, view.AlignTo64().Item1.Length + 13));
        var (before, aligned) = view.SubView(1).AlignTo32();
        Assert.Equal((7, 8f), (before.Length, aligned[0]));
        Assert.True(ArrayView<float>.Empty.HasNoData());
        Assert.False(ArrayView<float>.Empty.IsValid);
    }

    [Fact]
    public void ViewsCheckTheirBoundsOnTheHost()
    {
        using var buffer = _accelerator.Allocate1D<int>(4);
        Assert.Throws<IndexOutOfRangeException>(() => buffer.View.BaseView[4]);
        Assert.Throws<IndexOutOfRangeException>(() => buffer.View[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.BaseView.SubView(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.BaseView.SubView(5L));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArrayView<long>(buffer, 0, 3));
    }

    [Fact]
    public void DisposingTheAcceleratorFreesWhatIsLeftInAnyOrder()
    {
        var accelerator = _context.CreateCPUAccelerator(0);
        var buffer = accelerator.Allocate1D<int>(4);
        var stream = accelerator.CreateStream();
        var marker = stream.AddProfilingMarker();
        Assert.Equal(3, accelerator.NumberChildObjects);
        accelerator.Dispose();
        Assert.Equal((0, 0), (accelerator.NumberChildObjects, accelerator.Counters.LiveBytes));
        Assert.Throws<ObjectDisposedException>(() => buffer.View.CopyToCPU(new int[1]));
        Assert.Throws<ObjectDisposedException>(() => buffer.View.BaseView[0]);
        Assert.Throws<ObjectDisposedException>(() => accelerator.Allocate1D<int>(1));
        Assert.Throws<ObjectDisposedException>(stream.AddProfilingMarker);
        marker.Dispose();
        buffer.Dispose();
        accelerator.Dispose();
    }

    [Fact]
    public void DisposingTheContextDisposesItsAccelerators()
    {
        var context = Context.Create(builder => builder.CPU());
        var accelerator = context.CreateCPUAccelerator(0);
        accelerator.Allocate1D<int>(4);
        context.Dispose();
        Assert.True(accelerator.IsDisposed);
        Assert.Equal(0, accelerator.Counters.LiveBytes);
        Assert.Throws<ObjectDisposedException>(() => CPUDevice.Default.CreateCPUAccelerator(context));
    }

    [Fact]
    public void PageLockedArraysAreCopiedBothWays()
    {
        using var array = _accelerator.AllocatePageLocked1D<int>(6);
        Assert.Equal(new int[6], array.GetArray());
        for (int i = 0; i < 6; i++)
            array[i] = i * i;
        using var buffer = _accelerator.Allocate1D<int>(6);
        buffer.View.CopyFromPageLockedAsync(array);
        Assert.Equal([0, 1, 4, 9, 16, 25], buffer.GetAsArray1D());
        using var back = buffer.View.SubView(2, 3).GetAsPageLocked1D();
        Assert.Equal([4, 9, 16], back.GetArray());
        back.Span.Fill(-1);
        back.ArrayView.CopyTo(_accelerator.DefaultStream, buffer.View.SubView(0, 3).BaseView);
        Assert.Equal([-1, -1, -1, 9, 16, 25], buffer.GetAsArray1D());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.CopyToPageLockedAsync(back));
    }

    [Fact]
    public void ProfilingMarkersMeasureTimeWhenTheContextAllowsThem()
    {
        using var first = _accelerator.AddProfilingMarker();
        Thread.Sleep(5);
        using var second = _accelerator.DefaultStream.AddProfilingMarker();
        Assert.InRange((second - first).TotalMilliseconds, 4.9, 10_000);
        using var context = Context.Create(builder => builder.CPU());
        var failure = Assert.Throws<NotSupportedException>(() => context.CreateCPUAccelerator(0).AddProfilingMarker());
        Assert.Contains("Profiling()", failure.Message);
    }

    [Fact]
    public void AcceleratorsAreBoundToThreads()
    {
        using var other = _context.CreateCPUAccelerator(0);
        _accelerator.Bind();
        using (other.BindScoped())
            Assert.Same(other, Accelerator.Current);
        Assert.Same(_accelerator, Accelerator.Current);
        Assert.Equal(AcceleratorType.CPU, Accelerator.CurrentType);
    }
}
