namespace ConvGpu.Tests.Graphs;

public class ModelTests
{
    [Theory]
    [InlineData("lenet5", 61_706, 10)]
    [InlineData("alexnet", 61_100_840, 1000)]
    [InlineData("vgg11", 132_863_336, 1000)]
    [InlineData("vgg16", 138_357_544, 1000)]
    [InlineData("mlp", 784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10, 10)]
    public void ParametersAndOutputsAreThePublishedOnes(string name, long parameters, int classes)
    {
        var graph = ModelZoo.Create(name);
        var shapes = new ShapedGraph(graph, graph.InputShape!.Value);
        Assert.Equal(parameters, shapes.ParameterCount);
        Assert.Equal(new Shape(1, classes), shapes.Output);
    }

    [Fact]
    public void AnUnknownModelIsRefusedWithTheNamesThatExist() =>
        Assert.Contains("lenet5", Assert.Throws<ArgumentException>(() => ModelZoo.Create("lenet6")).Message);
}
