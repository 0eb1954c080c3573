using ConvGpu.FakeCuda;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Ilgpu.Extensions;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Cuda;

/// <summary>Allocation, copies, pinned memory and the order of work in streams.</summary>
public sealed class CudaMemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void OutOfMemorySaysWhatWasAskedWhatIsFreeAndWhatIsLive(int pools)
    {
        using var driver = Driver(pools, memory: 8 << 20);
        using var machine = new FakeCudaMachine(driver);
        using var held = machine.Accelerator.Allocate1D<byte>(6 << 20);
        var error = Assert.Throws<OutOfMemoryException>(() => machine.Accelerator.Allocate1D<byte>(4 << 20));
        Assert.Contains("no room for 4,194,304 bytes", error.Message);
        Assert.Contains("2,097,152 of 8,388,608 bytes are free", error.Message);
        Assert.Contains("6,291,456 bytes in 1 buffers", error.Message);
        // The context survives.
        using var small = machine.Accelerator.Allocate1D(new byte[] { 1, 2 });
        Assert.Equal([1, 2], small.GetAsArray1D());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void KeptMemoryIsUsedAgainAndGivenBackWhereItDoesNotFit(int pools)
    {
        using var driver = Driver(pools, memory: 8 << 20);
        using var machine = new FakeCudaMachine(driver);
        machine.Accelerator.Allocate1D<byte>(6 << 20).Dispose();
        machine.Accelerator.Allocate1D<byte>(6 << 20).Dispose();
        if (pools == 0)
            Assert.Single(driver.Calls, call => call == "cuMemAlloc");
        // Of another size: only what is kept stands in its way.
        machine.Accelerator.Allocate1D<byte>(7 << 20).Dispose();
        Assert.Equal(0, machine.Accelerator.Counters.LiveBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void MemoryIsFreedBehindTheWorkThatUsesIt(int pools)
    {
        using var driver = Driver(pools);
        using var machine = new FakeCudaMachine(driver);
        var accelerator = machine.Accelerator;
        using var stream = accelerator.CreateStream();
        using var target = accelerator.Allocate1D<int>(4);
        var source = accelerator.Allocate1D(new[] { 1, 2, 3, 4 });
        source.View.CopyTo(stream, target.View);
        source.Dispose();
        // Were the block given away at once, this would overwrite what the stream has yet to read.
        using var next = accelerator.Allocate1D(new[] { 9, 9, 9, 9 });
        stream.Synchronize();
        Assert.Equal([1, 2, 3, 4], target.GetAsArray1D());
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void AStreamWaitsForAnotherWithoutTheHost()
    {
        using var driver = new FakeCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        var accelerator = machine.Accelerator;
        using var first = accelerator.CreateStream();
        using var second = accelerator.CreateStream();
        using var a = accelerator.Allocate1D(new[] { 5, 6 });
        using var b = accelerator.Allocate1D<int>(2);
        using var c = accelerator.Allocate1D<int>(2);
        driver.Calls.Clear();
        a.View.CopyTo(first, b.View);
        second.WaitFor(first);
        b.View.CopyTo(second, c.View);
        Assert.DoesNotContain(driver.Calls, call => call.Contains("Synchronize", StringComparison.Ordinal));
        second.Synchronize();
        Assert.Equal([5, 6], c.GetAsArray1D());
    }

    [Fact]
    public void PageLockedMemoryIsPinnedAndOutlivesTheAccelerator()
    {
        using var driver = new FakeCudaDriver();
        PageLockedArray1D<int> array;
        using (var machine = new FakeCudaMachine(driver))
        {
            using var buffer = machine.Accelerator.Allocate1D(new[] { 1, 2, 3 });
            array = machine.Accelerator.AllocatePageLocked1D<int>(3);
            buffer.View.CopyToPageLockedAsync(array);
            Assert.Equal([0, 0, 0], array.GetArray());
            machine.Accelerator.Synchronize();
            Assert.Equal([1, 2, 3], array.GetArray());
            array[0] = 7;
            buffer.View.CopyFromPageLockedAsync(array);
            Assert.Equal([7, 2, 3], buffer.GetAsArray1D());
        }
        Assert.Equal("", driver.Live);
        Assert.Equal(7, array[0]);
        array.Dispose();
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void PageLockedMemoryStaysUntilCopiesAreDone()
    {
        using var driver = new FakeCudaDriver();
        using (var machine = new FakeCudaMachine(driver))
        {
            using var buffer = machine.Accelerator.Allocate1D(new[] { 1, 2, 3 });
            using (var array = machine.Accelerator.AllocatePageLocked1D<int>(3))
            {
                array[0] = 7;
                buffer.View.CopyFromPageLockedAsync(array);
            }
            Assert.Equal([7, 0, 0], buffer.GetAsArray1D());
        }
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void MemoryThatCannotBePinnedWorksAllTheSame()
    {
        using var driver = new FakeCudaDriver { Fault = call => call == "cuMemHostRegister" ? ILGPU.Runtime.Cuda.CudaError.CUDA_ERROR_NOT_SUPPORTED : 0 };
        using var machine = new FakeCudaMachine(driver);
        using var array = machine.Accelerator.AllocatePageLocked1D<int>(2);
        array[1] = 4;
        using var buffer = machine.Accelerator.Allocate1D<int>(2);
        buffer.View.CopyFromPageLockedAsync(array);
        Assert.Equal([0, 4], buffer.GetAsArray1D());
    }

    [Fact]
    public void DisposingFreesWhatUsersLeft()
    {
        using var driver = new FakeCudaDriver();
        var machine = new FakeCudaMachine(driver, profiling: true);
        _ = machine.Accelerator.Allocate1D<int>(10);
        _ = machine.Accelerator.CreateStream();
        _ = machine.Accelerator.AddProfilingMarker();
        _ = machine.Accelerator.AllocatePageLocked1D<int>(10);
        machine.Dispose();
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    private static FakeCudaDriver Driver(int pools, long memory = 1 << 30)
    {
        var driver = new FakeCudaDriver { MemoryBytes = memory };
        driver.Attributes[CudaDeviceAttribute.MemoryPoolsSupported] = pools;
        return driver;
    }
}
