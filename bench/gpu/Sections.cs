using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Kernels;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.GpuBench;

/// <summary>What the program does with a device; each returns an exit code.</summary>
internal static class Sections
{
    /// <summary>Loads every built-in kernel; one that is refused is listed with the driver's words and the next one follows.</summary>
    public static int Kernels(ComputeDevice device, string path)
    {
        if (device.Kind == DeviceKind.Cpu)
        {
            Console.WriteLine($"{device.Id} computes without kernels.");
            return 0;
        }
        var report = Open(device, path);
        report.Failed.Clear();
        KernelCatalog.Load(device, entry => Loaded($"loaded {entry.Name}"), (entry, error) =>
        {
            report.Failed.Add(new Failure(entry.Name, error.ToString()));
            Loaded($"refused {entry.Name}: {error}");
        });
        Console.WriteLine($"{report.Kernels.Count} kernels loaded, {report.Failed.Count} entries of the catalog failed.");
        return report.Failed.Count > 0 ? 1 : 0;

        void Loaded(string line)
        {
            Console.WriteLine(line);
            report.Kernels = [.. device.Accelerator.Kernels.Loaded.OfType<CudaLoadedKernel>()
                .Select(kernel => new KernelFacts(kernel.Name, kernel.RegisterCount, kernel.LocalBytes, kernel.StaticSharedBytes))];
            report.Save(path);
        }
    }

    /// <summary>Times every row; one that fails is listed and the next one follows.</summary>
    public static int Bench(ComputeDevice device, string path, bool quick)
    {
        var report = Open(device, path);
        var operations = new Operations(device);
        (string, int)[] models = quick ? [("lenet5", 64)] : [("lenet5", 256), ("alexnet", 128), ("vgg16", 32)];
        var failed = 0;
        foreach (var row in operations.Products(quick ? [256] : [512, 1024, 2048, 4096]).Concat(quick ? [] : operations.Convolutions()).Concat(operations.Steps(models)))
        {
            var name = $"{row.Section} {row.Name}";
            report.Failed.RemoveAll(earlier => earlier.Name == name);
            try
            {
                var measured = row.Measure(row);
                Console.WriteLine(FormattableString.Invariant($"{name,-47} {measured.Milliseconds,10:F3} ms {measured.Rate,12:N0}"));
                report.Add(measured);
            }
            catch (Exception error)
            {
                Console.WriteLine($"{name} failed: {error}");
                report.Failed.Add(new Failure(name, error.ToString()));
                failed++;
            }
            report.Save(path);
        }
        return failed > 0 ? 1 : 0;
    }

    /// <summary>Training must not grow: live bytes after many steps are those after the first.</summary>
    public static int FlatMemory(ComputeDevice device, int steps)
    {
        const int batch = 64;
        // What the driver itself takes meanwhile; 10,000 leaked events or graphs take more.
        const long slack = 32 << 20;
        using var network = new Operations(device).Training("lenet5", batch);
        // The first steps compile and record.
        for (var i = 0; i < 10; i++) network.TrainStep(batch);
        device.Synchronize();
        var (before, free) = (device.Counters, FreeBytes(device));
        for (var i = 0; i < steps; i++)
        {
            network.TrainStep(batch);
            if (i % 100 == 99) device.Synchronize();
        }
        device.Synchronize();
        var (after, left) = (device.Counters, FreeBytes(device));
        Console.WriteLine($"{steps:N0} steps of lenet5: live bytes {before.LiveBytes:N0}, then {after.LiveBytes:N0}; allocations {before.Allocations}, "
            + $"then {after.Allocations}; free on the device {free:N0}, then {left:N0}.");
        return after.LiveBytes == before.LiveBytes && left >= free - slack ? 0 : 1;
    }

    private static long FreeBytes(ComputeDevice device) => device.Accelerator is CudaAccelerator cuda ? cuda.GetFreeMemory() : 0;

    private static Report Open(ComputeDevice device, string path)
    {
        var report = Report.Open(path);
        report.Device = $"{device.Info.Name}: {device.Info.Computes}; {device.Info.Limits}";
        return report;
    }
}
