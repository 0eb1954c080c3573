namespace ConvGpu.Cli;

/// <summary>A filter over every channel of an image, computed by the convolution layer on a device.</summary>
internal sealed record FilterRun
{
    public required FilterKernel Kernel { get; init; }

    public Padding Padding { get; init; }

    public PaddingMode Mode { get; init; }

    public Size2D Stride { get; init; } = 1;

    public Size2D Dilation { get; init; } = 1;

    /// <summary>Whether the kernel is turned by 180 degrees: convolution in the mathematical sense.</summary>
    public bool Flip { get; init; }

    /// <summary>What is added to every result.</summary>
    public float Offset { get; init; }

    /// <summary>Filters an image.</summary>
    /// <returns>The result's sizes and its numbers in CHW order, on the scale of the image: 0 black, 255 white.</returns>
    public (Shape Shape, float[] Values) Apply(Image image, ComputeDevice device)
    {
        var channels = image.Channels;
        var model = Sequential.Of("filter", image.Shape, new Conv2D(
            channels, channels, new Size2D(Kernel.Height, Kernel.Width), Stride, Padding, Dilation,
            groups: channels, paddingMode: Mode, flip: Flip) { Name = "filter" });
        using var network = new Network(model, device, new NetworkOptions { MaxBatch = 1 });
        var (weights, bias) = (new float[channels * Kernel.Weights.Length], new float[channels]);
        for (var c = 0; c < channels; c++) Kernel.Weights.CopyTo(weights, c * Kernel.Weights.Length);
        Array.Fill(bias, Offset);
        network.WriteParameter("filter.weight", weights);
        network.WriteParameter("filter.bias", bias);
        var input = new float[image.Pixels.Length];
        for (var i = 0; i < input.Length; i++) input[i] = image.Pixels[i];
        network.SetInput(input);
        var output = new float[network.OutputShape.ItemCount];
        network.Predict(1, output);
        return (network.OutputShape, output);
    }
}
