using System.Text.Json;

namespace ConvGpu.Tests.Training;

/// <summary>Schedules against the factors that PyTorch recorded (tests/trajectory/record_rules.py).</summary>
public class ScheduleTests
{
    private const int Steps = 60;

    private static readonly JsonElement _recorded = Read();

    private static readonly Dictionary<string, Schedule> _schedules = new()
    {
        ["step"] = Schedule.Step(7, 0.5),
        ["multi-step"] = Schedule.MultiStep([30, 5, 6], 0.3),
        ["exponential"] = Schedule.Exponential(0.9),
        ["linear"] = Schedule.LinearToZero,
        ["polynomial"] = Schedule.Polynomial(2.5),
        ["cosine"] = Schedule.Cosine(0.1),
        ["restarts"] = Schedule.CosineRestarts(7, 2, 0.05),
        ["restarts-equal"] = Schedule.CosineRestarts(9),
        ["one-cycle"] = Schedule.OneCycle(),
        ["one-cycle-late"] = Schedule.OneCycle(0.5, 10, 100),
        ["warm-up-step"] = Schedule.Step(10, 0.5).AfterWarmUp(8, 0.1),
        ["warm-up-cosine"] = Schedule.Cosine().AfterWarmUp(10),
    };

    public static TheoryData<string> Names => [.. _schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void FollowsPyTorch(string name)
    {
        for (var step = 0; step < Steps; step++) Near(Recorded(name)[step], _schedules[name].Factor(step, Steps), name, step);
    }

    /// <summary>PyTorch's schedulers that step once an epoch.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void CountsEpochs(string name)
    {
        const int stepsPerEpoch = 3;
        var schedule = _schedules[name].PerEpoch().Begin(stepsPerEpoch);
        for (var step = 0; step < Steps * stepsPerEpoch; step++)
            Near(Recorded(name)[step / stepsPerEpoch], schedule.Factor(step, Steps * stepsPerEpoch), name, step);
    }

    [Fact]
    public void WarmUpInStepsMayStandBeforeEpochs()
    {
        var schedule = Schedule.Step(2, 0.5).PerEpoch().AfterWarmUp(5, 0.5).Begin(10);
        Assert.Equal([0.5, 0.6, 0.7, 0.8, 0.9, 1], Enumerable.Range(0, 6).Select(step => Math.Round(schedule.Factor(step, 65), 12)));
        Assert.Equal((1, 0.5), (schedule.Factor(24, 65), schedule.Factor(25, 65)));
    }

    [Theory]
    [InlineData("plateau")]
    [InlineData("plateau-cooldown")]
    public void OnPlateauFollowsPyTorch(string name)
    {
        var made = name == "plateau" ? Schedule.OnPlateau(0.5, 3) : Schedule.OnPlateau(0.2, 1, 0.05, 4, 0.01);
        // Each training starts anew, also behind others.
        foreach (var schedule in (Schedule[])[made.Begin(5), made.Begin(5), made.PerEpoch().AfterWarmUp(1, 1).Begin(5)])
        {
            for (var epoch = 0; epoch < Steps; epoch++)
            {
                Near(Recorded(name)[epoch], schedule.Factor(epoch * 5 + 1, Steps * 5), name, epoch);
                schedule.EpochEnded(Recorded("losses")[epoch]);
            }
        }
    }

    [Fact]
    public void NumbersOutsideTheirRangeAreRefused()
    {
        Action[] wrong =
        [
            () => Schedule.Step(0), () => Schedule.Step(1, double.NaN), () => Schedule.MultiStep([1], -1), () => Schedule.Exponential(-0.1),
            () => Schedule.Polynomial(0), () => Schedule.Cosine(-1), () => Schedule.CosineRestarts(0), () => Schedule.CosineRestarts(1, 0),
            () => Schedule.OneCycle(1), () => Schedule.OneCycle(divisor: 0), () => Schedule.OnPlateau(1), () => Schedule.OnPlateau(patience: -1),
            () => Schedule.OnPlateau(minimum: 2), () => Schedule.Constant.AfterWarmUp(0), () => Schedule.Constant.AfterWarmUp(1, 2),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
    }

    // Recorded with ten digits.
    private static void Near(double expected, double actual, string name, int step) =>
        Assert.True(Math.Abs(actual - expected) <= 2e-10, $"{name}, step {step}: {actual:R}, in PyTorch {expected:R}");

    private static double[] Recorded(string name) => [.. _recorded.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement Read()
    {
        using var stream = typeof(ScheduleTests).Assembly.GetManifestResourceStream("trajectory.schedules.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
