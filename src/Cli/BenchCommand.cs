using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary><c>convgpu bench</c>: times of models, and of single products and convolutions.</summary>
internal static class BenchCommand
{
    private const string Sgemm = BenchOps.SgemmName, Convolution = BenchOps.ConvName;

    private static readonly string[] Modes = ["train", "infer"];

    public static Command Create()
    {
        var what = new Argument<string>("model")
        {
            HelpName = "model", Description = $"{Sgemm}, {Convolution}, or a model: {string.Join(", ", ModelZoo.Names)}", DefaultValueFactory = _ => "lenet5",
            CompletionSources = { (string[])[Sgemm, Convolution, .. ModelZoo.Names] },
        };
        var device = CommonOptions.Device();
        var batch = CommonOptions.Batch();
        var threads = CommonOptions.Threads();
        var seconds = CommonOptions.Seconds("How long to measure each.", 3);
        var mode = new Option<string?>("--mode") { HelpName = "train|infer", Description = "train or infer; both unless given." };
        mode.AcceptOnlyFromAmong(Modes);
        var shape = new Option<string?>("--shape")
        {
            HelpName = "SIZES", Description = $"Of {Sgemm}: {BenchOps.SgemmShape}. Of {Convolution}: {BenchOps.ConvShape}.",
        };
        var profile = new Option<bool>("--profile") { Description = "Show the time of every op of a training step." };
        var json = new Option<bool>("--json") { Description = "One line of JSON a measurement, and nothing else." };
        var turns = new Option<bool>("--turns")
        {
            Description = "Measure once for every line that comes in, and answer it with images a second: to take turns with "
                + "another program.",
        };
        var tune = new TuningOption();
        var command = new Command("bench", "Measures images a second; the batch stays on the device.")
        {
            what, mode, batch, shape, device, threads, seconds, profile, json, turns,
        };
        tune.AddTo(command);
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(what)!;
            if (name is not (Sgemm or Convolution)) CommonOptions.RequireModel(name);
            if (parsed.GetValue(shape) is not null && name is not (Sgemm or Convolution))
                throw new UsageException($"--shape is for {Sgemm} and {Convolution}; {name} has a size of its own.");
            var tuningFile = tune.FileOf(parsed);
            if (tuningFile is not null && name is Sgemm or Convolution) throw new UsageException("--tune is for models.");
            if (parsed.GetValue(json) && parsed.GetValue(profile)) throw new UsageException("--profile is a table: leave out --json.");
            if (parsed.GetValue(turns) && (name is Sgemm or Convolution || parsed.GetValue(mode) is null || parsed.GetValue(profile)))
                throw new UsageException("--turns measures one mode of a model: name both, without --profile.");
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var size = CommonOptions.AtLeastOne(parsed.GetValue(batch) ?? 64, "--batch");
            var time = CommonOptions.FiniteAtLeastZero(parsed.GetValue(seconds), "--seconds");
            var sizes = BenchOps.SizesOf(name, parsed.GetValue(shape));
            using var opened = CommonOptions.OpenDevice(parsed.GetValue(device));
            var quiet = parsed.GetValue(json);
            if (parsed.GetValue(turns))
            {
                BenchModel.TakeTurns(name, opened, size, time, parsed.GetValue(mode)!, tuningFile, Console.In, Console.Out);
                return 0;
            }
            if (!quiet) Console.WriteLine(opened);
            string[] modes = parsed.GetValue(mode) is { } only ? [only] : Modes;
            var results = name switch
            {
                Sgemm => BenchOps.Sgemm(opened, sizes, time),
                Convolution => BenchOps.Convolution(opened, sizes, time),
                _ => BenchModel.Run(name, opened, size, time, modes, parsed.GetValue(profile), tuningFile),
            };
            foreach (var result in results) Console.WriteLine(quiet ? result.Json() : result.ToString());
            return 0;
        });
        return command;
    }
}
