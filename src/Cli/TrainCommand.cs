using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary><c>convgpu train</c>: trains a model on a data set.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var dataset = CommonOptions.Dataset();
        var reading = new DatasetOptions();
        var workers = CommonOptions.Workers();
        var device = CommonOptions.Device();
        var epochs = CommonOptions.Number<int>("--epochs", "Passes over the training images.");
        var batch = CommonOptions.Batch();
        var rate = CommonOptions.LearningRate();
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var validation = CommonOptions.Number("--validation", "Share of the training images kept for validation, from 0 to below 1.", 0.0);
        var dropout = CommonOptions.Number<float>("--dropout", "Dropout rate of the models that have dropout: the published one "
            + "(0.2 in all-conv), and 0 with --overfit, unless given.");
        var augment = new Option<string?>("--augment")
        {
            HelpName = "LIST",
            Description = $"Random changes of the training images, such as shift,flip or shift:4; there are {string.Join(", ", ImageAugmentation.Names)}.",
        };
        var mixup = CommonOptions.Number("--mixup", "Train on images mixed in pairs, with shares from Beta(ALPHA, ALPHA), such as "
            + "0.2; 0 for none.", 0.0);
        var optimizer = new Option<string?>("--optimizer")
        {
            HelpName = "NAME",
            Description = $"How weights follow their gradients: {string.Join(", ", Optimizers.Names)}; momentum is 0.9. What suits the model unless given.",
            CompletionSources = { Optimizers.Names.ToArray() },
        };
        var schedule = new Option<string?>("--schedule")
        {
            HelpName = "NAME", Description = ScheduleOption.Description, CompletionSources = { ScheduleOption.Names },
        };
        var warmUp = CommonOptions.Number("--warm-up", "Steps in which the learning rate rises from a tenth, before the schedule.", 0);
        var decay = CommonOptions.Number("--weight-decay", "Share of a weight that is added to its gradient.", 0f);
        var clip = CommonOptions.Number<float>("--clip-norm", "The largest norm of all gradients together.");
        var accumulate = CommonOptions.Number("--accumulate", "Batches that share one update of the weights.", 1);
        var average = CommonOptions.Number<float>("--average", "Validates and tests with averages of the weights, of which this "
            + "share is kept in each update, such as 0.99.");
        var smoothing = CommonOptions.Number("--label-smoothing", "Share of each target that is spread over all classes.", 0f);
        var overfit = CommonOptions.Number<int>(
            "--overfit", "Train on this many fixed images until their loss is under 0.05, to prove that the model can learn.");
        var budget = ByteSize.Option("--memory-budget", "Device memory that training may take; activations that do not fit are "
            + "computed again in the backward pass.");
        var tune = new TuningOption();
        var precision = CommonOptions.Precision();
        var patience = CommonOptions.Number<int>("--patience", "Stop when the validation loss has not fallen (see --stop-on) for "
            + "more than this many epochs.");
        var stopOn = new Option<string>("--stop-on")
        {
            HelpName = "loss|accuracy", Description = "What --patience and --keep-best follow: loss or accuracy.", DefaultValueFactory = _ => "loss",
            CompletionSources = { "loss", "accuracy" },
        };
        var keepBest = new Option<bool>("--keep-best")
        {
            Description = "End with the weights of the epoch whose validation loss was the least.",
        };
        var locate = new Option<bool>("--locate-nan")
        {
            Description = "Should the loss become NaN or infinite, name the layer and the step where that began.",
        };
        var files = new TrainFileOptions();
        var json = new Option<bool>("--json") { Description = "End with one line of JSON; everything else goes to standard error." };
        var command = new Command("train", "Trains a model: LeNet-5 on the embedded digits unless told otherwise.")
        {
            model, dataset, workers, device, epochs, batch, rate, seed, threads, validation, dropout, augment, mixup, optimizer, decay, schedule, warmUp,
            clip, accumulate, average, smoothing, overfit, budget, precision, patience, stopOn, keepBest, locate,
        };
        reading.AddTo(command);
        tune.AddTo(command);
        files.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var name = CommonOptions.RequireImageModel(parsed.GetValue(model)!);
            var recipe = parsed.GetValue(overfit) is not null ? Recipe.ForOverfit(name) : Recipe.For(name, parsed.GetValue(dataset)!);
            var run = new TrainRun
            {
                Model = name,
                Dataset = parsed.GetValue(dataset)!,
                Reading = reading.Read(parsed, parsed.GetValue(dataset)),
                Workers = parsed.GetValue(workers),
                Device = parsed.GetValue(device),
                Epochs = CommonOptions.AtLeastOne(parsed.GetValue(epochs) ?? recipe.Epochs, "--epochs"),
                Batch = CommonOptions.AtLeastOne(parsed.GetValue(batch) ?? recipe.Batch, "--batch"),
                LearningRate = parsed.GetValue(rate) ?? recipe.LearningRate,
                Seed = parsed.GetValue(seed),
                Validation = parsed.GetValue(validation),
                Dropout = parsed.GetValue(dropout) ?? recipe.Dropout,
                Augment = parsed.GetValue(augment),
                Mixup = parsed.GetValue(mixup),
                Optimizer = parsed.GetValue(optimizer) ?? recipe.Optimizer,
                WeightDecay = parsed.GetValue(decay),
                Schedule = parsed.GetValue(schedule),
                WarmUp = parsed.GetValue(warmUp),
                ClipNorm = parsed.GetValue(clip),
                Accumulate = parsed.GetValue(accumulate),
                Average = parsed.GetValue(average),
                LabelSmoothing = parsed.GetValue(smoothing),
                Overfit = parsed.GetValue(overfit),
                MemoryBudget = parsed.GetValue(budget),
                TuningFile = tune.FileOf(parsed),
                Precision = CommonOptions.ParsePrecision(parsed.GetValue(precision)!),
                Patience = parsed.GetValue(patience),
                StopOn = parsed.GetValue(stopOn)!,
                KeepBest = parsed.GetValue(keepBest),
                LocateNonFinite = parsed.GetValue(locate),
                Files = files.Read(parsed),
                Json = parsed.GetValue(json),
            };
            CommonOptions.UseThreads(parsed.GetValue(threads));
            return run.Execute();
        });
        return command;
    }
}
