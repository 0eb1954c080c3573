using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;

namespace ConvGpu;

/// <summary>What must be the same for training to go on where it was: names and values, in an order that reads well.</summary>
internal sealed class RunSettings
{
    /// <summary>How many epochs there are in all.</summary>
    public const string Epochs = "epochs";

    private const string LayerPrefix = "layer ";
    private const int MostShown = 24;

    private readonly Dictionary<string, string> _values = [];

    private RunSettings()
    {
    }

    /// <summary>The settings of a run.</summary>
    public static RunSettings Of(Trainer trainer, Network network, Dataset dataset, ImageSet train, int epochs, IReadOnlyDictionary<string, string> more)
    {
        var settings = new RunSettings();
        void Set(string name, object? value) => settings._values[name] = Describe(value);
        var graph = network.Shapes.Graph;
        Set("model", graph.Name);
        Set("input", network.InputShape);
        Set("dataset", dataset.Name);
        Set("training images", $"{train.Count} of {dataset.Train.Shape}, {dataset.Classes} classes, {Hash(dataset.Train)}");
        Set(Epochs, epochs);
        Set("batch", network.Options.MaxBatch);
        Set("seed", trainer.Seed);
        Set("validation", trainer.ValidationFraction);
        Set("loss", trainer.Loss);
        Set("optimiser", trainer.Optimizer);
        Set("schedule", trainer.Schedule.ToString());
        Set("augmentation", string.Join(", ", trainer.Augmentations.Select(a => a.Description)));
        // Left out where there is none, so that older checkpoints still fit.
        if (trainer.MixupAlpha != 0) Set("mixup", trainer.MixupAlpha);
        if (trainer.Precision != Precision.Float32) Set("precision", trainer.Precision);
        if (trainer.Precision == Precision.Half) Set("loss scaling", trainer.LossScaling);
        if (trainer.Tuning is not null) Set("tuned algorithms", string.Join(' ', network.AlgorithmsOf(training: true)));
        Set("clip", trainer.Clip?.ToString());
        Set("accumulate", trainer.AccumulateSteps);
        Set("average", trainer.AverageDecay);
        Set("frozen", string.Join(", ", trainer.Frozen.Order(StringComparer.Ordinal)));
        Set("early stopping", trainer.EarlyStopping?.ToString());
        Set("keep best", trainer.KeepBest);
        foreach (var (name, value) in more) Set(name, value);
        foreach (var node in network.Shapes.Nodes.Skip(1))
        {
            var parameters = network.Shapes.Parameters(node).Concat(network.Shapes.Buffers(node)).Select(p => $", {p.Name} {p.Shape}");
            settings._values[LayerPrefix + node.Name] =
                $"{node.Layer!.Kind} of {string.Join(" and ", node.Inputs.Select(i => i.Name))}: {network.Shapes[node]}{string.Concat(parameters)}";
        }
        return settings;
    }

    /// <summary>Reads <see cref="ToJson"/>.</summary>
    /// <exception cref="JsonException">The text is not of this kind.</exception>
    public static RunSettings FromJson(string text)
    {
        var settings = new RunSettings();
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(text) ?? throw new JsonException("There are no settings."))
            settings._values[name] = value ?? throw new JsonException($"'{name}' is null.");
        return settings;
    }

    public string ToJson() => JsonSerializer.Serialize(_values);

    /// <summary>A setting; none where it has no such.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "none");

    /// <summary>A setting; null where there is none of this name.</summary>
    public string? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>What differs, a line each; empty where nothing does.</summary>
    /// <param name="saved">The settings of the checkpoint.</param>
    /// <param name="without">A setting that may differ.</param>
    public string DifferencesFrom(RunSettings saved, string? without = null)
    {
        var names = saved._values.Keys.Union(_values.Keys).Where(n => n != without && saved._values.GetValueOrDefault(n) != _values.GetValueOrDefault(n)).ToList();
        // A single layer more shifts the names of all behind it: the first ones tell where.
        var shown = names.Take(MostShown).Select(n => $"  {n}: {Shown(saved, n)} in the checkpoint, {Shown(this, n)} now");
        return string.Join(Environment.NewLine, names.Count > MostShown ? shown.Append($"  and {names.Count - MostShown} more") : shown);
    }

    /// <summary>A value, or the type and fields of an object, so that optimisers and losses of users are told apart too.</summary>
    internal static string Describe(object? value)
    {
        switch (value)
        {
            case null: return "none";
            case string text: return text;
            case IFormattable number when value.GetType().IsPrimitive || value is decimal: return number.ToString(null, CultureInfo.InvariantCulture);
            case bool or Enum or Shape: return value.ToString()!;
            case IEnumerable list: return $"[{string.Join(", ", list.Cast<object?>().Select(Describe))}]";
        }
        var fields = new List<(string Name, object? Value)>();
        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            fields.AddRange(type.GetFields(own).Where(f => !typeof(Delegate).IsAssignableFrom(f.FieldType)).Select(f => (Plain(f.Name), f.GetValue(value))));
        }
        return $"{value.GetType().Name}({string.Join(", ", fields.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Select(f => $"{f.Name} {Describe(f.Value)}"))})";
    }

    /// <summary>The name that a field or the property it is behind goes by.</summary>
    private static string Plain(string field)
    {
        var name = field.TrimStart('_');
        var end = name.IndexOf('>', StringComparison.Ordinal);
        name = name.StartsWith('<') && end > 1 ? name[1..end] : name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string Shown(RunSettings settings, string name) => settings._values.TryGetValue(name, out var value) && value.Length > 0 ? value : "none";

    private static string Hash(ImageSet images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(images.Pixels);
        for (var i = 0; i < (images.Files?.Count ?? 0); i++)
        {
            // The bytes of a set larger than memory are not read twice: where the files are, beneath the data set's folder, and how long.
            var file = new FileInfo(images.Files![i]);
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{file.Directory!.Name}/{file.Name} {(file.Exists ? file.Length : -1)}\n")));
        }
        Span<byte> label = stackalloc byte[sizeof(int)];
        foreach (var value in images.Labels)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(label, value);
            hash.AppendData(label);
        }
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(images.Targets.AsSpan()));
        return $"SHA-256 {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }
}
