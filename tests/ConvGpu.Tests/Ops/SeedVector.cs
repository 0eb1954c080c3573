using System.Text.Json;
using ConvGpu.Kernels;

namespace ConvGpu.Tests.Ops;

/// <summary>
/// One of the exact vectors of Data/vectors.json: an input, and a convolution or pooling with what must come out. Lectures print some of
/// them; the others follow from their matrices in exact arithmetic.
/// </summary>
public sealed class SeedVector
{
    private readonly JsonElement _vector;

    private SeedVector(JsonElement vector) => _vector = vector;

    /// <summary>All vectors by id.</summary>
    public static IReadOnlyDictionary<string, SeedVector> All { get; } = Load();

    /// <summary>Largest absolute error: decimals of the file are rounded to float32, sums of up to 36 terms of at most 20 in magnitude.</summary>
    public const double Tolerance = 36 * 20.0 / (1 << 24);

    /// <summary>Whether it is a pooling.</summary>
    public bool IsPooling => _vector.TryGetProperty("pool", out _);

    /// <summary>Whether the largest of each window is taken, else the average.</summary>
    public bool IsMaximum => Text("what").StartsWith("max", StringComparison.Ordinal);

    public float[] Input => Numbers("input");

    public float[] Weights => Numbers("weight");

    public float[] Bias => _vector.TryGetProperty("bias", out _) ? Numbers("bias") : [];

    /// <summary>The forward result, or null where the vector is about gradients alone.</summary>
    public float[]? Output => _vector.TryGetProperty("output", out _) ? Numbers("output") : null;

    /// <summary>The gradients of input, weights and bias for an upstream gradient of ones, where the vector has them.</summary>
    public (float[] Input, float[] Weights, float[] Bias)? Gradients => _vector.TryGetProperty("input_gradient", out _)
        ? (Numbers("input_gradient"), Numbers("weight_gradient"), Numbers("bias_gradient"))
        : null;

    public Conv2DGeometry Convolution()
    {
        var (input, weight, pad) = (Sizes("input"), Sizes("weight"), Integers("padding", [0, 0, 0, 0]));
        int[] stride = Integers("stride", [1, 1]), dilation = Integers("dilation", [1, 1]);
        return new Conv2DGeometry(
            input[0], input[1], input[2], weight[0],
            new Window2D(weight[2], weight[3], stride[0], stride[1], pad[0], pad[1], pad[2], pad[3], dilation[0], dilation[1]),
            PaddingMode: _vector.TryGetProperty("padding_mode", out var mode) && mode.GetString() == "edge" ? PaddingMode.Edge : PaddingMode.Zero,
            Flip: _vector.TryGetProperty("flip", out var flip) && flip.GetBoolean());
    }

    public PoolGeometry Pooling()
    {
        int[] input = Sizes("input"), pool = Integers("pool", []), stride = Integers("stride", [1, 1]);
        return new PoolGeometry(input[0], input[1], input[2], new Window2D(pool[0], pool[1], stride[0], stride[1], 0, 0, 0, 0));
    }

    private static Dictionary<string, SeedVector> Load()
    {
        using var stream = typeof(SeedVector).Assembly.GetManifestResourceStream("vectors.json")!;
        return JsonDocument.Parse(stream).RootElement.GetProperty("vectors").EnumerateArray()
            .ToDictionary(v => v.GetProperty("id").GetString()!, v => new SeedVector(v));
    }

    private string Text(string name) => _vector.GetProperty(name).GetString()!;

    private float[] Numbers(string name) => [.. Flatten(_vector.GetProperty(name))];

    private int[] Integers(string name, int[] missing) =>
        _vector.TryGetProperty(name, out var value) ? [.. Flatten(value).Select(v => (int)v)] : missing;

    private int[] Sizes(string name)
    {
        var sizes = new List<int>();
        for (var level = _vector.GetProperty(name); level.ValueKind == JsonValueKind.Array; level = level[0])
            sizes.Add(level.GetArrayLength());
        return [.. sizes];
    }

    private static IEnumerable<float> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetSingle()];
}
