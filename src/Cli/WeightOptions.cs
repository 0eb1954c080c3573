using System.CommandLine;
using System.Text.Json;

namespace ConvGpu.Cli;

/// <summary>The options that say which file a network's parameters come from.</summary>
internal sealed class WeightOptions
{
    private static readonly Dictionary<string, WeightNames> _names = new() { ["own"] = WeightNames.Own, ["torchvision"] = WeightNames.Torchvision };

    private readonly Option<string?> _file = new("--weights")
    {
        HelpName = "FILE",
        Description = "A safetensors file or a checkpoint that the parameters start from.",
    };

    private readonly Option<string> _kind = new("--names")
    {
        HelpName = "KIND",
        Description = "What files of weights call the tensors: own, or torchvision (alexnet, vgg, squeezenet, resnet, "
            + "mobilenet-v2, googlenet).",
        DefaultValueFactory = _ => "own",
        CompletionSources = { _names.Keys.ToArray() },
    };

    private readonly Option<bool> _partial = new("--partial")
    {
        Description = "Take from --weights what fits by name and shape; the rest stays as it starts.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_file, _kind, _partial]) command.Options.Add(option);
    }

    /// <exception cref="UsageException">There are no such names, or --partial is of no file.</exception>
    public WeightChoice Read(ParseResult parsed)
    {
        var (file, kind, partial) = (parsed.GetValue(_file), parsed.GetValue(_kind)!, parsed.GetValue(_partial));
        if (!_names.TryGetValue(kind, out var names)) throw new UsageException($"there are no names '{kind}'; there are {string.Join(", ", _names.Keys)}.");
        if (partial && file is null) throw new UsageException("--partial is for a file of --weights.");
        return new WeightChoice(file, names, partial);
    }
}

/// <summary>Which file a network's parameters come from, if any, and what it calls them.</summary>
internal sealed record WeightChoice(string? File, WeightNames Names, bool Partial)
{
    /// <summary>Refuses names that a model has not, before it is trained and cannot be saved.</summary>
    /// <exception cref="UsageException">It has none.</exception>
    public void Check(string model)
    {
        if (Names == WeightNames.Torchvision && !TorchvisionNames.Models.Contains(model))
            throw new UsageException($"--names torchvision is for {string.Join(", ", TorchvisionNames.Models)}, not {model}.");
    }

    /// <summary>Refuses a file that is not there, before anything is made that it is for.</summary>
    /// <exception cref="FileFormatException">There is no such file.</exception>
    public void RequireFile()
    {
        if (File is not null) WholeFile.Require(File);
    }

    /// <summary>The data set that a checkpoint was trained on; null where the file is none, or does not say.</summary>
    public string? TrainedOn
    {
        get
        {
            if (File is null) return null;
            using var file = SafeTensorsFile.Open(File);
            if (file.Metadata.GetValueOrDefault("settings") is not { } settings) return null;
            try
            {
                return RunSettings.FromJson(settings).Find("dataset");
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    public static WeightChoice None { get; } = new(null, WeightNames.Own, false);

    /// <summary>Holds the file, where there is one, against a graph, before a network is made of it.</summary>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public void RequireFit(Graph graph, Shape input)
    {
        if (File is not null) NetworkWeights.RequireFit(File, new ShapedGraph(graph, input), Names, Partial);
    }

    /// <summary>Reads the file, where there is one, and says what it did not fit.</summary>
    public void LoadInto(Network network, TextWriter output)
    {
        if (File is null) return;
        var loaded = network.LoadWeights(File, Names, Partial);
        output.WriteLine($"weights of {File}: {loaded}");
    }
}
