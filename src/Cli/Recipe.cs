namespace ConvGpu.Cli;

/// <summary>How long and how fast to train where the user does not say.</summary>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Batch">Images a step.</param>
/// <param name="LearningRate">The learning rate at the start; it falls linearly to 0.</param>
internal sealed record Recipe(int Epochs, int Batch, float LearningRate)
{
    /// <summary>The default for a model and a data set.</summary>
    public static Recipe For(string model, string dataset)
    {
        var deep = model is "alexnet" or "vgg11" or "vgg16";
        return dataset == "digits"
            ? new Recipe(Epochs: deep ? 10 : 40, Batch: 32, LearningRate: deep ? 0.005f : 0.03f)
            : new Recipe(Epochs: 5, Batch: 32, LearningRate: deep ? 0.005f : 0.03f);
    }
}
