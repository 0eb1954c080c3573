using ConvGpu.Ilgpu.IR;
using ConvGpu.Kernels;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>Every configuration of the GPU product: tiles in registers, wide accesses, few instructions beside the products.</summary>
public sealed class GemmCodeTests(ITestOutputHelper output)
{
    private sealed record Product(Type A, Type WidthA, Type B, Type WidthB, Type Store, Type WidthC);

    private static readonly Type One = typeof(ByOne), Four = typeof(ByFour);

    private static readonly Dictionary<string, Product> Products = new()
    {
        ["dense forward"] = new(typeof(MatrixAlongK), Four, typeof(MatrixAlongK), Four, typeof(StoreRows<BiasReluEpilogue>), Four),
        ["dense forward, any size"] = new(typeof(MatrixAlongK), One, typeof(MatrixAlongK), One, typeof(StoreRows<BiasReluEpilogue>), One),
        ["dense data"] = new(typeof(MatrixAlongK), Four, typeof(MatrixAlongOuter), Four, typeof(StoreRows<NoEpilogue>), Four),
        ["dense weights"] = new(typeof(MatrixAlongOuter), Four, typeof(MatrixAlongOuter), Four, typeof(StoreRows<NoEpilogue>), Four),
        ["convolution forward"] = new(typeof(MatrixAlongK), Four, typeof(TapsByPixels<ConvWindow<ZeroPadding>>), Four, typeof(StoreImages<BiasReluEpilogue>), Four),
        ["convolution forward, any width"] = new(typeof(MatrixAlongK), Four, typeof(TapsByPixels<ConvWindow<ZeroPadding>>), One, typeof(StoreImages<BiasReluEpilogue>), Four),
        ["convolution data"] = new(typeof(WeightsByInputChannel), One, typeof(GradientByPixels<UnitStride>), Four, typeof(StoreImages<NoEpilogue>), Four),
        ["convolution weights"] = new(typeof(ChannelsByPixels), Four, typeof(TapsAlongPixels<ConvWindow<ZeroPadding>>), Four, typeof(StoreSplits), Four),
        ["convolution weights, any width"] = new(typeof(ChannelsByPixels), Four, typeof(TapsAlongPixels<ConvWindow<ZeroPadding>>), One, typeof(StoreSplits), One),
    };

    /// <summary>Products, and what the loop may hold beside multiplications, accesses and constant steps.</summary>
    public static TheoryData<string, string, int> Configurations => new()
    {
        { nameof(Tile128x128), "dense forward", 20 },
        { nameof(Tile128x128), "dense forward, any size", 32 },
        { nameof(Tile128x128), "dense data", 26 },
        { nameof(Tile128x128), "dense weights", 26 },
        { nameof(Tile128x128), "convolution forward", 70 },
        { nameof(Tile128x128), "convolution forward, any width", 170 },
        { nameof(Tile128x128), "convolution data", 90 },
        { nameof(Tile128x128), "convolution weights", 70 },
        { nameof(Tile128x128), "convolution weights, any width", 100 },
        { nameof(Tile64x128), "dense forward", 26 },
        { nameof(Tile64x128), "convolution forward", 115 },
        { nameof(Tile64x64), "dense forward", 20 },
        { nameof(Tile64x64), "convolution weights", 70 },
        { nameof(Tile32x64), "dense data", 40 },
        { nameof(Tile32x32), "dense weights", 40 },
        { nameof(Tile32x32), "convolution forward", 115 },
        { nameof(Tile16x128), "dense forward", 30 },
        { nameof(Tile16x128), "convolution forward", 120 },
    };

    [Theory]
    [MemberData(nameof(Configurations))]
    public void TheLoopIsProducts(string tileName, string name, int others)
    {
        var (tile, code) = Compile(tileName, name);
        output.WriteLine($"{tileName}, {name}: {code}");
        int rows = tile.RowQuads * 4, columns = tile.ColumnQuads * 4;
        Assert.DoesNotContain(code.All, instruction => instruction.Op == Opcode.Alloca);
        Assert.Equal(rows * columns * tile.K, code.MultiplyAdds);
        Assert.Equal(1, code.Count(Opcode.Barrier));
        Assert.InRange(code.MultiplyAdds, 64, int.MaxValue);
        Assert.Equal((tile.RowQuads + tile.ColumnQuads) * tile.K, code.Accesses(Opcode.Load, AddressSpace.Shared, 4));
        Assert.Equal(0, code.Accesses(Opcode.Load, AddressSpace.Shared, 1));
        Assert.InRange(code.Others, 1, others);

        // Dense and weight tiles come 16 bytes at a time; the taps of an image each have a test of their own.
        var product = Products[name];
        int items = tile.ItemsX * tile.ItemsY;
        int quadsA = Quads(rows * tile.ItemsY), quadsB = Quads(columns * tile.ItemsX);
        bool image = product.B.IsGenericType;
        if (product.WidthA == Four)
            Assert.Equal(quadsA + (product.WidthB == Four && !image ? quadsB : 0), code.Accesses(Opcode.Load, AddressSpace.Global, 4));
        if (product.WidthB == Four && !image)
            Assert.Equal(product.WidthA == Four ? 0 : quadsA * 4, code.Accesses(Opcode.Load, AddressSpace.Global, 1));
        if (product.WidthC == Four)
            Assert.All(code.All.Where(instruction => instruction.Op == Opcode.Store && instruction.Operands[0].Type.Space == AddressSpace.Global),
                store => Assert.Equal(4, store.Operands[1].Type.Lanes));

        int Quads(int extent) => (extent * tile.K / 4 + items - 1) / items;
    }

    private static (IBlockedTile, GemmCode) Compile(string tileName, string name)
    {
        var tile = GemmTiling.BlockedTiles.First(candidate => candidate.GetType().Name == tileName);
        var product = Products[name];
        return (tile, new GemmCode(tile.GetType(), product.WidthA, product.WidthB, product.WidthC, product.A, product.B, product.Store));
    }
}
