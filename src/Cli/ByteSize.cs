using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>Amounts of memory as people write them: 800MiB, 1.5GiB, 4096.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("", 1)];

    public static Option<long?> Option(string name, string description) => new(name)
    {
        HelpName = "BYTES",
        Description = $"{description} A number of bytes, or with KiB, MiB or GiB.",
        CustomParser = result => Parse(result, name),
    };

    private static long? Parse(ArgumentResult result, string name)
    {
        var text = result.Tokens[0].Value;
        var (unit, factor) = Units.First(u => text.EndsWith(u.Unit, StringComparison.OrdinalIgnoreCase));
        var number = text.AsSpan(0, text.Length - unit.Length).TrimEnd();
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * factor is >= 1 and < long.MaxValue)
            return (long)(value * factor);
        result.AddError($"{name} is an amount of memory such as 800MiB or 1.5GiB, not '{text}'.");
        return null;
    }
}
