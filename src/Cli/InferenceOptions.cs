using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary>The options of commands that compute with trained weights: which, of which classes, and how images become the input.</summary>
internal sealed class InferenceOptions
{
    private readonly Argument<string> _model = CommonOptions.Model();
    private readonly Option<string?> _dataset = new("--dataset")
    {
        HelpName = "NAME|PATH",
        Description = "The data set that was trained on (as train's --dataset): its classes, its normalisation. Models of 224x224 "
            + "images and ONNX files take torchvision's unless given.",
    };

    private readonly DatasetOptions _reading = new();
    private readonly Option<string?> _device = CommonOptions.Device();
    private readonly WeightOptions _weights = new();
    private readonly Option<string?> _names = new("--class-names")
    {
        HelpName = "FILE", Description = "A text file with the name of a class a line.",
    };
    private readonly Option<int> _batch = CommonOptions.Number("--batch", "Images at a time.", 1);
    private readonly Option<bool> _noFold = new("--no-fold")
    {
        Description = "Compute batch normalisation by itself; it is folded into the convolutions before it unless given.",
    };
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<int?> _threads = CommonOptions.Threads();

    /// <summary>Adds them to a command, the model first.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, _model);
        foreach (var option in (Option[])[_dataset, _device, _batch, _names, _noFold, _seed, _threads]) command.Options.Add(option);
        _reading.AddTo(command);
        _weights.AddTo(command);
    }

    /// <summary>Opens the data set, makes the network, reads its weights.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="needsDataset">Whether nothing can be done without a data set.</param>
    /// <param name="output">Where what did not fit is said.</param>
    /// <param name="files">What is to be read with it: a missing one is told before anything is opened, unless such files are to be left out.</param>
    /// <exception cref="UsageException">Something is missing, or a number is out of range.</exception>
    /// <exception cref="FileFormatException">There is no such file.</exception>
    public InferenceModel Open(ParseResult parsed, bool needsDataset, TextWriter output, params IEnumerable<string> files)
    {
        var model = CommonOptions.RequireImageModel(parsed.GetValue(_model)!);
        var weights = _weights.Read(parsed);
        weights.Check(model);
        if (weights.File is null && !NamedModel.IsFile(model))
        {
            throw new UsageException(
                $"{model} as it starts knows nothing: name trained weights with --weights (train writes them with --save or --checkpoint).");
        }
        var batch = CommonOptions.AtLeastOne(parsed.GetValue(_batch), "--batch");
        CommonOptions.UseThreads(parsed.GetValue(_threads));
        CommonOptions.RequireDeviceName(parsed.GetValue(_device));
        var name = parsed.GetValue(_dataset) ?? (needsDataset || (!NamedModel.IsFile(model) && !Recipe.IsDeep(model)) ? "digits" : null);
        if (needsDataset && parsed.GetValue(_dataset) is null) throw new UsageException("--dataset names what to evaluate on; give it.");
        var reading = _reading.Read(parsed, name);
        weights.RequireFile();
        foreach (var file in reading.OnCorrupt == CorruptFiles.Fail ? files : []) WholeFile.Require(file);
        IReadOnlyList<string>? names = parsed.GetValue(_names) is { } list ? WholeFile.ReadLines(list) : null;
        if (name is not null && parsed.GetValue(_dataset) is null) Assume(name, weights);
        var dataset = name is null ? null : reading.Open(name, parsed.GetValue(_seed));
        names ??= dataset is null ? null : ClassNames.Of(dataset);
        if (names is not null && dataset is not null && names.Count != dataset.Classes) throw new UsageException($"--class-names has {names.Count} lines, but there are {dataset.Classes} classes.");
        var graph = NamedModel.Trained(model, dataset?.Classes ?? names?.Count);
        var input = graph.InputShape ?? (dataset is null ? ModelZoo.Models.First(m => m.Name == model).Input : dataset.Train.Shape with { N = 1 });
        if (dataset is null && input.C != 3)
        {
            throw new UsageException(
                $"{model} takes images of {input.C} {(input.C == 1 ? "channel" : "channels")}, for which torchvision has no normalisation: name the data set that it was trained on with --dataset.");
        }
        weights.RequireFit(graph, input);
        var transform = dataset is null ? ImageTransform.Torchvision(input) : new ImageTransform(dataset.Train, input);
        var device = CommonOptions.OpenDevice(parsed.GetValue(_device));
        try
        {
            return new InferenceModel(device, Make(graph, device, input, batch, weights, !parsed.GetValue(_noFold), output), transform, dataset, names) { OnCorrupt = reading.OnCorrupt };
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    // Weights alone do not say which images they are of; checkpoints do.
    private static void Assume(string dataset, WeightChoice weights)
    {
        if (weights.TrainedOn is not { } trainedOn)
            Console.Error.WriteLine($"convgpu: no --dataset is given: images are normalised, and classes called, as those of {dataset}");
        else if (trainedOn != dataset)
            throw new UsageException($"{weights.File} was trained on {trainedOn}: name it with --dataset, for its classes and its normalisation.");
    }

    private static Network Make(Graph graph, ComputeDevice device, Shape input, int batch, WeightChoice weights, bool folds, TextWriter output)
    {
        var network = new Network(graph, device, new NetworkOptions { InputShape = input, MaxBatch = batch });
        try
        {
            weights.LoadInto(network, output);
            if (!folds || !graph.Nodes.Any(n => n.Layer is BatchNorm2D)) return network;
            var folded = network.FoldBatchNorm();
            network.Dispose();
            return folded;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}

/// <summary>A network with trained weights, and what belongs to it.</summary>
internal sealed class InferenceModel(ComputeDevice device, Network network, ImageTransform transform, Dataset? dataset, IReadOnlyList<string>? names) : IDisposable
{
    public ComputeDevice Device => device;

    public Network Network => network;

    public ImageTransform Transform => transform;

    public Dataset? Dataset => dataset;

    /// <summary>What happens to pictures that cannot be read.</summary>
    public CorruptFiles OnCorrupt { get; init; }

    /// <summary>What a class is called: its name, or its number.</summary>
    public string NameOf(int label) => names?.ElementAtOrDefault(label) ?? $"class {label}";

    public void Dispose()
    {
        network.Dispose();
        device.Dispose();
    }
}
