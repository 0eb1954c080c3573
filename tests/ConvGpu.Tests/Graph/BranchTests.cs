using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Graphs with branches on every device: residual and inception-like blocks, gates, a node that several others take.</summary>
public abstract class BranchTests(string deviceName)
{
    private const int Batch = 3;

    /// <summary>The graphs by name.</summary>
    public static TheoryData<string> Names => [.. Graphs.Keys];

    private static Dictionary<string, Func<Graph>> Graphs { get; } = new()
    {
        ["residual"] = () => Made((graph, stem) =>
        {
            // He et al., 2015, without normalisation: a block whose shortcut is the identity, and one whose shortcut is a convolution.
            graph.Add(new ReLU(), graph.Add(new Conv2D(4, 4, 3, padding: 1), stem));
            var block = graph.Add(new Sum(), stem, graph.Add(new Conv2D(4, 4, 3, padding: 1)));
            var shortcut = graph.Add(new Conv2D(4, 6, 1, stride: 2), block);
            graph.Add(new Conv2D(4, 6, 3, stride: 2, padding: 1), block);
            graph.Add(new Sum(), graph.Output, shortcut);
        }),
        ["inception"] = () => Made((graph, stem) =>
        {
            // Szegedy et al., 2014: four branches of one node.
            var point = graph.Add(new Conv2D(4, 2, 1), stem);
            var three = graph.Add(new Conv2D(2, 3, 3, padding: 1), graph.Add(new Conv2D(4, 2, 1), stem));
            var five = graph.Add(new Conv2D(4, 1, 5, padding: 2), stem);
            var pooled = graph.Add(new Conv2D(4, 2, 1), graph.Add(new AvgPool2D(3, 1, 1), stem));
            graph.Add(new Concat(), point, three, five, pooled);
        }),
        ["gate"] = () => Made((graph, stem) =>
            graph.Add(new Product(), graph.Add(new Conv2D(4, 4, 3, padding: 1), stem), graph.Add(new Product(), stem, stem))),
        ["sums of one node"] = () => Made((graph, stem) =>
        {
            var thrice = graph.Add(new Sum(), stem, stem, stem);
            var five = graph.Add(new Sum(), stem, thrice, stem);
            graph.Add(new Concat(), five, thrice, five);
        }),
        ["input in branches"] = () => Made((graph, stem) =>
            graph.Add(new Concat(), graph.Input, graph.Add(new Sum(), graph.Input, graph.Add(new Conv2D(4, 2, 1), stem)), graph.Add(new Product(), graph.Input, graph.Input))),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAddUp(string name)
    {
        using var reference = ComputeDevice.Open("cpu");
        using var expected = NetworkGradient.AfterAStep(Graphs[name](), reference, Batch);
        var device = TestDevices.Open(deviceName);
        using var actual = NetworkGradient.AfterAStep(Graphs[name](), device, Batch);
        NetworkGradient.CheckEqual(expected, actual, Batch);
        if (deviceName == OnDevice.Cpu) NetworkGradient.CheckNumerically(actual, Batch);
    }

    // A stem that three or more may take, and a head. Without a kink but in the residual blocks.
    private static Graph Made(Action<Graph, Node> blocks)
    {
        var graph = new Graph("branches", new Shape(1, 2, 5, 5));
        blocks(graph, graph.Add(new Conv2D(2, 4, 3, padding: 1)));
        graph.Add(new AvgPool2D(2));
        graph.Add(new Flatten());
        var features = new ShapedGraph(graph, graph.InputShape!.Value).Output.C;
        graph.Add(new Dense(features, 3));
        return graph;
    }
}

[Collection(OnDevice.Cpu)]
public sealed class BranchTestsOnCpu() : BranchTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class BranchTestsOnCpuAccelerator() : BranchTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class BranchTestsOnOpenCl() : BranchTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class BranchTestsOnCuda() : BranchTests(OnDevice.Cuda);
