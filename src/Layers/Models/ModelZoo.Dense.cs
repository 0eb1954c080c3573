namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>Two hidden layers of 256 and 128: input 1x28x28, 235,146 parameters with 10 classes.</summary>
    public static Sequential Mlp(int classes = 10) => Sequential.Of("mlp", _grey28,
        new Flatten(), new Dense(28 * 28, 256), new ReLU(), new Dense(256, 128), new ReLU(), new Dense(128, classes));
}
