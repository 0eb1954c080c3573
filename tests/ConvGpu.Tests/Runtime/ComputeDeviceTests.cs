using ILGPU;

namespace ConvGpu.Tests.Runtime;

[Collection("Console")]
public class ComputeDeviceTests
{
    [Fact]
    public void BestIsNeverTheCpuAcceleratorAndSaysWhy()
    {
        using var device = ComputeDevice.Best();
        Assert.NotEqual(DeviceKind.CpuAccelerator, device.Kind);
        Assert.Contains(device.Id, device.ToString());
        Assert.Contains("chosen", device.ToString());
    }

    /// <summary>Each list is in the order of discovery; a * marks a device that cannot be used, gpu: a graphics processor of OpenCL.</summary>
    [Theory]
    [InlineData("cuda:0", "cuda:0 cuda:1 gpu:opencl:0 cpu cpu-accelerator")]
    [InlineData("cuda:1", "*cuda:0 cuda:1 cpu cpu-accelerator")]
    [InlineData("opencl:1", "*cuda opencl:0 gpu:opencl:1 cpu cpu-accelerator")]
    [InlineData("cpu", "*cuda opencl:0 cpu cpu-accelerator")]
    [InlineData("cpu", "*cuda *gpu:opencl:0 cpu cpu-accelerator")]
    [InlineData("cpu", "cpu-accelerator cpu")]
    public void TheBestIsCudaThenAnOpenClGpuThenCpu(string best, string all)
    {
        var devices = all.Split(' ').Select(text =>
        {
            var id = text.TrimStart('*').Replace("gpu:", "", StringComparison.Ordinal);
            var kind = id.Split(':')[0] switch
            {
                "cuda" => DeviceKind.Cuda,
                "opencl" => DeviceKind.OpenCl,
                "cpu" => DeviceKind.Cpu,
                _ => DeviceKind.CpuAccelerator,
            };
            var reason = text[0] == '*' ? "it is broken" : null;
            return new DeviceInfo(id, kind, id, "", "", reason, IsGpu: kind == DeviceKind.Cuda || text.Contains("gpu:", StringComparison.Ordinal));
        });
        Assert.Equal(best, ComputeDevice.Choose([.. devices]).Device.Id);
    }

    [Fact]
    public void EveryDeviceIsUsableOrSaysWhyNot()
    {
        foreach (var device in ComputeDevice.All()) Assert.True(device.IsUsable || device.Reason!.Length > 10, device.Id);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cpu:7")]
    public void AnUnknownDeviceIsRefusedWithTheNamesThatExist(string name)
    {
        var error = Assert.Throws<DeviceException>(() => ComputeDevice.Open(name));
        Assert.Contains($"'{name}'", error.Message);
        Assert.Contains("cpu-accelerator", error.Message);
    }

    [Fact]
    public void UploadAndDownloadGiveTheSameBits()
    {
        using var device = ComputeDevice.Open("cpu");
        using var tensor = device.Allocate(new Shape(2, 3, 5, 7));
        Assert.All(tensor.ToArray(), v => Assert.Equal(0, v));
        float[] values = [.. Enumerable.Range(0, (int)tensor.Length).Select(i => i / 3f)];
        tensor.Upload(values);
        Assert.Equal(values, tensor.ToArray());
        Assert.Contains("2x3x5x7", Assert.Throws<ShapeException>(() => tensor.Upload(new float[3])).Message);
    }

    [Fact]
    public void AUsersKernelRunsOnCpu()
    {
        using var device = ComputeDevice.Open("cpu");
        using var tensor = device.Allocate(new Shape(1, 1, 1, 5));
        tensor.Upload([1, 2, 3, 4, 5]);
        device.Launch(Scale, tensor.Length, tensor.View, 0.5f);
        Assert.Equal([0.5f, 1, 1.5f, 2, 2.5f], tensor.ToArray());
    }

    [Fact]
    public void CountersFollowMemoryAndCopies()
    {
        using var device = ComputeDevice.Open("cpu");
        var before = device.Counters;
        var tensor = device.Allocate(new Shape(1, 1, 1, 8));
        tensor.Upload(new float[8]);
        tensor.Download(new float[8]);
        var after = device.Counters;
        Assert.Equal(before.Allocations + 1, after.Allocations);
        Assert.Equal(before.LiveBytes + 32, after.LiveBytes);
        Assert.Equal(before.HostToDeviceBytes + 32, after.HostToDeviceBytes);
        Assert.Equal(before.DeviceToHostBytes + 32, after.DeviceToHostBytes);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Equal(before.LiveBytes, device.Counters.LiveBytes);
        Assert.Equal(after.PeakBytes, device.Counters.PeakBytes);
    }

    [Fact]
    public void DisposingTheDeviceFreesEverythingAndNamesWhatWasLeft()
    {
        var messages = new List<string>();
        var (before, sink) = (Environment.GetEnvironmentVariable("CONVGPU_VALIDATE"), ComputeDevice.ValidationMessage);
        try
        {
            Environment.SetEnvironmentVariable("CONVGPU_VALIDATE", "1");
            ComputeDevice.ValidationMessage = messages.Add;
            var device = ComputeDevice.Open("cpu");
            var left = device.Allocate(new Shape(4), "forgotten");
            device.Allocate(new Shape(4), "returned").Dispose();
            device.Dispose();
            Assert.Equal(0, device.Counters.LiveBytes);
            Assert.Throws<ObjectDisposedException>(() => left.View);
            Assert.Throws<ObjectDisposedException>(() => device.Allocate(new Shape(4)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("CONVGPU_VALIDATE", before);
            ComputeDevice.ValidationMessage = sink;
        }
        Assert.Contains("forgotten", Assert.Single(messages));
        Assert.DoesNotContain("returned", messages[0]);
    }

    private static void Scale(Index1D i, ArrayView<float> x, float s) => x[i] *= s;
}
