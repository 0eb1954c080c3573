using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary>The options of commands that open a data set, besides which one: where its files are, and how they are read.</summary>
internal sealed class DatasetOptions
{
    private readonly Option<string?> _data = CommonOptions.DataDirectory();
    private readonly Option<CorruptFiles> _onCorrupt = CommonOptions.OnCorrupt();
    private readonly Option<ChannelOrder?> _channels = CommonOptions.OneOf<ChannelOrder?>(
        "--channels", "Where the images of an .npz file have their channels: first (N, C, H, W) or last (N, H, W, C); told by their number, 1 or 3, unless given.",
        ("first", ChannelOrder.First), ("last", ChannelOrder.Last));

    /// <summary>Whether the command looks at damaged pictures itself, so that there is nothing to choose.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        if (!ReadsAll) command.Options.Add(_onCorrupt);
        command.Options.Add(_channels);
    }

    /// <summary>What the user chose.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="dataset">The data set; null for none.</param>
    /// <exception cref="UsageException">An option is not for this data set, and would not be looked at.</exception>
    public DatasetReading Read(ParseResult parsed, string? dataset)
    {
        var (data, channels) = (parsed.GetValue(_data), parsed.GetValue(_channels));
        if (data is not null && (dataset is null || !Datasets.TakesDirectory(dataset)))
            throw new UsageException($"--data names the directory of a named data set such as fashion-mnist; {dataset ?? "no data set that is read here"} has none.");
        if (channels is not null && dataset?.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) != true)
            throw new UsageException($"--channels says where an .npz file has its channels; {dataset ?? "no data set that is read here"} is none.");
        return new DatasetReading(data, ReadsAll ? default : parsed.GetValue(_onCorrupt), channels);
    }
}

/// <summary>How a data set is read.</summary>
/// <param name="Directory">Where the files of a named one are; in the usual place when null.</param>
/// <param name="OnCorrupt">What happens to pictures that cannot be read.</param>
/// <param name="Channels">Where arrays have their channels, where the user says.</param>
internal sealed record DatasetReading(string? Directory = null, CorruptFiles OnCorrupt = CorruptFiles.Fail, ChannelOrder? Channels = null)
{
    /// <summary>Opens a data set.</summary>
    public Dataset Open(string dataset, ulong seed) => Datasets.Open(dataset, Directory, seed, OnCorrupt, Channels);
}
