namespace ConvGpu;

/// <summary>Files of a network's parameters and buffers in safetensors layout, which PyTorch and others read and write too.</summary>
public static class NetworkWeights
{
    private const string FormatKey = "format";

    /// <summary>
    /// Writes parameters and buffers as float32; where averages of the parameters are kept, those, as prediction computes with them. The
    /// file is written whole or not at all.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="names">What the tensors are called.</param>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    /// <exception cref="ShapeException">The model has no names of the kind.</exception>
    public static void SaveWeights(this Network network, string path, WeightNames names = WeightNames.Own)
    {
        var places = Tensors(network, names);
        var metadata = new Dictionary<string, string> { [FormatKey] = "pt", ["model"] = network.Shapes.Graph.Name };
        AtomicFile.Write(path, stream =>
        {
            var writer = new SafeTensorsWriter(stream, [.. places.Select(p => p.Info)], metadata);
            foreach (var (tensor, _, isBuffer) in places)
            {
                writer.Write(isBuffer ? network.ReadBuffer(tensor.Name)
                    : network.Options.AverageDecay is null ? network.ReadParameter(tensor.Name) : network.ReadAverage(tensor.Name));
            }
        });
    }

    /// <summary>
    /// Reads parameters and buffers of any type of float. A checkpoint serves too: of its averages where it has some, else of its
    /// parameters. What the optimiser keeps stays as it is.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="names">What the file calls the tensors.</param>
    /// <param name="partial">Whether it is enough that some tensors fit: those are read, such as all but a last layer of other classes.</param>
    /// <returns>What was read and what was not.</returns>
    /// <exception cref="FileFormatException">The file is missing or damaged.</exception>
    /// <exception cref="ShapeException">
    /// File and network do not fit, or, with <paramref name="partial"/>, no tensor does: the message has names and shapes. Nothing was read.
    /// </exception>
    public static LoadedWeights LoadWeights(this Network network, string path, WeightNames names = WeightNames.Own, bool partial = false)
    {
        using var file = SafeTensorsFile.Open(path);
        var result = Fit(file, path, network.Shapes, names, partial);
        var loaded = result.Loaded.ToHashSet();
        foreach (var (tensor, info, isBuffer) in Tensors(network, names).Where(t => loaded.Contains(t.Info.Name)))
        {
            var average = $"{WeightFiles.CheckpointPrefix}{info.Name}.average";
            var values = file.ReadFloats(IsCheckpoint(file) && file.Find(average) is { } a && a.Count == info.Count ? average : info.Name);
            if (isBuffer) network.WriteBuffer(tensor.Name, values);
            else network.WriteParameter(tensor.Name, values);
        }
        return result;
    }

    /// <summary>Holds a file against a graph, without a network and without the file's values.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shapes">The graph.</param>
    /// <param name="names">What the file calls the tensors.</param>
    /// <param name="partial">Whether it is enough that some tensors fit.</param>
    /// <exception cref="FileFormatException">The file is missing or damaged.</exception>
    /// <exception cref="ShapeException">They do not fit.</exception>
    internal static void RequireFit(string path, ShapedGraph shapes, WeightNames names, bool partial)
    {
        using var file = SafeTensorsFile.Open(path);
        Fit(file, path, shapes, names, partial);
    }

    private static LoadedWeights Fit(SafeTensorsFile file, string path, ShapedGraph shapes, WeightNames names, bool partial)
    {
        var isCheckpoint = IsCheckpoint(file);
        var places = Places(shapes, names);
        var taken = places.Where(p => file.Find(p.Info.Name) is { } found && Fits(found, p.Info)).ToList();
        var wanted = places.Select(p => p.Info.Name).ToHashSet();
        var result = new LoadedWeights(
            [.. taken.Select(p => p.Info.Name)],
            [.. places.Where(p => file.Find(p.Info.Name) is null).Select(p => $"{p.Info.Name} {p.Info}")],
            [.. file.Tensors.Where(t => !wanted.Contains(t.Name) && !IsIgnored(t.Name, isCheckpoint, names)).Select(t => $"{t.Name} {t}")],
            [
                .. places.Where(p => file.Find(p.Info.Name) is { } found && !Fits(found, p.Info))
                    .Select(p => $"{p.Info.Name} is {file.Find(p.Info.Name)} in the file and {p.Info} in the network"),
            ]);
        if (taken.Count == 0 || (!partial && !result.IsComplete))
        {
            throw new ShapeException(
                $"{path} does not fit {shapes.Graph.Name}: {result}{Environment.NewLine}"
                + (taken.Count == 0 ? "Are the names of another kind?" : "Loading in part takes what fits."));
        }
        return result;
    }

    private static bool IsCheckpoint(SafeTensorsFile file) => file.Metadata.GetValueOrDefault(FormatKey) == WeightFiles.CheckpointFormat;

    /// <summary>The network's tensors, and how the file has them.</summary>
    private static List<(PlanTensor Tensor, SafeTensorInfo Info, bool IsBuffer)> Tensors(Network network, WeightNames names) =>
        [.. network.Parameters.Concat(network.Buffers).Zip(Places(network.Shapes, names), (tensor, place) => (tensor, place.Info, place.IsBuffer))];

    /// <summary>The graph's parameters and buffers as the file has them.</summary>
    private static List<(SafeTensorInfo Info, bool IsBuffer)> Places(ShapedGraph shapes, WeightNames names)
    {
        var layers = names == WeightNames.Torchvision ? TorchvisionNames.Of(shapes) : null;
        return
        [
            .. WeightFiles.Of(shapes).Select(place =>
                (layers is null ? place.Info : place.Info with { Name = $"{layers[place.Node]}.{place.Spec.Name}" }, place.IsBuffer)),
        ];
    }

    private static bool Fits(SafeTensorInfo found, SafeTensorInfo wanted) =>
        found.Type is SafeTensorType.Float32 or SafeTensorType.Float16 or SafeTensorType.BFloat16 or SafeTensorType.Float64
        && WeightFiles.Trimmed(found.Shape).SequenceEqual(WeightFiles.Trimmed(wanted.Shape));

    // PyTorch counts batches for a momentum that these networks do not have, and GoogLeNet's auxiliary heads are for training alone.
    private static bool IsIgnored(string name, bool isCheckpoint, WeightNames names) =>
        (isCheckpoint && name.StartsWith(WeightFiles.CheckpointPrefix, StringComparison.Ordinal))
        || (names == WeightNames.Torchvision && (name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)
            || name.StartsWith("aux1.", StringComparison.Ordinal) || name.StartsWith("aux2.", StringComparison.Ordinal)));
}
