using BenchmarkDotNet.Running;
using ConvGpu.Bench;

var benchmarks = new Dictionary<string, Action>
{
    ["sgemm"] = () => BenchmarkRunner.Run<SgemmBenchmarks>(BenchConfig.Create(SgemmBenchmarks.WorkOf)),
    ["shares"] = FallbackShares.Run,
    ["devices"] = DeviceShares.Run,
    ["scaling"] = ScalingShares.Run,
    ["compile"] = CompileTimes.Run,
    ["images"] = ImagePipeline.Run,
    ["conv"] = () => BenchmarkRunner.Run<ConvolutionBenchmarks>(BenchConfig.Create(ConvolutionBenchmarks.WorkOf)),
};

if (args is ["outputs", var from, var to])
{
    ConvolutionOutputs.Write(from, to);
    return 0;
}
if (args.Length == 0 || args.Any(name => !benchmarks.ContainsKey(name)))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project bench/ConvGpu.Bench -- NAME...   with NAME one of {string.Join(", ", benchmarks.Keys)}");
    return 2;
}
Console.WriteLine($"FMA peak {Roofline.PeakGigaflops:0} GFLOP/s, copy {Roofline.CopyGigabytes:0} GB/s on {Environment.ProcessorCount} cores");
foreach (string name in args)
    benchmarks[name]();
return 0;
