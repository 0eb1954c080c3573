using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ConvGpu.Cli;

/// <summary>A line of <c>convgpu bench</c>: values by name in the order they are shown.</summary>
internal sealed class BenchResult
{
    private readonly List<(string Name, object Value)> _values = [];

    /// <summary>Adds a text, a whole number, or a number that is rounded to four digits behind the point.</summary>
    public BenchResult With(string name, object value)
    {
        _values.Add((name, value is double number ? Math.Round(number, 4) : value));
        return this;
    }

    public BenchResult With(BenchTimes times) => With("median_ms", times.MedianMs).With("min_ms", times.MinMs).With("max_ms", times.MaxMs);

    /// <summary>One line of JSON.</summary>
    public string Json()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in _values)
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value, value.GetType());
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Names and values side by side.</summary>
    public override string ToString() => string.Join(", ", _values.Select(pair =>
        string.Create(CultureInfo.InvariantCulture, $"{pair.Name} {pair.Value:#,0.####}")));
}
