using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ConvGpu.Bench;

/// <summary>What one call does at least.</summary>
/// <param name="Flops">Floating-point operations.</param>
/// <param name="Bytes">Bytes that must move when every operand is touched once.</param>
internal readonly record struct Work(double Flops, double Bytes);

/// <summary>A column computed from a row and its median time.</summary>
/// <param name="name">The column's head.</param>
/// <param name="legend">What it means.</param>
/// <param name="value">The cell, from the row and the median in nanoseconds.</param>
internal sealed class RowColumn(string name, string legend, Func<BenchmarkCase, double, string> value) : IColumn
{
    public string Id => name;
    public string ColumnName => name;
    public bool AlwaysShow => true;
    public ColumnCategory Category => ColumnCategory.Custom;
    public int PriorityInCategory => 0;
    public bool IsNumeric => true;
    public UnitType UnitType => UnitType.Dimensionless;
    public string Legend => legend;

    public bool IsAvailable(Summary summary) => true;
    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics?.Median is { } nanoseconds ? value(benchmarkCase, nanoseconds) : "-";
}

/// <summary>
/// The device's name, the rate, and how near it is to what the host's cores can do. A GPU has no percentages here: its own peaks are not
/// measured.
/// </summary>
internal static class RooflineColumns
{
    public static IColumn[] Of(Func<BenchmarkCase, Work> work) =>
    [
        new RowColumn("Name", "the device", (row, _) => Device(row).Name),
        new RowColumn("GFLOP/s", "10^9 floating-point operations a second at the median time", (row, time) => $"{work(row).Flops / time:0.0}"),
        new RowColumn(
            "Roofline", $"percent of the FMA peak of the host's cores, measured in this process ({Roofline.PeakGigaflops:0} GFLOP/s)",
            (row, time) => Percent(row, work(row).Flops / Roofline.PeakGigaflops, time)),
        new RowColumn(
            "Byte floor", $"percent of the time that moving every operand once takes, at the copy rate measured in this process ({Roofline.CopyGigabytes:0} GB/s)",
            (row, time) => Percent(row, work(row).Bytes / Roofline.CopyGigabytes, time)),
    ];

    private static string Percent(BenchmarkCase row, double floor, double time) => Device(row).IsGpu ? "-" : $"{100 * floor / time:0.0}%";

    private static DeviceInfo Device(BenchmarkCase row) => BenchDevices.Find((string)row.Parameters["Device"]);
}
