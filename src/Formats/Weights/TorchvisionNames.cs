namespace ConvGpu;

/// <summary>
/// What torchvision's models call the layers that have parameters. A family's names are made in the order in which its graph adds those
/// layers (torchvision/models/alexnet.py, vgg.py, squeezenet.py, resnet.py, mobilenetv2.py, googlenet.py).
/// </summary>
internal static class TorchvisionNames
{
    private static readonly Dictionary<string, Func<Graph, IEnumerable<string>>> _families = new()
    {
        ["alexnet"] = FeaturesAndClassifier,
        ["vgg11"] = FeaturesAndClassifier,
        ["vgg13"] = FeaturesAndClassifier,
        ["vgg16"] = FeaturesAndClassifier,
        ["vgg19"] = FeaturesAndClassifier,
        ["vgg16-bn"] = FeaturesAndClassifier,
        ["squeezenet"] = _ => SqueezeNet(),
        ["resnet18"] = _ => ResNet([2, 2, 2, 2], bottleneck: false),
        ["resnet34"] = _ => ResNet([3, 4, 6, 3], bottleneck: false),
        ["resnet50"] = _ => ResNet([3, 4, 6, 3], bottleneck: true),
        ["resnet101"] = _ => ResNet([3, 4, 23, 3], bottleneck: true),
        ["resnet152"] = _ => ResNet([3, 8, 36, 3], bottleneck: true),
        ["mobilenet-v2"] = _ => MobileNetV2(),
        ["googlenet"] = _ => GoogLeNet(),
    };

    /// <summary>The models that have such names.</summary>
    public static IReadOnlyCollection<string> Models => _families.Keys;

    /// <summary>The name in torchvision of each layer that has parameters.</summary>
    /// <exception cref="ShapeException">torchvision has no such model, or the graph is another one of the same name.</exception>
    public static IReadOnlyDictionary<Node, string> Of(ShapedGraph shapes)
    {
        var graph = shapes.Graph;
        if (!_families.TryGetValue(graph.Name, out var family))
            throw new ShapeException($"{graph.Name} has no names of torchvision's; models that have are {string.Join(", ", Models)}.");
        var learned = shapes.Nodes.Where(n => shapes.Parameters(n).Count > 0).ToList();
        var names = family(graph).ToList();
        if (names.Count != learned.Count)
            throw new ShapeException($"{graph.Name} has {learned.Count} layers with parameters, but torchvision's model of this name has {names.Count}; use its own names.");
        return learned.Zip(names).ToDictionary(p => p.First, p => p.Second);
    }

    // Layers are numbered within two sequences, which the flattening parts.
    private static IEnumerable<string> FeaturesAndClassifier(Graph graph)
    {
        var (sequence, index) = ("features", 0);
        foreach (var node in graph.Nodes.Skip(1))
        {
            if (node.Layer is Flatten)
            {
                (sequence, index) = ("classifier", 0);
                continue;
            }
            if (node.Layer is Conv2D or Dense or BatchNorm2D) yield return $"{sequence}.{index}";
            index++;
        }
    }

    private static IEnumerable<string> SqueezeNet()
    {
        yield return "features.0";
        foreach (var module in (int[])[3, 4, 6, 7, 9, 10, 11, 12])
            foreach (var part in (string[])["squeeze", "expand1x1", "expand3x3"]) yield return $"features.{module}.{part}";
        yield return "classifier.1";
    }

    private static IEnumerable<string> ResNet(int[] blocks, bool bottleneck)
    {
        yield return "conv1";
        yield return "bn1";
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            for (var block = 0; block < blocks[stage]; block++)
            {
                var name = $"layer{stage + 1}.{block}";
                for (var i = 1; i <= (bottleneck ? 3 : 2); i++)
                {
                    yield return $"{name}.conv{i}";
                    yield return $"{name}.bn{i}";
                }
                // Where the sizes change: in front of each stage, but not of the first where blocks keep their channels.
                if (block > 0 || (stage == 0 && !bottleneck)) continue;
                yield return $"{name}.downsample.0";
                yield return $"{name}.downsample.1";
            }
        }
        yield return "fc";
    }

    private static IEnumerable<string> MobileNetV2()
    {
        const int blocks = 17;
        foreach (var name in (string[])["features.0.0", "features.0.1"]) yield return name;
        for (var block = 1; block <= blocks; block++)
        {
            // The first block does not widen, so it has one convolution less.
            string[] parts = block == 1 ? ["0.0", "0.1", "1", "2"] : ["0.0", "0.1", "1.0", "1.1", "2", "3"];
            foreach (var part in parts) yield return $"features.{block}.conv.{part}";
        }
        foreach (var name in (string[])["features.18.0", "features.18.1", "classifier.1"]) yield return name;
    }

    private static IEnumerable<string> GoogLeNet()
    {
        string[] modules = ["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"];
        string[] branches = ["branch1", "branch2.0", "branch2.1", "branch3.0", "branch3.1", "branch4.1"];
        foreach (var convolution in ((string[])["conv1", "conv2", "conv3"]).Concat(modules.SelectMany(m => branches.Select(b => $"inception{m}.{b}"))))
        {
            yield return convolution + ".conv";
            yield return convolution + ".bn";
        }
        yield return "fc";
    }
}
