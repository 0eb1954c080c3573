using ConvGpu.Kernels;

namespace ConvGpu.Bench;

/// <summary>The kernels on `cpu-accelerator`, and on `opencl` where it is there, beside the fallback at the same moment.</summary>
internal static class DeviceShares
{
    private const string Fallback = "cpu's";

    public static void Run()
    {
        var op = new DenseForward(1024, 1024, Bias: false);
        const long Length = 1024 * 1024;
        using var cpu = ComputeDevice.Open("cpu");
        using var own = new TrialRun(cpu, [op], 1024, Length, Length, Length);
        var work = op.Flops(1024) / 1e9;
        foreach (var (name, promised) in new[] { ("cpu-accelerator", 0.5), ("opencl", 100.0 / 175) })
        {
            // Of several OpenCL devices the first.
            var id = BenchDevices.All.FirstOrDefault(id => id == name || id.StartsWith(name + ':'));
            if (id == null) continue;
            using var device = ComputeDevice.Open(id);
            using var run = new TrialRun(device, [op], 1024, Length, Length, Length);
            var (share, rate) = Turns.Measure(work, () => run.Run(), () => Turns.Rate(work, () => own.Run()));
            Console.WriteLine(new Share($"SGEMM at 1024 on {id}", Fallback, promised, share, rate));
        }
        Train("lenet5", 64, 0.3);
        Train("alexnet", 16, 0.45);
    }

    private static void Train(string model, int batch, double promised)
    {
        using TrainingRun kernels = new(model, "cpu-accelerator", batch), fallback = new(model, "cpu", batch);
        Turns.Warm(TrainingRun.WarmSeconds, fallback.Step, kernels.Step);
        var (share, rate) = Turns.Measure(batch / 1e9, kernels.Step, () => Turns.Rate(batch / 1e9, fallback.Step));
        Console.WriteLine(new Share($"training {model} b{batch} on cpu-accelerator", Fallback, promised, share, rate));
    }
}
