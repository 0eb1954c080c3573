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

    [Fact]
    public void MoreSharedMemoryThanUsualIsUsable()
    {
        using var driver = new EmulatedCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        using var buffer = machine.Accelerator.Allocate1D(Enumerable.Range(0, 64).ToArray());
        var kernel = machine.Accelerator.LoadStreamKernel<ArrayView<int>>(ThroughFarSharedMemory);
        kernel(new KernelConfig(1, 64, SharedMemoryConfig.RequestDynamic<int>(20_000)), buffer.View.AsContiguous());
        Assert.Equal(Enumerable.Range(0, 64).Reverse(), buffer.GetAsArray1D());
    }

    private static void WriteAt(Index1D i, ArrayView<int> x, int at) => x[i + at] = 7;

    private static void ThroughFarSharedMemory(ArrayView<int> x)
    {
        var shared = SharedMemory.GetDynamic<int>();
        shared[19_000 + Group.IdxX] = x[Group.IdxX];
        Group.Barrier();
        x[Group.IdxX] = shared[19_063 - Group.IdxX];
    }
}
