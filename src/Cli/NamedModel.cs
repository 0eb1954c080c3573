using ConvGpu.Onnx;

namespace ConvGpu.Cli;

/// <summary>A model that a command line names: one of the zoo, or an ONNX file.</summary>
internal static class NamedModel
{
    /// <summary>Whether the name is that of an ONNX file.</summary>
    public static bool IsFile(string name) => name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes the model for training: with as many classes as the data have, those of the publication or file unless told.</summary>
    public static Graph Create(string name, int? classes = null, float? dropout = null)
    {
        if (!IsFile(name)) return ModelZoo.Create(name, classes, dropout);
        var model = OnnxModel.Load(name);
        if (classes is not { } wanted) return model.Graph;
        var own = model.Classes;
        var graph = ForClasses(name, model, wanted);
        if (new ShapedGraph(graph, graph.InputShape!.Value).ParameterCount == 0)
            throw new UsageException($"{name} has nothing to learn: none of its layers has parameters; 'convgpu run' gives its outputs.");
        if (own != wanted)
        {
            Console.Error.WriteLine(
                $"convgpu: {name} tells {own} classes apart, the data have {wanted}: its last layer is exchanged for one that starts at random.");
        }
        return graph;
    }

    /// <summary>As <see cref="Create"/>, for data sets, which hold images.</summary>
    /// <exception cref="UsageException">The model takes something else.</exception>
    public static Graph ForImages(string name, int classes, float? dropout = null) => OfImages(name, Create(name, classes, dropout));

    /// <summary>Makes the model as it is in the publication or file, which has to have as many classes as are asked for.</summary>
    /// <exception cref="UsageException">It has others, or nobody knows how many; or it takes no images.</exception>
    public static Graph Trained(string name, int? classes)
    {
        if (!IsFile(name)) return OfImages(name, ModelZoo.Create(name, classes ?? ModelZoo.Models.First(m => m.Name == name).Classes));
        var model = OnnxModel.Load(name);
        var own = model.Classes ?? throw new UsageException($"{name} does not put out one score a class, so that nobody knows its classes; 'convgpu run' gives its outputs.");
        if (classes is { } wanted && own != wanted) throw new UsageException($"{name} tells {own} classes apart, not {wanted}.");
        return OfImages(name, model.ForClasses(own));
    }

    /// <summary>Whether a model's input is indices.</summary>
    public static bool TakesIndices(Graph model) => model.Nodes.Any(n => n.Layer?.IndexLimit is not null);

    // A graph has a name of its own, which its user may never have seen.
    private static Graph ForClasses(string name, OnnxModel model, int classes)
    {
        try
        {
            return model.ForClasses(classes);
        }
        catch (OnnxFormatException e)
        {
            throw new OnnxFormatException($"{name}: {e.Message}", e);
        }
    }

    private static Graph OfImages(string name, Graph model) => TakesIndices(model) ? throw NoImages(name) : model;

    public static UsageException NoImages(string name) => new(
        $"{name} takes indices, such as the bytes of a text, but data sets hold images; 'convgpu check {name}' and 'convgpu bench {name}' run it on random indices.");
}
