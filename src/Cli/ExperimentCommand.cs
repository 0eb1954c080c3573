using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary><c>convgpu experiment NAME</c>: shows what the lectures claim, or that it is not so here.</summary>
internal static class ExperimentCommand
{
    /// <summary>All experiments; docs/lectures.md has their tables.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
        OverfittingExperiment.Create(), StrideAgainstPoolingExperiment.Create(), SigmoidAgainstReLUExperiment.Create(), RotationAndZoomExperiment.Create(),
        SpatialTransformerExperiment.Create(), PretrainingExperiment.Create(), OptimisersExperiment.Create(), DeeperSeesWiderExperiment.Create(),
        GoExperiment.Create(), TextExperiment.Create(),
    ];

    private static readonly string _names = string.Join(", ", All.Select(e => e.Name));

    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = _names, Arity = ArgumentArity.ZeroOrOne };
        var seeds = CommonOptions.Number("--seeds", "Runs of each contender, with seeds from 1; the table has their medians.", 3);
        var data = CommonOptions.DataDirectory();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command("experiment", "Trains nets side by side to show a claim of the lectures; fails when the claim is "
            + "not shown.") { name, seeds, data, device, threads };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(name) ?? throw new UsageException($"experiment takes a name; there are {_names}.");
            var experiment = All.FirstOrDefault(e => e.Name == wanted) ?? throw new UsageException($"there is no experiment '{wanted}'; there are {_names}.");
            var count = CommonOptions.AtLeastOne(parsed.GetValue(seeds), "--seeds");
            if (parsed.GetValue(data) is not null && !experiment.ReadsFashionMnist)
                throw new UsageException($"--data names the directory of Fashion-MNIST; the experiment {wanted} does not read it.");
            CommonOptions.UseThreads(parsed.GetValue(threads));
            using var opened = CommonOptions.OpenDevice(parsed.GetValue(device));
            return ExperimentTable.Run(experiment, count, opened, parsed.GetValue(data), Console.Out) ? 0 : CommandLine.Failure;
        });
        return command;
    }
}
