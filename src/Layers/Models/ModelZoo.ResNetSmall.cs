namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>
    /// A residual net of the size of Fashion-MNIST (after He et al., 2015): a 3x3 convolution of 16 filters and two residual blocks of 32
    /// and 64 that halve rows and columns, all with batch normalisation, then the mean of each channel and a dense layer; input 1x28x28,
    /// 73,082 parameters with 10 classes.
    /// </summary>
    public static Graph ResNetSmall(int classes = 10)
    {
        var graph = new Graph("resnet-small", _grey28);
        var node = graph.AddConvolution(graph.Input, (1, 16), kernel: 3);
        node = AddResidual(graph, node, (16, 32), width: 32, stride: 2, bottleneck: false);
        node = AddResidual(graph, node, (32, 64), width: 64, stride: 2, bottleneck: false);
        graph.AddMeanAndDense(node, 64, classes);
        return graph;
    }
}
