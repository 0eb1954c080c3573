using ConvGpu.FakeCuda;

namespace ConvGpu.Tests.Cuda;

/// <summary>The driver calls of training on a GPU: the next batch is copied while the step before has not been waited for.</summary>
public sealed class OverlappedCopyTests
{
    [Fact]
    public void ABatchIsCopiedOnItsOwnStreamBehindTheStepBefore()
    {
        using var driver = new FakeCudaDriver();
        using (var device = FakeDevice.Open(driver))
        using (var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(64, 10)), device)
        {
            Observer = null, Schedule = Schedule.Constant, Augmentations = ImageAugmentation.Parse("shift:1,flip"),
        })
        {
            driver.Calls.Clear();
            trainer.Fit(Datasets.Digits() with { HardTest = null }, 1, 100, TestContext.Current.CancellationToken);
        }
        // From the third step on a step is one launch: its record, the copies of the next batch, two waits, the preparation, the labels.
        var calls = driver.Calls.Where(c => c is "cuMemcpyHtoDAsync" or "cuMemcpyDtoDAsync" or "cuStreamSynchronize" or "cuGraphLaunch" or "cuLaunchKernel").ToList();
        var graphs = calls.Select((call, i) => (call, i)).Where(c => c.call == "cuGraphLaunch").Select(c => c.i).ToList();
        Assert.True(graphs.Count > 5, string.Join(' ', calls));
        for (var step = 1; step < 6; step++)
        {
            Assert.Equal(
                ["cuMemcpyHtoDAsync", "cuMemcpyHtoDAsync", "cuMemcpyHtoDAsync", "cuStreamSynchronize", "cuStreamSynchronize", "cuLaunchKernel", "cuMemcpyDtoDAsync"],
                calls[(graphs[step] + 1)..graphs[step + 1]]);
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void CopiesGoByAnotherStreamThanKernels()
    {
        using var driver = new StreamDriver();
        using (var device = FakeDevice.Open(driver))
        using (var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(64, 10)), device) { Observer = null })
        {
            trainer.Fit(Datasets.Digits() with { HardTest = null }, 1, 100, TestContext.Current.CancellationToken);
            var pinned = driver.Copies.Where(c => c.IsPinned).Select(c => c.Stream).Distinct().ToList();
            Assert.NotEqual(Assert.Single(pinned), Assert.Single(driver.KernelStreams));
            // 11 batches to train on and 4 to test on, pixels and labels each.
            Assert.Equal(2 * 15, driver.Copies.Count(c => c.IsPinned));
        }
        Assert.Empty(driver.Violations);
    }

    /// <summary>Notes the streams.</summary>
    private sealed class StreamDriver : FakeCudaDriver
    {
        public List<(nint Stream, bool IsPinned)> Copies { get; } = [];

        public HashSet<nint> KernelStreams { get; } = [];

        protected override void Noted(string call, nint stream, bool isPinned)
        {
            if (call == "cuMemcpyHtoDAsync") Copies.Add((stream, isPinned));
            if (call == "cuLaunchKernel") KernelStreams.Add(stream);
        }
    }
}
