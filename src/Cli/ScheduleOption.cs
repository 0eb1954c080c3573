using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>What <c>--schedule</c> takes: a name, and behind a colon a number where the schedule has one.</summary>
internal static class ScheduleOption
{
    private const double WarmUpStart = 0.1;

    private static readonly Dictionary<string, (string Number, double Default, Func<double, Schedule> Make)> _schedules = new()
    {
        ["constant"] = ("", 0, _ => Schedule.Constant),
        ["linear"] = ("", 0, _ => Schedule.LinearToZero),
        ["cosine"] = ("", 0, _ => Schedule.Cosine()),
        ["polynomial"] = ("POWER", 2, power => Schedule.Polynomial(power)),
        ["one-cycle"] = ("RISE", 0.3, rise => Schedule.OneCycle(rise)),
        ["step"] = ("EPOCHS", 10, epochs => Schedule.Step(Whole(epochs)).PerEpoch()),
        ["exponential"] = ("FACTOR", 0.9, factor => Schedule.Exponential(factor).PerEpoch()),
        ["restarts"] = ("EPOCHS", 10, epochs => Schedule.CosineRestarts(Whole(epochs)).PerEpoch()),
        ["plateau"] = ("EPOCHS", 10, epochs => Schedule.OnPlateau(patience: (int)Whole(epochs))),
    };

    /// <summary>The schedules, without their numbers.</summary>
    public static string[] Names => [.. _schedules.Keys];

    /// <summary>For the help.</summary>
    public static string Description => $"How the learning rate changes: {string.Join(", ", _schedules.Select(Text))}. Linear, to 0 after the last step, unless given.";

    /// <summary>The schedule of a name.</summary>
    /// <param name="text">The name, with a number behind a colon where it takes one.</param>
    /// <param name="warmUp">Steps of a rise before it, 0 for none.</param>
    /// <exception cref="UsageException">There is no such schedule, or the number is out of range.</exception>
    public static Schedule Parse(string text, int warmUp)
    {
        var parts = text.Split(':', 2);
        if (!_schedules.TryGetValue(parts[0], out var row))
            throw new UsageException($"there is no schedule '{parts[0]}'; there are {string.Join(", ", _schedules.Select(Text))}.");
        var number = row.Default;
        if (parts.Length == 2 && (row.Number.Length == 0 || !double.TryParse(parts[1], CultureInfo.InvariantCulture, out number)))
            throw new UsageException($"--schedule {text} is not {Text(new(parts[0], row))}.");
        try
        {
            var schedule = row.Make(number);
            return warmUp == 0 ? schedule : schedule.AfterWarmUp(warmUp, WarmUpStart);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UsageException($"--schedule {text}{(warmUp == 0 ? "" : $" with --warm-up {warmUp}")}: {e.Message}");
        }
    }

    private static long Whole(double number) => number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue
        ? (long)number
        : throw new ArgumentOutOfRangeException(nameof(number), number, "It takes a whole number.");

    private static string Text(KeyValuePair<string, (string Number, double Default, Func<double, Schedule> Make)> row) =>
        row.Value.Number.Length == 0 ? row.Key : string.Create(CultureInfo.InvariantCulture, $"{row.Key}[:{row.Value.Number}] ({row.Value.Default})");
}
