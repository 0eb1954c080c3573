namespace ConvGpu;

/// <summary>What the families of models with branches are made of.</summary>
internal static class Blocks
{
    /// <summary>A convolution without bias, whose batch normalisation has one, and unless told otherwise a ReLU.</summary>
    /// <param name="graph">The graph that grows.</param>
    /// <param name="input">What the convolution takes.</param>
    /// <param name="channels">Channels of the input and of the output.</param>
    /// <param name="kernel">Rows and columns of the window.</param>
    /// <param name="stride">Steps of the window.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    public static Node AddConvolution(
        this Graph graph, Node input, (int In, int Out) channels, int kernel, int stride = 1, int groups = 1, bool relu = true, float epsilon = 1e-5f)
    {
        var convolution = new Conv2D(channels.In, channels.Out, kernel, stride, padding: (kernel - 1) / 2, groups: groups, bias: false);
        var node = graph.Add(new BatchNorm2D(channels.Out, epsilon: epsilon), graph.Add(convolution, input));
        return relu ? graph.Add(new ReLU(), node) : node;
    }

    /// <summary>The mean of each channel, whatever its size, and a dense layer on it.</summary>
    /// <param name="graph">The graph that grows.</param>
    /// <param name="input">What is averaged.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="dropout">The dropout rate before the dense layer, or null for none.</param>
    public static Node AddMeanAndDense(this Graph graph, Node input, int channels, int classes, float? dropout = null)
    {
        graph.Add(new GlobalAvgPool2D(), input);
        if (dropout is { } rate) graph.Add(new Dropout(rate));
        return graph.Add(new Dense(channels, classes));
    }
}
