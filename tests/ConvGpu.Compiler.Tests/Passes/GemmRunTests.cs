using System.Runtime.InteropServices;
using ConvGpu.Emulation;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Kernels;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>
/// The GPU products with wide accesses compute what they should, in the interpreter, which checks every alignment, and as PTX in the
/// emulator. Edges of the matrix and of k are met; small integers, so that sums are exact.
/// </summary>
public sealed class GemmRunTests
{
    private readonly Random _random = new(3);

    [Theory]
    [InlineData(nameof(Tile128x128), 132, 12, 20)]
    [InlineData(nameof(Tile64x128), 68, 132, 12)]
    [InlineData(nameof(Tile16x128), 20, 136, 12)]
    public void DenseForward(string tile, int n, int outputs, int inputs)
    {
        float[] x = Numbers(n * inputs), w = Numbers(outputs * inputs), bias = Numbers(outputs);
        var expected = new float[n * outputs];
        for (int i = 0; i < n; i++)
            for (int o = 0; o < outputs; o++)
            {
                float sum = bias[o];
                for (int k = 0; k < inputs; k++)
                    sum += x[i * inputs + k] * w[o * inputs + k];
                expected[i * outputs + o] = Math.Max(sum, 0);
            }
        Check<ByFour, ByFour, ByFour, MatrixAlongK, MatrixAlongK, StoreRows<BiasReluEpilogue>>(
            tile, new(default, inputs, 0), new(default, inputs, 0), new(default, outputs, new(default)), new GemmSize(n, outputs, inputs), [x, w], expected, [bias]);
    }

    [Theory]
    [InlineData(nameof(Tile64x64), 36, 68, 12)]
    [InlineData(nameof(Tile32x64), 36, 68, 20)]
    public void DenseData(string tile, int n, int inputs, int outputs)
    {
        float[] dy = Numbers(n * outputs), w = Numbers(outputs * inputs), expected = new float[n * inputs];
        for (int i = 0; i < n; i++)
            for (int k = 0; k < inputs; k++)
                for (int o = 0; o < outputs; o++)
                    expected[i * inputs + k] += dy[i * outputs + o] * w[o * inputs + k];
        Check<ByFour, ByFour, ByFour, MatrixAlongK, MatrixAlongOuter, StoreRows<NoEpilogue>>(
            tile, new(default, outputs, 0), new(default, inputs), new(default, inputs, default), new GemmSize(n, inputs, outputs), [dy, w], expected, []);
    }

    /// <summary>Pixels in fours beside padding that is met in the middle of a four.</summary>
    [Theory]
    [InlineData(nameof(Tile128x128))]
    [InlineData(nameof(Tile32x32))]
    public void ConvolutionForward(string tile)
    {
        const int n = 2, filters = 20;
        var g = new Conv2DGeometry(4, 5, 8, filters, Window2D.Square(3, padding: 1));
        int plane = g.OutHeight * g.OutWidth;
        float[] x = Numbers(n * g.InCount), w = Numbers(g.WeightCount), expected = new float[n * g.OutCount];
        ForEachTap(g, n, (image, weight, y) => expected[y] += x[image] * w[weight]);
        Check<ByFour, ByFour, ByFour, MatrixAlongK, TapsByPixels<ConvWindow<ZeroPadding>>, StoreImages<NoEpilogue>>(
            tile, new(default, g.FilterCount, g.WeightCount), new(new(default, g, default)), new(default, filters, 1, plane, default),
            new GemmSize(filters, n * plane, g.FilterCount), [w, x], expected, []);
    }

    [Theory]
    [InlineData(nameof(Tile64x128))]
    [InlineData(nameof(Tile32x32))]
    public void ConvolutionWeights(string tile)
    {
        const int n = 2, filters = 8;
        var g = new Conv2DGeometry(4, 5, 8, filters, Window2D.Square(3, padding: 1));
        int plane = g.OutHeight * g.OutWidth;
        float[] x = Numbers(n * g.InCount), dy = Numbers(n * g.OutCount), expected = new float[g.WeightCount];
        ForEachTap(g, n, (image, weight, y) => expected[weight] += x[image] * dy[y]);
        Check<ByFour, ByFour, ByFour, ChannelsByPixels, TapsAlongPixels<ConvWindow<ZeroPadding>>, StoreSplits>(
            tile, new(default, filters, 1, plane), new(new(default, g, default)), new(default, filters, g.FilterCount, 1),
            new GemmSize(filters, g.FilterCount, n * plane), [dy, x], expected, []);
    }

    private static void ForEachTap(Conv2DGeometry g, int n, Action<int, int, int> meets)
    {
        for (int image = 0; image < n; image++)
            for (int o = 0; o < g.OutChannels; o++)
                for (int row = 0; row < g.OutHeight; row++)
                    for (int column = 0; column < g.OutWidth; column++)
                        for (int tap = 0; tap < g.FilterCount; tap++)
                        {
                            int c = tap / 9, h = row + tap % 9 / 3 - 1, v = column + tap % 3 - 1;
                            if (h >= 0 && h < g.InHeight && v >= 0 && v < g.InWidth)
                                meets(((image * g.InChannels + c) * g.InHeight + h) * g.InWidth + v, o * g.FilterCount + tap,
                                    ((image * g.OutChannels + o) * g.OutHeight + row) * g.OutWidth + column);
                        }
    }

    private float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)_random.Next(-8, 8))];

    private static void Check<TWidthA, TWidthB, TWidthC, TA, TB, TStore>(
        string tileName, TA a, TB b, TStore store, GemmSize size, float[][] operands, float[] expected, float[][] rest)
        where TA : struct
        where TB : struct
        where TStore : struct
    {
        var tile = GemmTiling.BlockedTiles.First(candidate => candidate.GetType().Name == tileName);
        var code = new GemmCode(tile.GetType(), typeof(TWidthA), typeof(TWidthB), typeof(TWidthC), typeof(TA), typeof(TB), typeof(TStore));
        int rows = tile.RowQuads * 4 * tile.ItemsY, columns = tile.ColumnQuads * 4 * tile.ItemsX, items = GemmTiling.ItemsOf(tile);
        var grid = (X: (size.N + columns - 1) / columns, Y: (size.M + rows - 1) / rows, Z: 1);
        float[][] memory = [.. operands, new float[expected.Length], .. rest];
        long[] Arguments(Func<byte[], long> place) => new GemmArguments(new(memory.Select(values => (place(MemoryMarshal.AsBytes<float>(values).ToArray()), values.Length))))
            .Add(a).Add(b).Add(store).Add(new GemmShape(size.M, size.N, size.K, 1, (size.K + tile.K - 1) / tile.K * tile.K)).Values;

        var interpreted = new InterpreterMemory();
        var arrays = new List<byte[]>();
        long[] arguments = Arguments(bytes =>
        {
            arrays.Add(bytes);
            return interpreted.Add(bytes);
        });
        new Interpreter(code.Function, interpreted).Run(new LaunchDimensions(grid.X, grid.Y, 1, items, 1, 1, 0), arguments);
        Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(arrays[operands.Length]).ToArray());

        var kernel = PtxPrinter.Print(code.Function, PtxTarget.Parse("sm_80"), new PtxOptions { MaxThreadsPerGroup = items, MinGroupsPerMultiprocessor = tile.ResidentGroups });
        Assert.DoesNotContain(".local", kernel.Text, StringComparison.Ordinal);
        Assert.Contains("ld.global.v4", kernel.Text, StringComparison.Ordinal);
        using var device = new DeviceMemory();
        var addresses = new List<ulong>();
        arguments = Arguments(bytes =>
        {
            addresses.Add(device.Allocate(bytes.Length));
            device.Write(addresses[^1], bytes);
            return (long)addresses[^1];
        });
        using var emulator = new PtxEmulator(device, new EmulatorOptions());
        var entry = PtxModule.Parse(kernel.Text).Entries[kernel.EntryName];
        byte[] parameters = new byte[entry.ParameterBytes];
        for (int i = 0; i < arguments.Length; i++)
            MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in arguments[i]))[..entry.Parameters[i].Bytes].CopyTo(parameters.AsSpan(entry.Parameters[i].Offset));
        emulator.Launch(entry, grid, (items, 1, 1), 0, parameters);
        var result = new float[expected.Length];
        device.Read(addresses[operands.Length], MemoryMarshal.AsBytes(result.AsSpan()));
        Assert.Equal(expected, result);
    }
}
