namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>ResNet-18 (He et al., 2015): input 3x224x224, 11,689,512 parameters with 1,000 classes.</summary>
    public static Graph ResNet18(int classes = 1000) => ResNet("resnet18", [2, 2, 2, 2], bottleneck: false, classes);

    /// <summary>ResNet-34: input 3x224x224, 21,797,672 parameters with 1,000 classes.</summary>
    public static Graph ResNet34(int classes = 1000) => ResNet("resnet34", [3, 4, 6, 3], bottleneck: false, classes);

    /// <summary>ResNet-50 as torchvision builds it, with the stride in the 3x3: input 3x224x224, 25,557,032 parameters with 1,000 classes.</summary>
    public static Graph ResNet50(int classes = 1000) => ResNet("resnet50", [3, 4, 6, 3], bottleneck: true, classes);

    /// <summary>ResNet-101, the stride in the 3x3: input 3x224x224, 44,549,160 parameters with 1,000 classes.</summary>
    public static Graph ResNet101(int classes = 1000) => ResNet("resnet101", [3, 4, 23, 3], bottleneck: true, classes);

    /// <summary>ResNet-152, the stride in the 3x3: input 3x224x224, 60,192,808 parameters with 1,000 classes.</summary>
    public static Graph ResNet152(int classes = 1000) => ResNet("resnet152", [3, 8, 36, 3], bottleneck: true, classes);

    private static Graph ResNet(string name, int[] blocks, bool bottleneck, int classes)
    {
        var graph = new Graph(name, _colour224);
        var node = graph.AddConvolution(graph.Input, (3, 64), kernel: 7, stride: 2);
        node = graph.Add(new MaxPool2D(3, stride: 2, padding: 1), node);
        var channels = 64;
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var width = 64 << stage;
            var outputs = bottleneck ? 4 * width : width;
            for (var block = 0; block < blocks[stage]; block++)
            {
                node = AddResidual(graph, node, (channels, outputs), width, stride: stage > 0 && block == 0 ? 2 : 1, bottleneck);
                channels = outputs;
            }
        }
        graph.AddMeanAndDense(node, channels, classes);
        return graph;
    }

    // Where sizes or channels change, the input is brought to them by a convolution of 1x1.
    private static Node AddResidual(Graph graph, Node input, (int In, int Out) channels, int width, int stride, bool bottleneck)
    {
        var branch = bottleneck
            ? graph.AddConvolution(graph.AddConvolution(input, (channels.In, width), kernel: 1), (width, width), kernel: 3, stride)
            : graph.AddConvolution(input, (channels.In, width), kernel: 3, stride);
        branch = graph.AddConvolution(branch, (width, channels.Out), kernel: bottleneck ? 1 : 3, relu: false);
        var shortcut = stride == 1 && channels.In == channels.Out
            ? input
            : graph.AddConvolution(input, channels, kernel: 1, stride, relu: false);
        return graph.Add(new ReLU(), graph.Add(new Sum(), branch, shortcut));
    }
}
