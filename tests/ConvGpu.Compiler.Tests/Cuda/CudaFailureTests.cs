using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.FakeCuda;
using ConvGpu.Ilgpu.Extensions;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Compiler.Tests.Cuda;

/// <summary>Driver calls that fail, one by one, and a context that dies.</summary>
public sealed class CudaFailureTests
{
    /// <summary>Both kinds of memory: from the driver's pool, and blocks that are kept here.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void WhicheverDriverCallFailsNothingIsLeftAndTheNextTryWorks(int pools)
    {
        using var driver = new FakeCudaDriver();
        driver.Attributes[Ilgpu.Accelerators.Cuda.CudaDeviceAttribute.MemoryPoolsSupported] = pools;
        Session(driver);
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
        string[] calls = [.. driver.Calls];
        foreach (string needed in (string[])["cuLaunchKernel", "cuLinkComplete", "cuEventElapsedTime", "cuGraphLaunch", "cuMemHostRegister", "cuStreamWaitEvent",
            pools == 1 ? "cuMemFreeAsync" : "cuMemFree"])
            Assert.Contains(needed, calls);
        int thrown = 0;
        for (int failing = 0; failing < calls.Length; failing++)
        {
            int call = 0;
            driver.Fault = _ => call++ == failing ? CudaError.CUDA_ERROR_NOT_PERMITTED : 0;
            try
            {
                Session(driver);
            }
            catch (CudaException error)
            {
                Assert.Equal(nameof(CudaError.CUDA_ERROR_NOT_PERMITTED), error.Error);
                thrown++;
            }
            Assert.True(driver.Live.Length == 0, $"After {calls[failing]} (call {failing}) failed there were left: {driver.Live}");
            Assert.True(driver.Violations.Count == 0, $"After {calls[failing]} (call {failing}) failed: {string.Join("; ", driver.Violations)}");
        }
        driver.Fault = null;
        Session(driver);
        Assert.Equal("", driver.Live);
        // Only what frees, pins or sets a preference may fail in silence.
        Assert.True(thrown > calls.Length / 2, $"{thrown} of {calls.Length} failures were reported.");
    }

    [Fact]
    public void AnAddressOutsideOfMemoryEndsTheContextAndNamesTheLastLaunches()
    {
        using var driver = new FailingLaunches(CudaError.CUDA_ERROR_ILLEGAL_ADDRESS);
        using (var machine = new FakeCudaMachine(driver))
        {
            var accelerator = machine.Accelerator;
            using var buffer = accelerator.Allocate1D<int>(4);
            accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(AddOne, 4, buffer.View.AsContiguous());
            // A launch succeeds; the wait fails.
            var first = Assert.Throws<CudaException>(accelerator.Synchronize);
            Assert.Equal(nameof(CudaError.CUDA_ERROR_ILLEGAL_ADDRESS), first.Error);
            Assert.Contains("The CUDA context on 'Fake GPU' is lost", first.Message);
            Assert.Contains("CUDA_ERROR_ILLEGAL_ADDRESS (700)", first.Message);
            Assert.Contains(nameof(AddOne), first.Message);
            Assert.Contains("restart the process", first.Message);
            Assert.True(CudaSurvey.IsLost(accelerator));
            foreach (var use in (Action[])
            [
                () => buffer.GetAsArray1D(), () => accelerator.Allocate1D<int>(1), () => buffer.MemSetToZero(), accelerator.DefaultStream.Synchronize,
                () => accelerator.CreateStream(), () => accelerator.GetFreeMemory(),
                () => accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(AddOne, 4, buffer.View.AsContiguous()),
            ])
                Assert.Equal(first.Message, Assert.Throws<CudaException>(use).Message);
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
        // A driver that gives a new context all the same is not stood in the way.
        driver.Result = CudaError.CUDA_SUCCESS;
        using var again = new FakeCudaMachine(driver);
        Assert.Equal([0, 0], again.Accelerator.Allocate1D(new int[2]).GetAsArray1D());
    }

    /// <summary>In training the launches are recorded ones: their kernels are named, and how to see them one by one.</summary>
    [Fact]
    public void AFailureInsideOfARecordedStepNamesItsKernels()
    {
        using var driver = new FailingLaunches(CudaError.CUDA_ERROR_ILLEGAL_ADDRESS);
        using var machine = new FakeCudaMachine(driver);
        var accelerator = machine.Accelerator;
        using var buffer = accelerator.Allocate1D<int>(4);
        var kernel = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>>(AddOne);
        using var stream = accelerator.CreateStream();
        using var graph = CudaGraph.Record(accelerator, stream, () =>
        {
            kernel(stream, 4, buffer.View.AsContiguous());
            kernel(stream, 4, buffer.View.AsContiguous());
        });
        graph.Launch(stream);
        var error = Assert.Throws<CudaException>(stream.Synchronize);
        Assert.Matches(@"a captured graph of 2 kernels \(.*AddOne.* \.\.\. .*AddOne.*; CONVGPU_CAPTURE=off launches them one by one\)", error.Message);
    }

    [Fact]
    public void ALostContextThatNobodyNoticedIsReportedWhenItIsDisposed()
    {
        using var driver = new FailingLaunches(CudaError.CUDA_ERROR_MISALIGNED_ADDRESS);
        var machine = new FakeCudaMachine(driver);
        var buffer = machine.Accelerator.Allocate1D<int>(4);
        machine.Accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(AddOne, 4, buffer.View.AsContiguous());
        Assert.Contains("CUDA_ERROR_MISALIGNED_ADDRESS", Assert.Throws<CudaException>(machine.Accelerator.Dispose).Message);
        machine.Context.Dispose();
        Assert.Equal("", driver.Live);
    }

    [Fact]
    public void ARefusedLaunchLeavesTheContextUsable()
    {
        using var driver = new FakeCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        using var buffer = machine.Accelerator.Allocate1D(new[] { 1, 2 });
        driver.Fault = call => call == "cuLaunchKernel" ? CudaError.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES : 0;
        var error = Assert.Throws<CudaException>(() => machine.Accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(AddOne, 2, buffer.View.AsContiguous()));
        Assert.Contains(nameof(AddOne), error.Message);
        Assert.Contains("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES (701)", error.Message);
        driver.Fault = null;
        Assert.Equal([1, 2], buffer.GetAsArray1D());
    }

    internal static void AddOne(Index1D i, ArrayView<int> x) => x[i] += 1;

    /// <summary>Everything a program does once.</summary>
    private static void Session(FakeCudaDriver driver)
    {
        driver.Calls.Clear();
        using var machine = new FakeCudaMachine(driver, profiling: true);
        var accelerator = machine.Accelerator;
        using var buffer = accelerator.Allocate1D(new[] { 1, 2, 3 });
        using var left = accelerator.Allocate1D<int>(100);
        var stream = accelerator.CreateStream();
        using var start = accelerator.AddProfilingMarker();
        var kernel = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>>(AddOne);
        kernel(stream, 3, buffer.View.AsContiguous());
        accelerator.DefaultStream.WaitFor(stream);
        using var pinned = accelerator.AllocatePageLocked1D<int>(3);
        buffer.View.CopyToPageLockedAsync(pinned);
        using (var end = accelerator.AddProfilingMarker())
            Assert.True(end - start >= TimeSpan.Zero);
        Assert.Equal([1, 2, 3], pinned.GetArray());
        left.MemSetToZero();
        using (var work = accelerator.DefaultStream.Capture(() => left.View.CopyFrom(accelerator.DefaultStream, left.View)))
            work.Launch(accelerator.DefaultStream);
        left.Dispose();
        accelerator.Synchronize();
        Assert.True(accelerator.GetFreeMemory() > 0);
    }

    private sealed class FailingLaunches(CudaError result) : FakeCudaDriver
    {
        public CudaError Result { get; set; } = result;

        protected override CudaError Execute(
            FakeFunction function, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int sharedBytes, byte[] arguments) => Result;
    }
}
