using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ConvGpu.Kernels;
using ConvGpu.Tests.Ops;

[assembly: AssemblyFixture(typeof(ConvGpu.Tests.Matrix.CheckMatrixFixture))]

namespace ConvGpu.Tests.Matrix;

/// <summary>What is checked.</summary>
public enum Subject
{
    Op,
    Layer,
    Loss,
    Optimizer,
}

/// <summary>What it is checked by.</summary>
public enum Check
{
    /// <summary>Held against double precision: naive loops, a formula, or what PyTorch recorded.</summary>
    Reference,

    /// <summary>Its gradient is held against a numeric one.</summary>
    Gradient,
}

/// <summary>
/// Every op, layer, loss and optimiser, by what the run held it against and on which device: filled by the tests as they pass, printed when
/// the run ends. The rows are what the assemblies have, so that nothing is left out; an empty cell needs a reason in
/// <see cref="MatrixReasons"/>, else a whole run fails.
/// </summary>
public static class CheckMatrix
{
    private static readonly ConcurrentDictionary<(Subject Subject, string Name, string Device, Check Check), int> _counts = [];
    private static readonly ConcurrentDictionary<string, IReadOnlyCollection<string>> _opsOfLayers = [];

    public static IReadOnlyList<string> Devices { get; } = [OnDevice.Cpu, OnDevice.CpuAccelerator, OnDevice.OpenCl, OnDevice.Cuda];

    /// <summary>The rows of a subject.</summary>
    public static IReadOnlyList<string> Rows(Subject subject) => subject switch
    {
        Subject.Op => [.. OpTable.OpTypes.Select(t => t.Name).Order(StringComparer.Ordinal)],
        Subject.Layer => Concrete<Layer>(),
        Subject.Loss => Concrete<Loss>(),
        _ => Concrete<Optimizer>(),
    };

    /// <summary>Cases that passed.</summary>
    public static void Passed(Subject subject, string name, string device, Check check, int cases = 1) =>
        _counts.AddOrUpdate((subject, name, device, check), cases, (_, before) => before + cases);

    /// <summary>The ops that a layer is made of: it is held against double precision where all of them are.</summary>
    public static void MadeOf(Layer layer, IEnumerable<Op> ops) => _opsOfLayers.AddOrUpdate(
        layer.GetType().Name, _ => Names(ops), (_, before) => [.. before.Union(Names(ops))]);

    /// <summary>How many cases passed.</summary>
    public static int Count(Subject subject, string name, string device, Check check) => subject == Subject.Layer && check == Check.Reference
        ? _opsOfLayers.TryGetValue(name, out var ops) ? ops.Select(op => Count(Subject.Op, op, device, check)).DefaultIfEmpty(0).Min() : 0
        : _counts.GetValueOrDefault((subject, name, device, check));

    /// <summary>Cells that are empty without a reason.</summary>
    public static IEnumerable<string> Holes() =>
        from subject in Enum.GetValues<Subject>()
        from name in Rows(subject)
        from check in Enum.GetValues<Check>()
        where MatrixReasons.Of(subject, name, check) is null
        from device in Devices
        where !TestDevices.IsMissing(device) && Count(subject, name, device, check) == 0
        select $"{subject} {name}: no {check.ToString().ToLowerInvariant()} on {device}";

    /// <summary>Whether the run was one of all tests: every subject was checked on cpu.</summary>
    public static bool IsWhole() => Enum.GetValues<Subject>().All(s => Rows(s).Count(name => Count(s, name, OnDevice.Cpu, Check.Reference) > 0) > Rows(s).Count / 2)
        && Rows(Subject.Op).Any(name => Count(Subject.Op, name, OnDevice.Cpu, Check.Gradient) > 0);

    /// <summary>The matrix as a Markdown table a subject.</summary>
    public static string Print()
    {
        var (text, reasons) = (new StringBuilder(), new List<string>());
        foreach (var subject in Enum.GetValues<Subject>())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {subject} |");
            foreach (var device in Devices)
                foreach (var check in Enum.GetValues<Check>())
                    text.Append(CultureInfo.InvariantCulture, $" {device}{(TestDevices.IsSlow(device) ? " (emulated)" : "")}: {check.ToString().ToLowerInvariant()} |");
            text.AppendLine().Append("|---|").Append(string.Concat(Enumerable.Repeat("---|", 2 * Devices.Count))).AppendLine();
            foreach (var name in Rows(subject))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {name} |");
                foreach (var device in Devices)
                    foreach (var check in Enum.GetValues<Check>()) text.Append(CultureInfo.InvariantCulture, $" {Cell(subject, name, device, check, reasons)} |");
                text.AppendLine();
            }
            text.AppendLine();
        }
        for (var i = 0; i < reasons.Count; i++) text.AppendLine(CultureInfo.InvariantCulture, $"({i + 1}) {reasons[i]}");
        return text.ToString();
    }

    private static string Cell(Subject subject, string name, string device, Check check, List<string> reasons)
    {
        if (Count(subject, name, device, check) is > 0 and var count) return count.ToString(CultureInfo.InvariantCulture);
        if (MatrixReasons.Of(subject, name, check) is not { } reason) return TestDevices.IsMissing(device) ? "no device" : "none";
        if (!reasons.Contains(reason)) reasons.Add(reason);
        return $"({reasons.IndexOf(reason) + 1})";
    }

    private static List<string> Concrete<T>() =>
        [.. typeof(T).Assembly.GetTypes().Where(t => t.IsPublic && !t.IsAbstract && t.IsSubclassOf(typeof(T))).Select(t => t.Name).Order(StringComparer.Ordinal)];

    private static IReadOnlyCollection<string> Names(IEnumerable<Op> ops) => [.. ops.Select(op => op.GetType().Name).Distinct()];
}

/// <summary>Prints the matrix when the run ends, and fails a whole run that left a hole.</summary>
public sealed class CheckMatrixFixture : IDisposable
{
    public void Dispose()
    {
        if (!CheckMatrix.IsWhole()) return;
        var table = CheckMatrix.Print();
        Console.WriteLine(table);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "check-matrix.md"), table);
        var holes = CheckMatrix.Holes().ToList();
        if (holes.Count > 0) throw new InvalidOperationException($"The matrix of checks has holes without a reason in MatrixReasons: {string.Join("; ", holes)}.");
    }
}
