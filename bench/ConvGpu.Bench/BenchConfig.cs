using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ConvGpu.Bench;

/// <summary>In-process runs, medians, and the roofline columns.</summary>
internal static class BenchConfig
{
    /// <summary>A configuration whose roofline columns take the work of one call from <paramref name="work"/>.</summary>
    public static IConfig Create(Func<BenchmarkCase, Work> work) => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(9).WithWarmupCount(3))
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Metrics)
        .AddColumn(StatisticColumn.Median, StatisticColumn.StdDev)
        .AddColumn(RooflineColumns.Of(work));
}
