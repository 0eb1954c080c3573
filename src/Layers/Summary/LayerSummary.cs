namespace ConvGpu;

/// <summary>A row of a <see cref="ModelSummary"/>.</summary>
/// <param name="Name">The layer's name in the graph.</param>
/// <param name="Kind">The kind of layer, such as <c>conv2d</c>.</param>
/// <param name="Output">The output's shape for one item (N is 1).</param>
/// <param name="Parameters">Learned values.</param>
/// <param name="MultiplyAdds">
/// Multiplications by learned weights, each with its addition, for one item; normalisation is left out, as in published counts.
/// </param>
/// <param name="ReceptiveField">
/// Rows and columns of the model's input that one element of the output is computed from. It is counted by the recurrence alone, so near
/// the edges, and in deep nets everywhere, it reaches beyond the image into the padding. Behind a layer that reads all of its input it
/// grows no more.
/// </param>
/// <param name="ActivationBytes">Bytes of the output for one item in float32.</param>
/// <param name="IsConvolution">Whether the layer counts as a convolution in the model's shares.</param>
public sealed record LayerSummary(
    string Name, string Kind, Shape Output, long Parameters, long MultiplyAdds, Size2D ReceptiveField, long ActivationBytes, bool IsConvolution);
