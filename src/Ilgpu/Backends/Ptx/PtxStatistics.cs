using System.Globalization;
using System.Text.RegularExpressions;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>What can be counted in a kernel's PTX before an assembler has seen it.</summary>
/// <param name="Registers">Virtual registers, predicates left out; the assembler needs far fewer real ones.</param>
/// <param name="LocalBytes">Bytes of arrays that stayed in memory.</param>
/// <param name="SharedBytes">Bytes of static shared memory.</param>
/// <param name="LoopInstructions">Instructions of the loop without a loop inside that has the most fused multiply-adds; 0 where there is no loop.</param>
/// <param name="LoopFma">Fused multiply-adds in that loop.</param>
/// <param name="FmaPerBarrier">Fused multiply-adds for each barrier, over the loops with barriers, loops inside counted once; NaN without.</param>
/// <param name="Accesses">How often memory is accessed by space and width, such as "global.v4 2".</param>
internal sealed partial record PtxStatistics(
    int Registers, long LocalBytes, long SharedBytes, int LoopInstructions, int LoopFma, double FmaPerBarrier, IReadOnlyDictionary<string, int> Accesses)
{
    public static PtxStatistics Of(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))];
        var labels = new Dictionary<string, int>();
        for (int i = 0; i < lines.Length; i++)
            if (lines[i].EndsWith(':'))
                labels[lines[i][..^1]] = i;
        var loops = new List<(int First, int Last)>();
        for (int i = 0; i < lines.Length; i++)
            if (Jump().Match(lines[i]) is { Success: true } jump && labels[jump.Groups[1].Value] is var target && target <= i)
                loops.Add((target, i));
        var inner = loops.Where(loop => !loops.Exists(other => other != loop && other.First >= loop.First && other.Last <= loop.Last))
            .OrderByDescending(loop => Count(lines, loop, IsFma)).ThenByDescending(loop => Count(lines, loop, IsInstruction)).FirstOrDefault();
        var synchronised = loops.Where(loop => Count(lines, loop, IsBarrier) > 0).ToArray();
        var accesses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string line in lines)
            if (Access().Match(line) is { Success: true } access)
            {
                string name = $"{access.Groups[1].Value}.{access.Groups[2].Value}{access.Groups[3].Value}";
                accesses[name] = accesses.GetValueOrDefault(name) + 1;
            }
        return new PtxStatistics(
            RegisterFile().Matches(text).Sum(match => Number(match.Groups[1].Value)),
            Local().Matches(text).Sum(match => (long)Number(match.Groups[1].Value)),
            Shared().Matches(text).Sum(match => (long)Number(match.Groups[1].Value)),
            loops.Count == 0 ? 0 : Count(lines, inner, IsInstruction),
            loops.Count == 0 ? 0 : Count(lines, inner, IsFma),
            synchronised.Length == 0 ? double.NaN : synchronised.Max(loop => (double)Count(lines, loop, IsFma) / Count(lines, loop, IsBarrier)),
            accesses);
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static int Count(string[] lines, (int First, int Last) range, Func<string, bool> what) =>
        lines.Skip(range.First).Take(range.Last - range.First + 1).Count(what);

    private static bool IsInstruction(string line) => line.EndsWith(';') && line[0] != '.';

    private static bool IsFma(string line) => line.Contains("fma.rn.", StringComparison.Ordinal);

    private static bool IsBarrier(string line) => Barrier().IsMatch(line);

    [GeneratedRegex(@"(?:^|\s)bra(?:\.uni)?\s+(\S+);")]
    private static partial Regex Jump();

    [GeneratedRegex(@"(?:^|\s)(?:bar|barrier)\.(?:sync|red)")]
    private static partial Regex Barrier();

    [GeneratedRegex(@"(?:^|\s)(ld|st)\.(global|shared|local)(\.v[24])?\.")]
    private static partial Regex Access();

    [GeneratedRegex(@"\.reg \.[bf]\d+ %\w+<(\d+)>")]
    private static partial Regex RegisterFile();

    [GeneratedRegex(@"\.local \.align \d+ \.b8 \w+\[(\d+)\]")]
    private static partial Regex Local();

    [GeneratedRegex(@"(?<!extern )\.shared \.align \d+ \.b8 \w+\[(\d+)\]")]
    private static partial Regex Shared();
}
