using ConvGpu;
using ConvGpu.GpuBench;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Kernels;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: ConvGpu.GpuBench DEVICE OUT [PEER.json] [quick]   writes OUT.json and OUT.md");
    return 2;
}
try
{
    using var device = ComputeDevice.Open(args[0]);
    bool quick = args.Contains("quick");
    var peer = Report.ReadPeer(args.Skip(2).FirstOrDefault(arg => arg != "quick"));
    Console.WriteLine(device);
    if (device.Kind != DeviceKind.Cpu)
        KernelCatalog.Load(device, entry => Console.WriteLine($"loaded {entry.Name}"));
    KernelFacts[] kernels = [.. device.Accelerator.Kernels.Loaded.OfType<CudaLoadedKernel>()
        .Select(kernel => new KernelFacts(kernel.Name, kernel.RegisterCount, kernel.LocalBytes, kernel.StaticSharedBytes))];
    var operations = new Operations(device);
    var measured = new List<Measurement>();
    (string, int)[] models = quick ? [("lenet5", 64)] : [("lenet5", 256), ("alexnet", 128), ("vgg16", 32)];
    foreach (var row in operations.Products(quick ? [256] : [512, 1024, 2048, 4096]).Concat(quick ? [] : operations.Convolutions()).Concat(operations.Steps(models)))
    {
        Console.WriteLine(FormattableString.Invariant($"{row.Section,-6} {row.Name,-40} {row.Milliseconds,10:F3} ms {row.Rate,12:N0}"));
        measured.Add(row);
    }
    File.WriteAllText(args[1] + ".json", Report.Json(device, kernels, measured, peer));
    File.WriteAllText(args[1] + ".md", Report.Markdown(device, kernels, measured, peer));
    return 0;
}
catch (ConvGpuException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
