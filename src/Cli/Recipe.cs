namespace ConvGpu.Cli;

/// <summary>How long and how fast to train where the user does not say.</summary>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Batch">Images a step.</param>
/// <param name="LearningRate">The learning rate at the start; it falls linearly to 0.</param>
/// <param name="Optimizer">One of <see cref="Optimizers.Names"/>.</param>
/// <param name="Dropout">The dropout rate; the published one when null.</param>
internal sealed record Recipe(int Epochs, int Batch, float LearningRate, string Optimizer = Optimizers.Default, float? Dropout = null)
{
    // What plain momentum does not get off the ground.
    private static readonly Dictionary<string, Recipe> _adaptive = new()
    {
        ["spatial-transformer"] = new(Epochs: 20, Batch: 32, LearningRate: 0.0005f, "adam"),
        // The published half is for 350 epochs: in ten, it keeps nine layers without normalisation at the loss of guessing.
        ["all-conv"] = new(Epochs: 10, Batch: 32, LearningRate: 0.0005f, "adam", Dropout: 0.2f),
    };

    /// <summary>The default for driving the loss on a few fixed images down: a constant rate without noise can be small.</summary>
    public static Recipe ForOverfit(string model) => new(Epochs: 100, Batch: 32, LearningRate: IsDeep(model) ? 0.001f : 0.01f);

    /// <summary>The default for a model and a data set.</summary>
    public static Recipe For(string model, string dataset)
    {
        if (_adaptive.TryGetValue(model, out var recipe)) return dataset == "digits" ? recipe : recipe with { Epochs = 5 };
        // Trained before: small steps.
        if (NamedModel.IsFile(model)) return new Recipe(Epochs: 5, Batch: 32, LearningRate: 0.005f);
        var deep = IsDeep(model);
        return dataset == "digits"
            ? new Recipe(Epochs: deep ? 10 : 40, Batch: 32, LearningRate: deep ? 0.005f : 0.03f)
            : new Recipe(Epochs: 5, Batch: 32, LearningRate: deep ? 0.005f : 0.015f);
    }

    /// <summary>The models of images of 224x224 and more, which large steps drive apart and large batches fill the memory with.</summary>
    public static bool IsDeep(string model) => ModelZoo.Models.Any(m => m.Name == model && m.Input.H >= 224);
}
