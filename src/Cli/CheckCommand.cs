using System.CommandLine;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>
/// <c>convgpu check MODEL</c>: one training step on every usable device, compared with cpu; <c>--layers</c>: the gradients of every layer.
/// </summary>
internal static class CheckCommand
{
    // Largest difference over largest value; float32 sums of some ten thousand terms in another order stay well below.
    private const double Tolerance = 1e-4;

    // The loss is a mean of a few numbers around 2, each a sum of a hundred or so terms: some hundred roundings of float32.
    private const double LossTolerance = 1e-5;

    // For --only-loss: normalisation over two images multiplies roundings on their way through a deep model.
    private const double DeepLossTolerance = 1e-4;

    // Roundings of minimal filtering take a few activations of a deep model across the ReLU's corner or a pool's tie, and gradients with
    // them: a device's use of it is a row of its own, held to the loss and the activations, and everybody is compared with cpu's direct sums.
    internal const string Winograd = " (winograd)";

    public static Command Create()
    {
        var model = CommonOptions.Model();
        var batch = CommonOptions.Batch();
        var device = new Option<string[]>("--device")
        {
            HelpName = "DEVICE", Description = "Check only these devices; every usable one unless given.", AllowMultipleArgumentsPerToken = true,
            CompletionSources = { CommonOptions.Devices },
        };
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var seconds = CommonOptions.Seconds("How long to measure the speed of each device; 0 for not at all.", 1);
        var onlyLoss = new Option<bool>("--only-loss")
        {
            Description = "Hold only the loss to cpu's, within 1e-4: the gradients of deep models, above all of those with batch "
                + "normalisation, change by percents "
                + "where one rounding takes an activation across the ReLU's corner.",
        };
        var layers = new Option<bool>("--layers")
        {
            Description = "Hold the gradients of every layer to numeric ones instead; takes --device, --batch (2) and --seed.",
        };
        var command = new Command("check", "Runs one training step on every usable device and compares it with cpu.")
        {
            model, batch, device, seed, threads, seconds, onlyLoss, layers,
        };
        command.SetAction(parsed =>
        {
            var name = CommonOptions.RequireModel(parsed.GetValue(model)!);
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var asked = parsed.GetValue(device) ?? [];
            foreach (var one in asked) CommonOptions.RequireDeviceName(one);
            if (parsed.GetValue(layers))
            {
                var items = CommonOptions.AtLeastOne(parsed.GetValue(batch) ?? 2, "--batch");
                return CheckLayers.Run(LayerExamples.All, asked, new GradientCheckOptions { Batch = items, Seed = parsed.GetValue(seed) });
            }
            var size = CommonOptions.AtLeastOne(parsed.GetValue(batch) ?? (Recipe.IsDeep(name) ? 2 : 32), "--batch");
            var time = CommonOptions.FiniteAtLeastZero(parsed.GetValue(seconds), "--seconds");
            var graph = CheckedStep.Model(name);
            var data = NamedModel.TakesIndices(graph) ? "random indices" : "digits";
            return Check(
                id => CheckedStep.On(id.Replace(Winograd, ""), graph, size, parsed.GetValue(seed), time, id.EndsWith(Winograd, StringComparison.Ordinal)),
                $"{name}, batch {size}, seed {parsed.GetValue(seed)}: one training step on {data}", asked, parsed.GetValue(onlyLoss));
        });
        return command;
    }

    /// <summary>
    /// Compares each device's step with that of cpu, a line each; a device that fails does not keep the others from their turn.
    /// </summary>
    /// <param name="run">Runs the step on a device, or, with " (winograd)" behind its name, the one by minimal filtering: null where that
    /// is the same.</param>
    /// <param name="what">What is run, for the headline.</param>
    /// <param name="asked">The devices, or every usable one where empty.</param>
    /// <param name="onlyLoss">Whether activations and gradients are only shown.</param>
    /// <exception cref="ConvGpuException">A device differs or failed; the message names it and why.</exception>
    internal static int Check(Func<string, CheckedStep?> run, string what, string[] asked, bool onlyLoss = false)
    {
        var ids = asked.Length > 0 ? asked : [.. ComputeDevice.All().Where(d => d.IsUsable).Select(d => d.Id)];
        var reference = run("cpu")!;
        Print($"{what}, compared with cpu (largest difference / largest value)");
        Print($"{"device",-26} {"first loss",-11} {"activations",-34} {"gradients",-34} {"images/s",8}  who computes");
        var problems = new List<string>();
        var differs = false;
        Exception? cause = null;
        foreach (var id in ids.Prepend("cpu").Distinct().SelectMany(i => (string[])[i, i + Winograd]))
        {
            try
            {
                if ((id == "cpu" ? reference : run(id)) is not { } step) continue;
                var activations = TensorComparison.Of(reference.Activations, step.Activations);
                var gradients = TensorComparison.Of(reference.Gradients, step.Gradients, LayerOf);
                Print($"{id,-26} {step.Loss,-11:G7} {activations,-34} {gradients,-34} {Speed(step),8}  {step.Device}");
                if (Differences(reference, step, activations, gradients, onlyLoss, id.EndsWith(Winograd, StringComparison.Ordinal)) is not { Length: > 0 } found) continue;
                problems.Add($"{id} differs from cpu in {found}");
                differs = true;
            }
            catch (Exception e) when (e is not UsageException)
            {
                var reason = e.Message.ReplaceLineEndings(" ");
                Print($"{id,-26} failed: {reason}");
                problems.Add($"{id} failed ({reason.TrimEnd('.')})");
                cause ??= e;
            }
        }
        if (problems.Count == 0) return 0;
        var hint = differs ? "; run the op tests (dotnet test -c Release) to find the op that differs" : "";
        throw new ConvGpuException($"{string.Join("; ", problems)}{hint}.", cause);
    }

    /// <summary>What is out of bounds, in words; each comparison is written so that NaN fails.</summary>
    private static string Differences(
        CheckedStep reference, CheckedStep step, TensorComparison activations, TensorComparison gradients, bool onlyLoss, bool winograd)
    {
        var found = new List<string>();
        var loss = Math.Abs((double)step.Loss - reference.Loss);
        var bound = onlyLoss || winograd ? DeepLossTolerance : LossTolerance;
        if (!(loss <= bound * Math.Abs((double)reference.Loss))) found.Add(Text($"the loss ({step.Loss:G7}, not {reference.Loss:G7})"));
        if (onlyLoss) return string.Join(" and ", found);
        if (!(activations.Difference <= Tolerance)) found.Add(Text($"activations ({activations}, not up to {Tolerance:G1})"));
        if (!winograd && !(gradients.Difference <= Tolerance)) found.Add(Text($"gradients ({gradients}, not up to {Tolerance:G1})"));
        return string.Join(" and ", found);
    }

    private static string LayerOf(string parameter) => parameter[..parameter.LastIndexOf('.')];

    private static string Speed(CheckedStep step) => step.ImagesPerSecond > 0 ? Text($"{step.ImagesPerSecond:N0}") : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Print(FormattableString text) => Console.WriteLine(Text(text));
}
