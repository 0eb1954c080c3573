using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>The products' GPU kernel with each of its tiles, on devices that would choose another kernel.</summary>
public abstract class BlockedGemmTests(string device)
{
    public static TheoryData<string> Tiles => [.. GemmTiling.BlockedTiles.Select(tile => tile.GetType().Name)];

    private ComputeDevice Open(IBlockedTile tile)
    {
        var opened = TestDevices.Open(device);
        int most = opened.Accelerator.MaxNumThreadsPerGroup;
        Assert.SkipWhen(most < GemmTiling.ItemsOf(tile), $"{device} allows {most} items a group, {tile.GetType().Name} has {GemmTiling.ItemsOf(tile)}.");
        return opened;
    }

    private static IBlockedTile Find(string name) => GemmTiling.BlockedTiles.First(tile => tile.GetType().Name == name);

    /// <summary>Sizes in multiples of four, so that all accesses are wide, and not; more than one tile each way, and K over several splits.</summary>
    [Theory]
    [MemberData(nameof(Tiles))]
    public void Convolutions(string name)
    {
        var tile = Find(name);
        var opened = Open(tile);
        using var forced = GemmTiling.Force(tile);
        foreach (var g in new[]
        {
            new Conv2DGeometry(12, 9, 16, 68, Window2D.Square(3, 1, 1)),
            new Conv2DGeometry(6, 11, 9, 2 * 21, Window2D.Square(3, 2, 1), Groups: 2, PaddingMode: PaddingMode.Edge, Flip: true),
            new Conv2DGeometry(8, 6, 8, 36, Window2D.Square(3, 1, 1), PaddingMode: PaddingMode.Circular),
        })
        {
            const int n = 3;
            var random = new RandomCases(1);
            float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
            OpRunner.Run(opened, ConvolutionCases.Forward(g, n, x, w, random.Floats(g.OutChannels), Activation.ReLU));
            OpRunner.Run(opened, ConvolutionCases.BackwardData(g, n, dy, w));
            OpRunner.Run(opened, ConvolutionCases.BackwardWeights(g, n, x, dy, true));
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void DenseLayers(string name)
    {
        var tile = Find(name);
        var opened = Open(tile);
        using var forced = GemmTiling.Force(tile);
        foreach (var (inputs, outputs, n) in new[] { (36, 140, 132), (37, 133, 70), (1, 1, 1) })
        {
            var random = new RandomCases(2);
            float[] x = random.Floats(n * inputs), w = random.Floats(outputs * inputs), dy = random.Floats(n * outputs);
            OpRunner.Run(opened, DenseCases.Forward(inputs, outputs, n, x, w, random.Floats(outputs), Activation.None));
            OpRunner.Run(opened, DenseCases.BackwardData(inputs, outputs, n, dy, w));
            OpRunner.Run(opened, DenseCases.BackwardWeights(inputs, outputs, n, x, dy, false));
        }
    }

    /// <summary>Odd sizes, stride over kernel, padding over input, one channel; few unless all tests are asked for.</summary>
    [Theory]
    [MemberData(nameof(Tiles))]
    public void RandomConfigurations(string name)
    {
        var tile = Find(name);
        var opened = Open(tile);
        using var forced = GemmTiling.Force(tile);
        for (var seed = 0; seed < TestSize.RandomCases / 40; seed++)
        {
            OpRunner.Run(opened, ConvolutionCases.Forward(new RandomCases(seed)));
            OpRunner.Run(opened, ConvolutionCases.BackwardData(new RandomCases(seed)));
            OpRunner.Run(opened, ConvolutionCases.BackwardWeights(new RandomCases(seed)));
            OpRunner.Run(opened, DenseCases.Forward(new RandomCases(seed)));
            OpRunner.Run(opened, DenseCases.BackwardData(new RandomCases(seed)));
            OpRunner.Run(opened, DenseCases.BackwardWeights(new RandomCases(seed)));
        }
    }
}

// Not on OpenCL: PoCL takes seconds to compile each of the kernels, and never runs them for a user.
[Collection(OnDevice.CpuAccelerator)]
public sealed class BlockedGemmTestsOnCpuAccelerator() : BlockedGemmTests(OnDevice.CpuAccelerator);

