using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Unpooling takes the indices of the pool that it stands behind, in training and in inference.</summary>
[Collection("Console")]
public class UnpoolTests
{
    [Theory]
    [InlineData(OnDevice.Cpu)]
    [InlineData(OnDevice.CpuAccelerator)]
    [InlineData(OnDevice.OpenCl)]
    public void MaximaReturnToTheirPlaces(string deviceName)
    {
        using var device = ComputeDevice.Open(TestDevices.Open(deviceName).Info.Id);
        using var network = new Network(Decoder(doubled: false), device, new NetworkOptions { MaxBatch = 1 });
        network.SetInput([1, 5, 2, 0, 3, 4, 8, 7, 6]);
        var y = new float[9];
        network.Predict(1, y);
        // The pool is 2x2 with a step of 1: its maxima are 5, 5, 8, 7, and 5 is taken twice.
        Assert.Equal([0, 5, 0, 0, 0, 0, 8, 7, 0], y);
    }

    [Theory]
    [InlineData(OnDevice.Cpu)]
    [InlineData(OnDevice.CpuAccelerator)]
    [InlineData(OnDevice.OpenCl)]
    public void GradientsFlowThroughValuesOnly(string deviceName)
    {
        using var device = ComputeDevice.Open(TestDevices.Open(deviceName).Info.Id);
        using var network = NetworkGradient.AfterAStep(Decoder(doubled: true), device, 2);
        NetworkGradient.CheckNumerically(network, 2);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var graph = new Graph("no pool", new Shape(1, 1, 4, 4));
        var half = graph.Add(new AvgPool2D(2));
        graph.Add(new MaxUnpool2D(), half, half);
        Assert.Contains("the MaxPool2D that it undoes", Assert.Throws<ShapeException>(() => new ShapedGraph(graph, graph.InputShape!.Value)).Message);
        graph = new Graph("other size", new Shape(1, 1, 4, 4));
        var pool = graph.Add(new MaxPool2D(2));
        var smaller = graph.Add(new MaxPool2D(2));
        graph.Add(new MaxUnpool2D(), smaller, pool);
        Assert.Contains("gets 1x1x1x1; make them equal", Assert.Throws<ShapeException>(() => new ShapedGraph(graph, graph.InputShape!.Value)).Message);
    }

    private static Graph Decoder(bool doubled)
    {
        var graph = new Graph("decoder", new Shape(1, 1, 3, 3));
        if (doubled) graph.Add(new Conv2D(1, 2, 1));
        var pool = graph.Add(new MaxPool2D(2, 1));
        var values = doubled ? graph.Add(new Conv2D(2, 2, 1)) : pool;
        graph.Add(new MaxUnpool2D(), values, pool);
        return graph;
    }
}
