using System.Globalization;

namespace ConvGpu.Bench;

/// <summary>A rate beside what bounds it, and the share that is promised.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Ceiling">What it is compared with.</param>
/// <param name="Promised">The least share.</param>
/// <param name="Measured">The median share.</param>
/// <param name="Rate">The median rate, in 10^9 a second.</param>
internal sealed record Share(string What, string Ceiling, double Promised, double Measured, double Rate)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Measured >= Promised ? "ok" : "MISSED"),-6} {What}: {Measured:F2} of {Ceiling} (>= {Promised:F2}), {Rate:F4} in 10^9 a second");
}
