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
        if (model.Classes is { } own && own != wanted)
        {
            Console.Error.WriteLine(
                $"convgpu: {name} tells {own} classes apart, the data have {wanted}: its last layer is exchanged for one that starts at random.");
        }
        return model.ForClasses(wanted);
    }

    /// <summary>Makes the model as it is in the file, which has to have as many classes as are asked for.</summary>
    /// <exception cref="UsageException">It has others.</exception>
    public static Graph Trained(string name, int classes)
    {
        if (IsFile(name) && ClassesOf(name) is var own && own != classes) throw new UsageException($"{name} tells {own} classes apart, not {classes}.");
        return Create(name, classes);
    }

    /// <summary>The classes of the publication or file.</summary>
    public static int ClassesOf(string name) => IsFile(name)
        ? OnnxModel.Load(name).Classes ?? throw new UsageException($"{name} does not put out one score a class, so that nobody knows its classes; 'convgpu run' gives its outputs.")
        : ModelZoo.Models.First(m => m.Name == name).Classes;
}
