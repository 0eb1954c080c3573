namespace ConvGpu;

public sealed partial class Network
{
    /// <summary>
    /// A network for inference alone that computes the same with less: each 2-D convolution takes over the batch normalisation behind it
    /// (Jacob et al., 2018, 3.2). Outputs differ by the rounding of float32. It has parameters of its own, at this moment's values (their averages where those
    /// are kept), and knows neither loss nor optimiser.
    /// </summary>
    /// <returns>The new network, on the same device; the caller disposes it.</returns>
    /// <exception cref="DeviceException">The device has too little memory for a second network.</exception>
    public Network FoldBatchNorm()
    {
        RequireLive();
        var folded = new FoldedGraph(Shapes);
        var network = new Network(folded.Graph, Device, new NetworkOptions { InputShape = InputShape, MaxBatch = Options.MaxBatch, Seed = Options.Seed, Tuning = Options.Tuning });
        try
        {
            var convolutions = folded.Folded.ToDictionary(f => f.Convolution.Name);
            foreach (var node in network.Shapes.Nodes.Skip(1))
            {
                var old = folded.Names.GetValueOrDefault(node.Name, node.Name);
                if (convolutions.TryGetValue(old, out var pair))
                {
                    var (weight, bias) = Fold(pair.Convolution, pair.Norm);
                    network.WriteParameter($"{node.Name}.weight", weight);
                    network.WriteParameter($"{node.Name}.bias", bias);
                    continue;
                }
                foreach (var parameter in network.Shapes.Parameters(node)) network.WriteParameter($"{node.Name}.{parameter.Name}", Current($"{old}.{parameter.Name}"));
                foreach (var buffer in network.Shapes.Buffers(node)) network.WriteBuffer($"{node.Name}.{buffer.Name}", ReadBuffer($"{old}.{buffer.Name}"));
            }
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    // What inference computes with.
    private float[] Current(string parameter) => Options.AverageDecay is null ? ReadParameter(parameter) : ReadAverage(parameter);

    private (float[] Weight, float[] Bias) Fold(Node convolution, Node norm)
    {
        var epsilon = ((BatchNorm)norm.Layer!).Epsilon;
        var (weight, scale, shift) = (Current($"{convolution.Name}.weight"), Current($"{norm.Name}.weight"), Current($"{norm.Name}.bias"));
        var (mean, variance) = (ReadBuffer($"{norm.Name}.running_mean"), ReadBuffer($"{norm.Name}.running_var"));
        var bias = Shapes.Parameters(convolution).Any(p => p.Name == "bias") ? Current($"{convolution.Name}.bias") : new float[scale.Length];
        var taps = weight.Length / scale.Length;
        for (var c = 0; c < scale.Length; c++)
        {
            // In double, so that each value is rounded once.
            var factor = scale[c] / Math.Sqrt((double)variance[c] + epsilon);
            for (var i = c * taps; i < (c + 1) * taps; i++) weight[i] = (float)(weight[i] * factor);
            bias[c] = (float)(shift[c] + factor * (bias[c] - mean[c]));
        }
        return (weight, bias);
    }
}
