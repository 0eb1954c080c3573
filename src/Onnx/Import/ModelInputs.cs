using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Import;

/// <summary>Which of a model's inputs are computed from and which are known beforehand.</summary>
internal static class ModelInputs
{
    /// <summary>A size of the batch where any will do: a prime, so that no other size is likely to be a multiple of it.</summary>
    public const int AnyBatch = 1_000_003;

    /// <summary>The inputs as the file declares them; those with an initialiser are constants.</summary>
    public static List<GraphInput> Declared(ModelSource model, OnnxImportOptions options)
    {
        RequireDistinct(model);
        return [.. model.OpenInputs.Select(i => new GraphInput(i.Name, Sizes(i, options), TypeOf(i)))];
    }

    /// <summary>The inputs that values were given for, less those that only stand where operators take constants.</summary>
    public static (List<GraphInput> Computed, Dictionary<string, OnnxTensor> Constant) Given(ModelSource model, IReadOnlyList<OnnxTensor> tensors, bool onlyFirst)
    {
        RequireDistinct(model);
        var open = model.OpenInputs.Select(i => i.Name).ToList();
        var named = AreNamed(model, tensors);
        if (!named && tensors.Count > open.Count)
            throw new OnnxFormatException($"{tensors.Count} inputs were given, but the model has {open.Count}: {string.Join(", ", open.Take(16))}.");
        var values = tensors.Select((t, i) => named ? t : t.Named(open[i])).ToDictionary(t => t.Name);
        if (open.Find(name => !values.ContainsKey(name)) is { } missing) throw new OnnxFormatException($"The model's input '{missing}' was not given.");
        var constants = ConstantNames(model);
        var computed = open.Where(name => IsComputed(values[name], name)).Select(name => new GraphInput(name, values[name].Dims, values[name].Type)).ToList();
        if (onlyFirst && computed.Count > 1) computed.RemoveRange(1, computed.Count - 1);
        return (computed, values.Where(v => computed.All(c => c.Name != v.Key)).ToDictionary(v => v.Key, v => v.Value));

        bool IsComputed(OnnxTensor tensor, string name) =>
            !constants.Contains(name) && (tensor.IsFloat || IsLookedUp(model, name) || IsCast(model, name) || IsData(model, name));
    }

    /// <summary>Whether values have the names of the inputs that they are for; else they are in the model's order.</summary>
    public static bool AreNamed(ModelSource model, IReadOnlyList<OnnxTensor> tensors) => tensors.Count > 0
        && tensors.All(t => model.Graph.Input.Any(i => i.Name == t.Name)) && tensors.Select(t => t.Name).Distinct().Count() == tensors.Count;

    /// <summary>Says which of the given tensors has other sizes than the file declares; null where none has.</summary>
    public static string? Difference(ModelSource model, IReadOnlyList<OnnxTensor> given)
    {
        var named = AreNamed(model, given);
        var open = model.OpenInputs.ToList();
        for (var i = 0; i < Math.Min(open.Count, given.Count); i++)
        {
            var tensor = named ? given.FirstOrDefault(t => t.Name == open[i].Name) : given[i];
            if (tensor is null || open[i].Type?.TensorType?.Shape?.Dim is not { } dims) continue;
            // A batch may be of any size.
            var fits = dims.Count == tensor.Dims.Count
                && Enumerable.Range(0, dims.Count).All(d => d == 0 || dims[d].DimValue <= 0 || dims[d].DimValue == tensor.Dims[d]);
            if (!fits) return $"The input '{open[i].Name}' is {OnnxTensor.Describe(tensor.Dims)}; the model declares {Declared(open[i])}.";
        }
        return null;
    }

    /// <summary>The sizes that the file declares for an input, with the names of those that are open.</summary>
    public static string Declared(ValueInfoProto input) => input.Type?.TensorType?.Shape?.Dim is not { } dims
        ? "any sizes"
        : OnnxTensor.Describe([.. dims.Select(d => d.DimValue > 0 ? $"{d.DimValue}" : d.DimParam is { Length: > 0 } name ? name.Shortened() : "?")]);

    private static void RequireDistinct(ModelSource model)
    {
        var names = new HashSet<string>();
        foreach (var input in model.Graph.Input)
            if (!names.Add(input.Name)) throw new OnnxFormatException($"The model has two inputs of the name '{input.Name}'.");
    }

    // Indices are computed with where they look up rows of weights.
    private static bool IsLookedUp(ModelSource model, string name) =>
        model.Graph.Node.Any(n => n.OpType == "Gather" && n.Input.Count > 1 && n.Input[1] == name && model.Initializers.Has(n.Input[0]));

    // Pixels, which are bytes in some models.
    private static bool IsCast(ModelSource model, string name) => model.Graph.Node.Any(n => n.OpType == "Cast" && n.Input.Contains(name));

    // What operators take that compute and nothing else.
    private static bool IsData(ModelSource model, string name) => model.Graph.Node.Any(n => n.Input.Contains(name) && OperatorTable.Find(n) is { Fold: null });

    private static HashSet<string> ConstantNames(ModelSource model)
    {
        var constants = new HashSet<string>();
        foreach (var node in model.Graph.Node)
        {
            var from = OperatorTable.Find(node)?.ConstantFrom ?? int.MaxValue;
            for (var i = 0; i < node.Input.Count; i++)
                if (i >= from && !model.Initializers.Has(node.Input[i])) constants.Add(node.Input[i]);
        }
        return constants;
    }

    private static OnnxElementType TypeOf(ValueInfoProto input) =>
        (OnnxElementType)(input.Type?.TensorType?.ElemType ?? 0) is var type && Enum.IsDefined(type)
            ? type
            : throw new OnnxFormatException($"The model's input '{input.Name}' is no tensor of numbers.");

    private static int[] Sizes(ValueInfoProto input, OnnxImportOptions options)
    {
        var shape = input.Type?.TensorType?.Shape;
        var told = options.InputSizes.GetValueOrDefault(input.Name);
        if ((shape is null && told is null) || shape?.Dim.Count > TensorReader.MostAxes || (shape is not null && told is not null && told.Count != shape.Dim.Count))
        {
            throw new OnnxFormatException(
                $"The model's input '{input.Name}' has {shape?.Dim.Count.ToString() ?? "unknown"} axes; set OnnxImportOptions.InputSizes to as many sizes.");
        }
        var dims = new int[shape?.Dim.Count ?? told!.Count];
        for (var i = 0; i < dims.Length; i++)
        {
            var size = told is not null && told[i] > 0 ? told[i] : shape?.Dim[i].DimValue ?? 0;
            if (size > int.MaxValue) throw new OnnxFormatException($"The model's input '{input.Name}' has a size of {size}.");
            if (size <= 0 && i > 0)
            {
                var called = shape?.Dim[i].DimParam is { Length: > 0 } name ? $" ('{name.Shortened()}')" : "";
                throw new OnnxFormatException($"The model's input '{input.Name}' leaves its axis {i} open{called}; set OnnxImportOptions.InputSizes.");
            }
            dims[i] = size <= 0 ? AnyBatch : (int)size;
        }
        return dims;
    }
}
