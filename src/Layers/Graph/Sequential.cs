namespace ConvGpu;

/// <summary>A graph without branches: each layer takes the output of the one before.</summary>
public sealed class Sequential : Graph
{
    private Sequential(string name, Shape? inputShape) : base(name, inputShape)
    {
    }

    /// <summary>Chains layers; the input's size is that of the data.</summary>
    /// <param name="layers">The layers, first to last.</param>
    public static Sequential Of(params Layer[] layers) => Of("model", null, layers);

    /// <summary>Chains layers into a named model.</summary>
    /// <param name="name">The model's name in tables.</param>
    /// <param name="inputShape">The input's channels, rows and columns (N is ignored), or null to take those of the data.</param>
    /// <param name="layers">The layers, first to last.</param>
    public static Sequential Of(string name, Shape? inputShape, params Layer[] layers)
    {
        var model = new Sequential(name, inputShape);
        foreach (var layer in layers) model.Add(layer);
        return model;
    }
}
