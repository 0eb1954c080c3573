namespace ConvGpu.Cli;

/// <summary>The optimisers by the names that <c>--optimizer</c> takes.</summary>
internal static class Optimizers
{
    public const string Default = "momentum";

    private static readonly Dictionary<string, Func<float, float, Optimizer>> _create = new()
    {
        ["sgd"] = (rate, decay) => new Sgd(rate, weightDecay: decay),
        ["momentum"] = (rate, decay) => new Sgd(rate, momentum: 0.9f, decay),
        ["nesterov"] = (rate, decay) => new Sgd(rate, momentum: 0.9f, decay, nesterov: true),
        ["adam"] = (rate, decay) => new Adam(rate, weightDecay: decay),
        ["adamw"] = (rate, decay) => new AdamW(rate, weightDecay: decay),
        ["adagrad"] = (rate, decay) => new AdaGrad(rate, weightDecay: decay),
        ["rmsprop"] = (rate, decay) => new RmsProp(rate, weightDecay: decay),
        ["adadelta"] = (rate, decay) => new AdaDelta(rate, weightDecay: decay),
        ["lars"] = (rate, decay) => new Lars(rate, momentum: 0.9f, decay),
    };

    public static IReadOnlyCollection<string> Names => _create.Keys;

    /// <summary>The optimiser by name.</summary>
    public static Optimizer Create(string name, float learningRate, float weightDecay = 0) => _create[name](learningRate, weightDecay);

    /// <summary>Throws where there is no optimiser of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static void Require(string name)
    {
        if (!_create.ContainsKey(name))
            throw new UsageException($"there is no optimiser '{name}'; there are {string.Join(", ", _create.Keys)}.");
    }
}
