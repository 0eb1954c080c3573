using ConvGpu.Emulation;
using ConvGpu.FakeCuda;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Compiler.Tests.Cuda;

/// <summary>A whole accelerator over the PTX emulator: faults and asserts of kernels that really run.</summary>
public sealed class EmulatedAcceleratorTests
{
    [Fact]
    public void AnAccessOutsideOfMemoryEndsTheContext()
    {
        using var driver = new EmulatedCudaDriver { FaultsAreSticky = true };
        using var machine = new FakeCudaMachine(driver);
        using var buffer = machine.Accelerator.Allocate1D<int>(4);
        machine.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(WriteAt)(3, buffer.View.AsContiguous(), 100);
        var error = Assert.Throws<CudaException>(machine.Accelerator.Synchronize);
        Assert.Equal(nameof(CudaError.CUDA_ERROR_ILLEGAL_ADDRESS), error.Error);
        Assert.Contains(nameof(WriteAt), error.Message);
        Assert.Equal(FaultKind.OutOfBounds, driver.LastFault!.Kind);
        machine.Dispose();
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void AFailedAssertIsReportedOnceWithItsLineAndTheDeviceGoesOn()
    {
        using var driver = new EmulatedCudaDriver();
        var device = TestCuda.Emulate(driver);
        using (var context = Context.Create(builder =>
        {
            builder.Add(device);
            builder.Assertions();
        }))
        {
            using var accelerator = context.CreateCudaAccelerator(0);
            using var buffer = accelerator.Allocate1D(new[] { 1, 2, 3, 4 });
            var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(WriteAt);
            kernel(1, buffer.View.AsContiguous(), 5);
            var error = Assert.Throws<CudaException>(accelerator.Synchronize);
            Assert.Contains("An assertion of a kernel failed on Emulated GPU", error.Message);
            Assert.Contains("EmulatedAcceleratorTests.cs", error.Message);
            accelerator.Synchronize();
            kernel(1, buffer.View.AsContiguous(), 2);
            Assert.Equal([1, 2, 7, 4], buffer.GetAsArray1D());
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    /// <summary>80,000 bytes a group, and a plain kernel beside it that needs none and does the same.</summary>
    [Fact]
    public void MoreSharedMemoryThanUsualIsUsable()
    {
        const int length = 20_000;
        using var driver = new EmulatedCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        using var x = machine.Accelerator.Allocate1D(Enumerable.Range(0, length).ToArray());
        using var shared = machine.Accelerator.Allocate1D<int>(length);
        using var plain = machine.Accelerator.Allocate1D<int>(length);
        var throughShared = machine.Accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>>(ReverseThroughSharedMemory);
        throughShared(new KernelConfig(1, 64, SharedMemoryConfig.RequestDynamic<int>(length)), x.View.AsContiguous(), shared.View.AsContiguous());
        machine.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Reverse)(length, x.View.AsContiguous(), plain.View.AsContiguous());
        Assert.Equal(Enumerable.Range(0, length).Reverse(), shared.GetAsArray1D());
        Assert.Equal(plain.GetAsArray1D(), shared.GetAsArray1D());
    }

    private static void WriteAt(Index1D i, ArrayView<int> x, int at) => x[i + at] = 7;

    private static void ReverseThroughSharedMemory(ArrayView<int> x, ArrayView<int> y)
    {
        var shared = SharedMemory.GetDynamic<int>();
        int length = x.IntLength;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            shared[i] = x[i];
        Group.Barrier();
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            y[i] = shared[length - 1 - i];
    }

    private static void Reverse(Index1D i, ArrayView<int> x, ArrayView<int> y) => y[i] = x[x.IntLength - 1 - i];
}
