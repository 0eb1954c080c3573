using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary>The options of commands that look into a model, which they train first.</summary>
internal sealed class TrainedModelOptions
{
    private readonly Argument<string> _model = CommonOptions.Model();
    private readonly Option<string> _dataset = CommonOptions.Dataset();
    private readonly DatasetOptions _reading = new();
    private readonly Option<string?> _device = CommonOptions.Device();
    private readonly Option<int?> _epochs = CommonOptions.Number<int>(
        "--epochs", "Passes over the training images before: 1 unless given, and 0, the model as it starts, with --weights.");
    private readonly WeightOptions _weights = new();
    private readonly Option<int?> _batch = CommonOptions.Batch();
    private readonly Option<float?> _rate = CommonOptions.LearningRate();
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<int?> _threads = CommonOptions.Threads();

    /// <summary>Adds them to a command, the model first.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, _model);
        foreach (var option in (Option[])[_dataset, _device, _epochs, _batch, _rate, _seed, _threads]) command.Options.Add(option);
        _reading.AddTo(command);
        _weights.AddTo(command);
    }

    /// <summary>What the user chose.</summary>
    /// <exception cref="UsageException">A number or the model does not exist.</exception>
    public TrainedModelChoice Read(ParseResult parsed)
    {
        var model = CommonOptions.RequireImageModel(parsed.GetValue(_model)!);
        var dataset = parsed.GetValue(_dataset)!;
        var recipe = Recipe.For(model, dataset);
        var weights = _weights.Read(parsed);
        weights.Check(model);
        var epochs = parsed.GetValue(_epochs) ?? (weights.File is null ? 1 : 0);
        if (epochs < 0) throw new UsageException($"--epochs is at least 0, not {epochs}.");
        CommonOptions.UseThreads(parsed.GetValue(_threads));
        CommonOptions.RequireDeviceName(parsed.GetValue(_device));
        var reading = _reading.Read(parsed, dataset);
        weights.RequireFile();
        return new TrainedModelChoice(
            model, dataset, reading, parsed.GetValue(_device), epochs,
            CommonOptions.AtLeastOne(parsed.GetValue(_batch) ?? recipe.Batch, "--batch"),
            (float)CommonOptions.FiniteAtLeastZero(parsed.GetValue(_rate) ?? recipe.LearningRate, "--lr"), parsed.GetValue(_seed), recipe.Optimizer)
        {
            Weights = weights,
            Dropout = recipe.Dropout,
        };
    }
}

/// <summary>Which model to look into, and how to train it before.</summary>
internal sealed record TrainedModelChoice(
    string Model, string Dataset, DatasetReading? Reading, string? Device, int Epochs, int Batch, float LearningRate, ulong Seed, string Optimizer = Optimizers.Default)
{
    /// <summary>The file that the parameters start from, if any.</summary>
    public WeightChoice Weights { get; init; } = WeightChoice.None;

    /// <summary>The dropout rate; the published one when null.</summary>
    public float? Dropout { get; init; }
}
