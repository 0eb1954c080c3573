using System.Globalization;
using System.Text.RegularExpressions;

namespace ConvGpu.Tests.Fuzz;

/// <summary>What became of a format's damaged files: how many were read and refused, with what kinds of messages, the slowest and the largest.</summary>
internal sealed partial class FuzzReport(string format)
{
    private const int KindsShown = 6;

    private readonly Dictionary<string, int> _kinds = [];
    private int _cases, _slowest, _largest;
    private TimeSpan _time;
    private double _share;
    private long _bytes, _content;

    /// <summary>Files that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Counts a case.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="error">How it was refused, or null.</param>
    /// <param name="bytes">What was allocated.</param>
    /// <param name="content">Bytes of the file and of what it declares.</param>
    /// <param name="bound">What may be allocated.</param>
    /// <param name="time">How long it took.</param>
    public void Add(int index, Exception? error, long bytes, long content, long bound, TimeSpan time)
    {
        _cases++;
        if (error is not null)
        {
            Refused++;
            var kind = $"{error.GetType().Name}: {Varying().Replace(error.Message, "*")}";
            _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
        }
        if (time > _time) (_time, _slowest) = (time, index);
        if ((double)bytes / bound is var share && share > _share) (_share, _largest, _bytes, _content) = (share, index, bytes, content);
    }

    public override string ToString()
    {
        var kinds = _kinds.OrderByDescending(k => k.Value).Take(KindsShown).Select(k => $"\n    {k.Value,7:N0}  {(k.Key.Length > 160 ? k.Key[..160] : k.Key)}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            {format}: {_cases:N0} cases, {_cases - Refused:N0} read, {Refused:N0} refused in {_kinds.Count:N0} kinds; slowest {_time.TotalMilliseconds:F1} ms (case {_slowest}); most memory {_share:P1} of the bound (case {_largest}: {_bytes:N0} bytes for {_content:N0}){string.Concat(kinds)}
            """);
    }

    // Names, numbers and paths.
    [GeneratedRegex(@"'[^']*'|\[[^\]]*\]|[^\s]*[/\\][^\s]*|-?\d[\d,.]*|Node '.*?' \(\w*\)")]
    private static partial Regex Varying();
}
