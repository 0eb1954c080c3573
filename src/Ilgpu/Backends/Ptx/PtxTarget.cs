using System.Globalization;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>What PTX is written for: an architecture (sm_80, sm_90a) and a version of the PTX language.</summary>
/// <param name="ComputeMajor">Compute capability, major.</param>
/// <param name="ComputeMinor">Compute capability, minor.</param>
/// <param name="ArchitectureSpecific">Instructions that only this architecture has are allowed (sm_90a); such text runs nowhere else.</param>
/// <param name="IsaMajor">Version of the PTX language, major.</param>
/// <param name="IsaMinor">Version of the PTX language, minor.</param>
internal sealed record PtxTarget(int ComputeMajor, int ComputeMinor, bool ArchitectureSpecific, int IsaMajor, int IsaMinor)
{
    /// <summary>Architectures with the first PTX version that knows them, and the first that knows their specific form (0: none).</summary>
    private static readonly (int Compute, int Isa, int SpecificIsa)[] Architectures =
    [
        (70, 60, 0), (72, 61, 0), (75, 63, 0), (80, 70, 0), (86, 71, 0), (87, 74, 0), (89, 78, 0), (90, 78, 80),
        (100, 86, 86), (101, 86, 86), (103, 88, 88), (110, 90, 90), (120, 87, 87), (121, 88, 88),
    ];

    /// <summary>The PTX version that came with each CUDA version; a driver of that CUDA version reads it.</summary>
    private static readonly (int Cuda, int Isa)[] Releases =
    [
        (90, 60), (91, 61), (92, 62), (100, 63), (101, 64), (102, 65), (110, 70), (111, 71), (112, 72), (113, 73), (114, 74), (115, 75),
        (116, 76), (117, 77), (118, 78), (120, 80), (121, 81), (122, 82), (123, 83), (124, 84), (125, 85), (127, 86), (128, 87), (129, 88), (130, 90),
    ];

    public int Compute => ComputeMajor * 10 + ComputeMinor;

    public int Isa => IsaMajor * 10 + IsaMinor;

    /// <summary>As it stands behind .target: sm_90a.</summary>
    public string Name => $"sm_{Compute}{(ArchitectureSpecific ? "a" : "")}";

    /// <summary>min and max that yield NaN for NaN and order zeros.</summary>
    public bool HasNaNMinMax => Compute >= 80 && Isa >= 70;

    /// <summary>The oldest driver (as cuDriverGetVersion counts, 11040 for 11.4) that can be used at all.</summary>
    public static int OldestDriver => Releases[0].Cuda * 100;

    /// <summary>
    /// The text for a device: its own architecture, or the newest known one before it, in the newest PTX version that both the driver and
    /// this backend know. A driver newer than the table counts as the newest of the table.
    /// </summary>
    /// <param name="major">Compute capability, major.</param>
    /// <param name="minor">Compute capability, minor.</param>
    /// <param name="driverVersion">What cuDriverGetVersion gives: 1000 * major + 10 * minor.</param>
    /// <param name="specific">Ask for instructions of this architecture alone; ignored where there are none or the driver is too old.</param>
    /// <exception cref="NotSupportedException">The device or the driver is too old.</exception>
    public static PtxTarget For(int major, int minor, int driverVersion, bool specific = false)
    {
        int cuda = driverVersion / 1000 * 10 + driverVersion % 1000 / 10, isa = 0;
        foreach (var release in Releases)
            if (release.Cuda <= cuda)
                isa = release.Isa;
        if (isa == 0)
            throw new NotSupportedException($"The CUDA driver is for CUDA {driverVersion / 1000}.{driverVersion % 1000 / 10}; 9.0 or newer is needed.");
        var known = Architectures.Where(row => row.Compute <= major * 10 + minor && row.Isa <= isa).ToArray();
        if (known.Length == 0)
            throw new NotSupportedException($"Compute capability {major}.{minor} is too old; 7.0 (Volta) or newer is needed.");
        var architecture = known[^1];
        bool own = specific && architecture.Compute == major * 10 + minor && architecture.SpecificIsa > 0 && architecture.SpecificIsa <= isa;
        return new PtxTarget(architecture.Compute / 10, architecture.Compute % 10, own, isa / 10, isa % 10);
    }

    /// <summary>The target of a name such as sm_86 or sm_90a, in the newest PTX version this backend knows.</summary>
    /// <exception cref="ArgumentException">No such architecture.</exception>
    public static PtxTarget Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool specific = name.EndsWith('a');
        string digits = name.StartsWith("sm_", StringComparison.Ordinal) ? name[3..].TrimEnd('a') : "";
        int row = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int compute)
            ? Array.FindIndex(Architectures, architecture => architecture.Compute == compute && (!specific || architecture.SpecificIsa > 0)) : -1;
        if (row < 0)
            throw new ArgumentException($"'{name}' is no known architecture. Known are {string.Join(", ", Names)}.", nameof(name));
        int isa = Releases[^1].Isa;
        return new PtxTarget(compute / 10, compute % 10, specific, isa / 10, isa % 10);
    }

    /// <summary>All architectures by name.</summary>
    public static IEnumerable<string> Names => Architectures.SelectMany(row =>
        (string[])(row.SpecificIsa > 0 ? [$"sm_{row.Compute}", $"sm_{row.Compute}a"] : [$"sm_{row.Compute}"]));
}
