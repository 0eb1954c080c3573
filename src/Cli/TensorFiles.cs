using ConvGpu.Onnx;

namespace ConvGpu.Cli;

/// <summary>Tensors in files that a command line names.</summary>
internal static class TensorFiles
{
    /// <summary>Refuses files that are not there, before the model is read that says what they are for.</summary>
    /// <param name="arguments">FILE or NAME=FILE.</param>
    /// <exception cref="FileFormatException">One is missing.</exception>
    public static void Require(IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
            WholeFile.Require(FileKinds.Of(argument) == FileKind.Missing ? argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..] : argument);
    }

    /// <summary>Reads the files of a model's inputs or outputs.</summary>
    /// <param name="arguments">FILE or NAME=FILE; a tensor file may hold its own name.</param>
    /// <param name="places">The names in the model's order, and for images the channels that are wanted.</param>
    /// <param name="kind">What the places are, for messages.</param>
    /// <exception cref="UsageException">There is no such place, or one is given twice.</exception>
    public static List<OnnxTensor> Read(string[] arguments, IReadOnlyList<(string Name, int Channels)> places, string kind)
    {
        var named = arguments.Select(a => Split(a, places)).ToList();
        var taken = named.Select(n => n.Name).OfType<string>().ToList();
        if (taken.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new UsageException($"the {kind} '{twice.Key}' is given twice.");
        var free = new Queue<(string Name, int Channels)>(places.Where(p => !taken.Contains(p.Name)));
        var tensors = new List<OnnxTensor>();
        foreach (var (name, path) in named)
        {
            if (name is null && free.Count == 0) throw new UsageException($"{arguments.Length} files are given for {places.Count} {kind}s: {string.Join(", ", places.Select(p => p.Name))}.");
            var place = name is null ? free.Dequeue() : places.First(p => p.Name == name);
            tensors.Add(Read(path, place.Channels).Named(place.Name));
        }
        return tensors;
    }

    /// <summary>A file for each tensor; a number tells those apart that differ in what no file name holds, or in case alone.</summary>
    public static IReadOnlyList<string> FileNames(IReadOnlyList<string> tensors)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. tensors.Select(Free)];

        string Free(string tensor)
        {
            var name = string.Concat(tensor.Select(c => c is '/' or '\\' || Path.GetInvalidFileNameChars().Contains(c) ? '_' : c));
            var free = name;
            for (var i = 2; !taken.Add(free); i++) free = $"{name}.{i}";
            return free + ".npy";
        }
    }

    public static void Write(OnnxTensor tensor, string path)
    {
        var array = tensor.IsFloat ? NpyArray.Of<float>(tensor.Floats, [.. tensor.Dims]) : NpyArray.Of<long>(tensor.Integers, [.. tensor.Dims]);
        array.Write(path);
    }

    /// <summary>Whether FILE or NAME=FILE names a picture.</summary>
    public static bool IsPicture(string argument) => Path.GetExtension(argument).ToLowerInvariant() is not (".pb" or ".npy");

    private static (string? Name, string Path) Split(string argument, IReadOnlyList<(string Name, int Channels)> places)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        if (at < 0 || File.Exists(argument)) return (NameIn(argument, places), argument);
        var name = argument[..at];
        return places.Any(p => p.Name == name)
            ? (name, argument[(at + 1)..])
            : throw new UsageException($"the model has no '{name}'; it has {string.Join(", ", places.Select(p => p.Name))}.");
    }

    private static string? NameIn(string path, IReadOnlyList<(string Name, int Channels)> places) =>
        Path.GetExtension(path) == ".pb" && TensorReader.ReadFile(path).Name is var name && places.Any(p => p.Name == name) ? name : null;

    private static OnnxTensor Read(string path, int channels)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".pb":
                return TensorReader.ReadFile(path);
            case ".npy":
                var array = NpyArray.Read(path);
                return array.Type is NpyType.Float16 or NpyType.Float32 or NpyType.Float64
                    ? new("", array.Shape, array.ToFloats())
                    : new("", array.Shape, array.ToInt64s());
            default:
                var image = Image.Read(path);
                image = channels == 1 ? image.ToGrey() : image.ToColour();
                var values = new float[image.Pixels.Length];
                for (var i = 0; i < values.Length; i++) values[i] = image.Pixels[i] / 255f;
                return new("", [1, image.Channels, image.Height, image.Width], values);
        }
    }
}
