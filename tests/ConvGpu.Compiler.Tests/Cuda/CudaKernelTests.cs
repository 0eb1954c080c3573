using ConvGpu.FakeCuda;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Ilgpu.Accelerators.Drivers;
using ConvGpu.Ilgpu.Extensions;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Compiler.Tests.Cuda;

/// <summary>Compiling, the cache on disk, launching and captured work, as far as the driver sees them.</summary>
public sealed class CudaKernelTests
{
    private const string Text = ".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry k() { ret; }\n";

    [Fact]
    public void AProgramThatDoesNotCompileSaysWhatTheDriverSaidAndWhereTheTextIs()
    {
        using var driver = new FakeCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        var error = Assert.Throws<CudaException>(() => CudaModule.Load(machine.Accelerator.Session, "broken<kernel>", FakeCudaDriver.BrokenText, new(null)));
        Assert.Equal(nameof(CudaError.CUDA_ERROR_INVALID_PTX), error.Error);
        Assert.Contains("error : this is no ptx", error.Message);
        Assert.Contains("broken<kernel>", error.Message);
        string path = error.Message[(error.Message.LastIndexOf("The program: ", StringComparison.Ordinal) + 13)..].Trim();
        Assert.Equal(FakeCudaDriver.BrokenText, File.ReadAllText(path));
        File.Delete(path);
        using var good = CudaModule.Load(machine.Accelerator.Session, "k", Text, new(null));
    }

    [Fact]
    public void ProgramsComeFromTheCacheAndDamagedOrRefusedEntriesAreCompiledAgain()
    {
        string folder = Directory.CreateTempSubdirectory("convgpu-cache").FullName;
        try
        {
            using var driver = new FakeCudaDriver();
            using var machine = new FakeCudaMachine(driver);
            var cache = new ProgramCache(folder);
            Assert.False(FromCache());
            Assert.True(FromCache());
            string entry = Assert.Single(Directory.GetFiles(folder));
            File.WriteAllBytes(entry, File.ReadAllBytes(entry)[..^3]);
            Assert.False(FromCache());
            cache.TryWrite(Path.GetFileNameWithoutExtension(entry), [1, 2, 3]);
            Assert.False(FromCache());
            Assert.True(FromCache());
            // Another driver compiles anew.
            using var newer = new FakeCudaDriver { Version = 13000 };
            using var other = new FakeCudaMachine(newer);
            using var module = CudaModule.Load(other.Accelerator.Session, "k", Text, cache);
            Assert.False(module.FromCache);
            Assert.Equal(2, Directory.GetFiles(folder).Length);

            bool FromCache()
            {
                using var loaded = CudaModule.Load(machine.Accelerator.Session, "k", Text, cache);
                return loaded.FromCache;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ArgumentsArriveAsTheKernelDeclaresThem()
    {
        using var driver = new RecordingDriver();
        using var machine = new FakeCudaMachine(driver);
        using var buffer = machine.Accelerator.Allocate1D<int>(16);
        var kernel = machine.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, byte, double>(Mixed);
        kernel(5, buffer.View.AsContiguous().SubView(3, 13), 200, 1.5);
        machine.Accelerator.Synchronize();
        // Extents X, Y, Z; pointer and length of the view; the byte; the double at a multiple of 8.
        byte[] expected =
        [
            .. Bytes(5), .. Bytes(1), .. Bytes(1), 0, 0, 0, 0, .. BitConverter.GetBytes((long)buffer.NativePtr + 12), .. BitConverter.GetBytes(13L), 200, 0, 0, 0, 0, 0, 0, 0,
            .. BitConverter.GetBytes(1.5),
        ];
        Assert.Equal(expected, driver.Arguments);

        static byte[] Bytes(int value) => BitConverter.GetBytes(value);
    }

    [Fact]
    public void MoreSharedMemoryThanUsualIsAskedForOnceAndRefusedBeyondTheDevices()
    {
        using var driver = new FakeCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        using var buffer = machine.Accelerator.Allocate1D<int>(16);
        Assert.Equal(163 << 10, CudaSurvey.LargestSharedMemory(machine.Accelerator));
        var kernel = machine.Accelerator.LoadStreamKernel<ArrayView<int>>(Dynamic);
        for (int i = 0; i < 3; i++)
            kernel(new KernelConfig(1, 32, SharedMemoryConfig.RequestDynamic<int>(25 << 10)), buffer.View.AsContiguous());
        Assert.Single(driver.Calls, call => call == "cuFuncSetAttribute");
        machine.Accelerator.Synchronize();
        Assert.Equal(3, driver.Launches.Count);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            kernel(new KernelConfig(1, 32, SharedMemoryConfig.RequestDynamic<int>(50 << 10)), buffer.View.AsContiguous()));
        Assert.Contains("204800 bytes of shared memory", error.Message);
    }

    [Fact]
    public void LaunchBoundsReachThePtx()
    {
        using var driver = new RecordingDriver();
        using var machine = new FakeCudaMachine(driver);
        machine.Accelerator.LoadStreamKernel<ArrayView<int>>(Dynamic, new KernelSpecialization(128, 2));
        Assert.Contains(".maxntid 128", driver.Text);
        Assert.Contains(".minnctapersm 2", driver.Text);
    }

    [Fact]
    public void CapturedWorkRunsWhenItIsLaunched()
    {
        using var driver = new FakeCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        var accelerator = machine.Accelerator;
        var stream = accelerator.DefaultStream;
        using var a = accelerator.Allocate1D(new[] { 1, 2 });
        using var b = accelerator.Allocate1D<int>(2);
        b.MemSetToZero();
        Assert.True(accelerator.CanCapture());
        using var work = stream.Capture(() => a.View.CopyTo(stream, b.View));
        Assert.Equal([0, 0], b.GetAsArray1D());
        work.Launch(stream);
        Assert.Equal([1, 2], b.GetAsArray1D());
        a.CopyFromCPU([3, 4]);
        work.Launch(stream);
        Assert.Equal([3, 4], b.GetAsArray1D());
    }

    [Fact]
    public void WhatCannotBeCapturedFailsAndTheStreamGoesOn()
    {
        using var driver = new FakeCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        var accelerator = machine.Accelerator;
        var stream = accelerator.DefaultStream;
        using var a = accelerator.Allocate1D(new[] { 1, 2 });
        var allocation = Assert.Throws<CudaException>(() => stream.Capture(() => accelerator.Allocate1D<int>(3)));
        Assert.Contains("while its work is captured", allocation.Message);
        Assert.Throws<CudaException>(() => stream.Capture(stream.Synchronize));
        // A capture that could not begin does not end the one around it.
        stream.Capture(() =>
        {
            Assert.Throws<CudaException>(() => stream.Capture(() => { }));
            Assert.Throws<CudaException>(() => accelerator.Allocate1D<int>(3));
        }).Dispose();
        Assert.Throws<FormatException>(() => stream.Capture(() => throw new FormatException()));
        var freed = accelerator.Allocate1D<int>(3);
        stream.Capture(freed.Dispose).Dispose();
        Assert.Equal([1, 2], a.GetAsArray1D());
        machine.Dispose();
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void AnAcceleratorThatWaitsLeavesTheCapturesOfAnotherOnTheDeviceAlone()
    {
        using var driver = new FakeCudaDriver();
        driver.Attributes[CudaDeviceAttribute.MemoryPoolsSupported] = 0;
        using var machine = new FakeCudaMachine(driver);
        using var other = new FakeCudaMachine(driver);
        other.Accelerator.Allocate1D<int>(3).Dispose();
        machine.Accelerator.DefaultStream.Capture(() =>
        {
            other.Accelerator.Synchronize();
            // The block that is kept from above, which is given away behind the work in the streams.
            other.Accelerator.Allocate1D<int>(3).Dispose();
        }).Dispose();
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void WithoutGraphsCapturingIsRefused()
    {
        using var driver = new FakeCudaDriver { Missing = ["cuGraphLaunch"] };
        using var machine = new FakeCudaMachine(driver);
        Assert.False(machine.Accelerator.CanCapture());
        Assert.Contains("one by one", Assert.Throws<NotSupportedException>(() => machine.Accelerator.DefaultStream.Capture(() => { })).Message);
    }

    [Fact]
    public void ALaunchAllocatesNothing()
    {
        using var driver = new FakeCudaDriver();
        using var machine = new FakeCudaMachine(driver);
        using var buffer = machine.Accelerator.Allocate1D<int>(16);
        var kernel = machine.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, byte, double>(Mixed);
        var view = buffer.View.AsContiguous();
        driver.IsSilent = true;
        // Code that the JIT has not optimised yet boxes what generic code casts; it is optimised in the background.
        long grown = long.MaxValue;
        for (int attempt = 0; attempt < 30 && grown > 0; attempt++)
        {
            Thread.Sleep(50);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                kernel(5, view, 1, 2);
            grown = Math.Min(grown, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        driver.IsSilent = false;
        Assert.Equal(0, grown);
    }

    private static void Mixed(Index1D i, ArrayView<int> x, byte small, double large) => x[i] = small + (int)large;

    private static void Dynamic(ArrayView<int> x)
    {
        var shared = SharedMemory.GetDynamic<int>();
        shared[Group.IdxX] = x[Group.IdxX];
        Group.Barrier();
        x[Group.IdxX] = shared[31 - Group.IdxX];
    }

    private sealed class RecordingDriver : FakeCudaDriver
    {
        public byte[] Arguments { get; private set; } = [];

        public string Text { get; private set; } = "";

        protected override object? Parse(string text)
        {
            Text = text;
            return null;
        }

        protected override CudaError Execute(
            FakeFunction function, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int sharedBytes, byte[] arguments)
        {
            Arguments = arguments;
            return CudaError.CUDA_SUCCESS;
        }
    }
}
