using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ConvGpu.Bench;


/// <summary>GFLOP/s, or the percentage of the measured FMA peak of the host's cores, of the median time.</summary>
internal sealed class GigaflopsColumn(string name, bool percentOfPeak, Func<BenchmarkCase, double> flops) : IColumn
{
    public string Id => name;
    public string ColumnName => name;
    public bool AlwaysShow => true;
    public ColumnCategory Category => ColumnCategory.Custom;
    public int PriorityInCategory => percentOfPeak ? 1 : 0;
    public bool IsNumeric => true;
    public UnitType UnitType => UnitType.Dimensionless;
    public string Legend => percentOfPeak
        ? $"percent of the FMA peak measured in this process ({Roofline.PeakGigaflops:0} GFLOP/s)"
        : "10^9 floating-point operations a second at the median time";

    public bool IsAvailable(Summary summary) => true;
    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Median;
        if (nanoseconds is null)
            return "-";
        double rate = flops(benchmarkCase) / nanoseconds.Value;
        return percentOfPeak ? $"{100 * rate / Roofline.PeakGigaflops:0.0}%" : $"{rate:0.0}";
    }
}
