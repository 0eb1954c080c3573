using ConvGpu;
using ConvGpu.GpuBench;

bool quick = args.Contains("quick");
try
{
    switch (args.Where(arg => arg != "quick").ToArray())
    {
        case ["kernels", var id, var path]:
            using (var device = ComputeDevice.Open(id)) return Sections.Kernels(device, path);
        case ["bench", var id, var path]:
            using (var device = ComputeDevice.Open(id)) return Sections.Bench(device, path, quick);
        case ["flat-memory", var id]:
            using (var device = ComputeDevice.Open(id)) return Sections.FlatMemory(device, quick ? 200 : 10_000);
        case ["report", var path, var peer]:
            var report = Report.Open(path);
            report.ReadPeer(peer);
            report.Save(path);
            return 0;
    }
}
catch (ConvGpuException error)
{
    Console.Error.WriteLine(error);
    return 1;
}
Console.Error.WriteLine("""
    usage: ConvGpu.GpuBench kernels DEVICE OUT            loads every built-in kernel; writes OUT.json and OUT.md, as do
           ConvGpu.GpuBench bench DEVICE OUT [quick]      timings
           ConvGpu.GpuBench report OUT PEER.json          puts the peer's timings beside them
           ConvGpu.GpuBench flat-memory DEVICE [quick]    10,000 steps must leave the device's live bytes as they were
    """);
return 2;
