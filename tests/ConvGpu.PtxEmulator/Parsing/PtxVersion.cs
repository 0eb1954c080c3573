using System.Globalization;

namespace ConvGpu.Emulation.Parsing;

/// <summary>What a module says it is written for. Versions are ten times major plus minor.</summary>
internal sealed record PtxVersion(int Isa, int Architecture, bool ArchitectureSpecific)
{
    /// <summary>The first version that knows each architecture, from the release notes of the ISA.</summary>
    private static readonly Dictionary<int, int> FirstVersion = new()
    {
        [20] = 20, [30] = 31, [32] = 40, [35] = 31, [37] = 41, [50] = 40, [52] = 41, [53] = 42, [60] = 50, [61] = 50, [62] = 50,
        [70] = 60, [72] = 61, [75] = 63, [80] = 70, [86] = 71, [87] = 74, [88] = 90, [89] = 78, [90] = 78,
        [100] = 86, [101] = 86, [103] = 88, [110] = 90, [120] = 87, [121] = 88,
    };

    private static readonly int[] SpecificArchitectures = [90, 100, 101, 103, 110, 120, 121];

    public static PtxVersion Create(int line, int major, int minor, string target)
    {
        var isa = major * 10 + minor;
        var specific = target.EndsWith('a') || target.EndsWith('f');
        var digits = target.StartsWith("sm_", StringComparison.Ordinal) ? target[3..].TrimEnd('a', 'f') : "";
        if (!int.TryParse(digits, CultureInfo.InvariantCulture, out var architecture) || !FirstVersion.TryGetValue(architecture, out var first))
            throw new PtxFormatException(line, $"unknown target {target}");
        if (specific && !SpecificArchitectures.Contains(architecture)) throw new PtxFormatException(line, $"unknown target {target}");
        if (target == "sm_90a") first = 80;
        if (isa < first) throw new PtxFormatException(line, $"target {target} needs .version {first / 10}.{first % 10} or higher");
        return new PtxVersion(isa, architecture, specific);
    }
}
