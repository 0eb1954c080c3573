using System.Text.Json;

namespace ConvGpu;

/// <summary>The choices of an <see cref="AlgorithmTuning"/> as a JSON object: what was measured, and the algorithm.</summary>
public static class TuningFile
{
    private const long MaxBytes = 64 << 20;

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>Reads a file; nothing is remembered where there is none yet.</summary>
    /// <exception cref="FileFormatException">It cannot be read, or is something else.</exception>
    public static AlgorithmTuning Load(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path)) return new AlgorithmTuning();
        try
        {
            UserFile.RequireRegular(path);
            if (new FileInfo(path).Length > MaxBytes) throw new FileFormatException($"{path} is larger than {MaxBytes >> 20} MiB: no file of tuned algorithms.");
            var choices = JsonSerializer.Deserialize<Dictionary<string, string>>(UserFile.ReadAllText(path));
            return new AlgorithmTuning((choices ?? []).Select(choice => KeyValuePair.Create(choice.Key, Algorithm(path, choice.Value))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFormatException($"{path} cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new FileFormatException($"{path} is no file of tuned algorithms ({e.Message}); delete it to measure again.", e);
        }
    }

    /// <summary>Writes a file; an old one stays until the new one is whole.</summary>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public static void Save(string path, AlgorithmTuning tuning)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFormatException($"{path} cannot be written: {e.Message}", e);
        }
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, tuning.Choices.ToDictionary(choice => choice.Key, choice => $"{choice.Value}"), _indented));
    }

    private static ConvAlgorithm Algorithm(string path, string name) =>
        Enum.GetNames<ConvAlgorithm>().Contains(name)
            ? Enum.Parse<ConvAlgorithm>(name)
            : throw new FileFormatException($"{path} names an algorithm '{name}' that does not exist; delete it to measure again.");
}
